using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>Writes refusals in Meta's shape.</summary>
internal static class ErrorWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(HttpContext http, Refusal refusal)
    {
        if (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        http.Response.StatusCode = refusal.Status;
        http.Response.ContentType = "application/json; charset=UTF-8";
        http.Response.Headers.WWWAuthenticate = refusal.Status == 401 ? "OAuth \"Facebook Platform\" \"invalid_token\"" : default;
        using var json = new Utf8JsonWriter(http.Response.BodyWriter, Options);
        json.WriteStartObject();
        json.WriteStartObject("error");
        WriteError(json, refusal);
        json.WriteString("fbtrace_id", TraceId());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The members of an error, but for the trace.</summary>
    public static void WriteError(Utf8JsonWriter json, Refusal refusal)
    {
        var error = refusal.Error;
        json.WriteString("message", refusal.Message ?? string.Create(System.Globalization.CultureInfo.InvariantCulture, $"(#{refusal.Code}) {error.Title}"));
        json.WriteString("type", refusal.Type);
        json.WriteNumber("code", refusal.Code);
        if (refusal.Subcode is { } subcode)
        {
            json.WriteNumber("error_subcode", subcode);
        }

        if (refusal.UserMessage is { } message)
        {
            json.WriteBoolean("is_transient", false);
            json.WriteString("error_user_title", refusal.UserTitle);
            json.WriteString("error_user_msg", message);
        }

        if (refusal.Message is null || refusal.Details is not null)
        {
            json.WriteStartObject("error_data");
            json.WriteString("messaging_product", "whatsapp");
            json.WriteString("details", refusal.Details ?? error.Details);
            json.WriteEndObject();
        }
    }

    private static string TraceId() => string.Create(23, 0, static (text, _) =>
    {
        const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        text[0] = 'A';
        foreach (ref var c in text[1..])
        {
            c = Alphabet[Random.Shared.Next(Alphabet.Length)];
        }
    });
}
