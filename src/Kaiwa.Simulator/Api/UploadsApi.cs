using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>The resumable upload: a session of the app, bytes from an offset, and at the end a handle for template headers and profile pictures. What can be a profile picture is kept, of the rest the bytes are counted.</summary>
internal sealed class UploadsApi(Platform platform)
{
    public const string Prefix = "upload:";
    private const long Largest = 100 << 20;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(36_500);
    private const long LargestPicture = 5 << 20;
    private static readonly string[] Pictures = ["image/jpeg", "image/jpg", "image/png"];
    private static readonly string[] Types = ["application/pdf", "image/jpeg", "image/jpg", "image/png", "image/gif", "video/mp4"];

    /// <summary>POST /{app}/uploads.</summary>
    public async Task<bool> StartAsync(HttpContext http)
    {
        var given = await Parameters.ReadAsync(http);
        if (given.Number("file_length") is not (> 0 and <= Largest) || given.Text("file_type") is not { } type)
        {
            return GraphJson.Refuse(http, Refusal.Required(given.Number("file_length") is > 0 and <= Largest ? "file_type" : "file_length"));
        }

        if (!Types.Contains(type))
        {
            return GraphJson.Refuse(http, Refusal.Parameter($"Param file_type must be one of {{{string.Join(", ", Types)}}}."));
        }

        var id = Prefix + RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789", 32);
        await platform.Documents.SaveAsync("upload", platform.Options.AppId, id, new JsonObject { ["length"] = given.Number("file_length"), ["type"] = type, ["offset"] = 0L });
        return GraphJson.Write(http, json => json.WriteString("id", id));
    }

    public async Task<bool> HandleAsync(HttpContext http, string id)
    {
        if (platform.Documents.Find("upload", id)?.Read() is not { } session)
        {
            return false;
        }

        var offset = (long)session["offset"]!;
        if (HttpMethods.IsGet(http.Request.Method))
        {
            return GraphJson.Write(http, json =>
            {
                json.WriteString("id", id);
                json.WriteNumber("file_offset", offset);
            });
        }

        if (!HttpMethods.IsPost(http.Request.Method))
        {
            return false;
        }

        if (http.Request.Headers["file_offset"].ToString() != offset.ToString(CultureInfo.InvariantCulture))
        {
            return GraphJson.Refuse(http, Refusal.Parameter($"The header file_offset must be {offset}, where the last part ended."));
        }

        RequestBody.AllowFile(http);
        var length = (long)session["length"]!;
        var isPicture = Pictures.Contains((string)session["type"]!) && length <= LargestPicture;
        using var bytes = new MemoryStream();
        var read = await CountAsync(http, isPicture ? bytes : Stream.Null);
        if (offset + read > length)
        {
            return GraphJson.Refuse(http, Refusal.Parameter($"The upload was announced with {length} bytes; {offset + read} came."));
        }

        if (isPicture)
        {
            await KeepAsync(session, bytes);
        }

        session["offset"] = offset + read;
        await platform.Documents.SaveAsync("upload", platform.Options.AppId, id, session);
        if (offset + read < length)
        {
            return GraphJson.Write(http, json =>
            {
                json.WriteString("id", id);
                json.WriteNumber("file_offset", offset + read);
            });
        }

        var handle = "4::" + Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes((string)session["type"]!)) + ":" + id[Prefix.Length..];
        await platform.Documents.SaveAsync("handle", platform.Options.AppId, handle, new JsonObject { ["type"] = session["type"]!.DeepClone(), ["media"] = session["media"]?.DeepClone() });
        return GraphJson.Write(http, json => json.WriteString("h", handle));
    }

    /// <summary>The file so far as one: a part is joined to those before it.</summary>
    private async Task KeepAsync(JsonObject session, MemoryStream part)
    {
        var before = (string?)session["media"];
        byte[] whole = [.. before is null ? [] : platform.Media.Find(before)!.Bytes, .. part.ToArray()];
        session["media"] = (await platform.Media.AddAsync(0, (string)session["type"]!, null, whole, platform.Clock.NowMs, Kept)).Id;
        if (before is not null)
        {
            await platform.Media.RemoveAsync(before);
        }
    }

    private static async Task<long> CountAsync(HttpContext http, Stream kept)
    {
        var total = 0L;
        var buffer = new byte[81_920];
        while (await http.Request.Body.ReadAsync(buffer, http.RequestAborted) is > 0 and var read)
        {
            total += read;
            await kept.WriteAsync(buffer.AsMemory(0, read));
        }

        return total;
    }
}
