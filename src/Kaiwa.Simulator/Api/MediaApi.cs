using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>Upload, look up, download and delete media. Addresses live five minutes; ids live 30 days, those of inbound media 7.</summary>
internal sealed class MediaApi(Platform platform)
{
    private static readonly Dictionary<string, int> MaxBytes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["audio/aac"] = 16 << 20,
        ["audio/amr"] = 16 << 20,
        ["audio/mpeg"] = 16 << 20,
        ["audio/mp4"] = 16 << 20,
        ["audio/ogg"] = 16 << 20,
        ["image/jpeg"] = 5 << 20,
        ["image/png"] = 5 << 20,
        ["image/webp"] = 500 << 10,
        ["video/mp4"] = 16 << 20,
        ["video/3gpp"] = 16 << 20,
        ["text/plain"] = 100 << 20,
        ["application/pdf"] = 100 << 20,
        ["application/msword"] = 100 << 20,
        ["application/vnd.ms-excel"] = 100 << 20,
        ["application/vnd.ms-powerpoint"] = 100 << 20,
        ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"] = 100 << 20,
        ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = 100 << 20,
        ["application/vnd.openxmlformats-officedocument.presentationml.presentation"] = 100 << 20,
    };

    public async Task<bool> UploadAsync(HttpContext http, BusinessNumber number)
    {
        if (!http.Request.HasFormContentType)
        {
            return GraphJson.Refuse(http, Refusal.Required("messaging_product"));
        }

        RequestBody.AllowFile(http);
        var form = await http.Request.ReadFormAsync(http.RequestAborted);
        if (form["messaging_product"] != "whatsapp")
        {
            return GraphJson.Refuse(http, Refusal.Required("messaging_product"));
        }

        if (form.Files["file"] is not { } file)
        {
            return GraphJson.Refuse(http, Refusal.Required("file"));
        }

        var mime = (file.ContentType is { Length: > 0 } partType && partType != "application/octet-stream" ? partType : form["type"].ToString()).Split(';')[0].Trim();
        if (!MaxBytes.TryGetValue(mime, out var limit))
        {
            return GraphJson.Refuse(http, Refusal.Parameter($"Param file must be a file with one of the following types: {string.Join(", ", MaxBytes.Keys)}. Received file of type '{mime}'."));
        }

        if (file.Length == 0 || file.Length > limit)
        {
            return GraphJson.Refuse(http, Refusal.Parameter($"Param file must be between 1 and {limit} bytes for type '{mime}'."));
        }

        using var bytes = new MemoryStream((int)file.Length);
        await file.CopyToAsync(bytes, http.RequestAborted);
        var item = await platform.Media.AddAsync(number.Key, mime, file.FileName, bytes.ToArray(), platform.Clock.NowMs, TimeSpan.FromDays(30));
        return GraphJson.Write(http, json => json.WriteString("id", item.Id));
    }

    public async Task<bool> HandleAsync(HttpContext http, string id, string prefix)
    {
        if (!platform.Media.Exists(id, platform.Clock.NowMs) || platform.Media.Find(id) is not { } item)
        {
            return false;
        }

        var check = http.Request.Query["phone_number_id"].ToString();
        if (check.Length > 0 && check != item.Number.ToString(CultureInfo.InvariantCulture))
        {
            return false;
        }

        if (HttpMethods.IsDelete(http.Request.Method))
        {
            await platform.Media.RemoveAsync(id);
            return GraphJson.Success(http);
        }

        return HttpMethods.IsGet(http.Request.Method) && GraphJson.Write(http, json =>
        {
            json.WriteString("messaging_product", "whatsapp");
            json.WriteString("url", UrlOf(platform.Options.PublicBaseUrl is null ? PublicUrl.Of(http, platform.Options) + prefix : PublicUrl.Of(http, platform.Options), id));
            json.WriteString("mime_type", item.Mime);
            json.WriteString("sha256", Convert.ToHexStringLower(item.Sha256));
            json.WriteString("file_size", item.Bytes.Length.ToString(CultureInfo.InvariantCulture));
            json.WriteString("id", id);
        });
    }

    /// <summary>An address that works for five minutes, with the token.</summary>
    public string UrlOf(string baseUrl, string id)
    {
        var expires = (platform.Clock.NowMs / 1000) + 300;
        return string.Create(CultureInfo.InvariantCulture, $"{baseUrl}/whatsapp_business/attachments/?mid={id}&ext={expires}&hash={Hash(id, expires)}");
    }

    public async Task DownloadAsync(HttpContext http)
    {
        var id = http.Request.Query["mid"].ToString();
        var valid = long.TryParse(http.Request.Query["ext"], NumberStyles.None, CultureInfo.InvariantCulture, out var expires)
            && http.Request.Query["hash"] == Hash(id, expires) && expires * 1000 > platform.Clock.NowMs;
        if (!valid || platform.Media.Find(id) is not { } item)
        {
            http.Response.StatusCode = 404;
            return;
        }

        http.Response.ContentType = item.Mime;
        http.Response.ContentLength = item.Bytes.Length;
        await http.Response.BodyWriter.WriteAsync(item.Bytes, http.RequestAborted);
    }

    private string Hash(string id, long expires) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(platform.Options.AppSecret), Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}:{expires}"))))[..32];
}
