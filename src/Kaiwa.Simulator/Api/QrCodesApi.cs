using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Storage;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>/{number}/message_qrdls: short links with a prefilled message. The image's address leads nowhere.</summary>
internal sealed class QrCodesApi(Platform platform)
{
    private const int MostCodes = 2000;
    private static readonly HashSet<string> Defaults = ["code", "prefilled_message", "deep_link_url"];

    public async Task<bool> HandleAsync(HttpContext http, BusinessNumber number, string code)
    {
        if (HttpMethods.IsPost(http.Request.Method))
        {
            return code.Length == 0 && await SaveAsync(http, number);
        }

        var codes = platform.Documents.Of("qr", number.Id);
        var wanted = code.Length > 0 ? code : http.Request.Query["code"].ToString();
        if (wanted.Length > 0)
        {
            codes = [.. codes.Where(held => held.Id == wanted)];
        }

        if (code.Length > 0 && codes.Count == 0)
        {
            return GraphJson.Refuse(http, Refusal.Parameter($"The QR code {code} does not exist."));
        }

        if (HttpMethods.IsDelete(http.Request.Method))
        {
            if (code.Length == 0)
            {
                return false;
            }

            await platform.Documents.RemoveAsync("qr", code);
            return GraphJson.Success(http);
        }

        var fields = GraphJson.Fields(http) ?? Defaults;
        return HttpMethods.IsGet(http.Request.Method) && GraphJson.Page(http, codes, PublicUrl.Origin(http, platform.Options), (json, held) =>
        {
            json.WriteStartObject();
            Write(json, held, fields);
            json.WriteEndObject();
        });
    }

    private async Task<bool> SaveAsync(HttpContext http, BusinessNumber number)
    {
        var given = await Parameters.ReadAsync(http);
        if (given.Text("prefilled_message") is not { Length: >= 1 and <= 140 } message)
        {
            return GraphJson.Refuse(http, Refusal.Parameter("Param prefilled_message must be 1 to 140 characters long."));
        }

        var image = given.Text("generate_qr_image");
        if (image is not (null or "SVG" or "PNG"))
        {
            return GraphJson.Refuse(http, Refusal.Parameter("Param generate_qr_image must be one of {SVG, PNG}."));
        }

        var held = platform.Documents.Of("qr", number.Id);
        var code = given.Text("code");
        if (code is not null && held.All(document => document.Id != code))
        {
            return GraphJson.Refuse(http, Refusal.Parameter($"The QR code {code} does not exist."));
        }

        if (code is null && held.Count >= MostCodes)
        {
            return GraphJson.Refuse(http, Refusal.Parameter("The number has 2,000 QR codes, the most it may have."));
        }

        code ??= RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 13) + "1";
        await platform.Documents.SaveAsync("qr", number.Id, code, new JsonObject { ["prefilled_message"] = message });
        var saved = platform.Documents.Find("qr", code)!;
        return GraphJson.Write(http, json => Write(json, saved, image is null ? Defaults : [.. Defaults, "qr_image_url"]));
    }

    private static void Write(Utf8JsonWriter json, Document held, HashSet<string> fields)
    {
        json.WriteString("code", held.Id);
        if (fields.Contains("prefilled_message"))
        {
            json.WriteString("prefilled_message", (string?)held.Read()["prefilled_message"]);
        }

        if (fields.Contains("deep_link_url"))
        {
            json.WriteString("deep_link_url", "https://wa.me/message/" + held.Id);
        }

        if (fields.Contains("qr_image_url"))
        {
            json.WriteString("qr_image_url", "https://scontent.whatsapp.net/m1/v/" + held.Id);
        }
    }
}
