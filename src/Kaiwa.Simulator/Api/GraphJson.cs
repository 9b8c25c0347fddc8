using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>Answers of the Graph API that are not on the hot path.</summary>
internal static class GraphJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static bool Write(HttpContext http, Action<Utf8JsonWriter> write)
    {
        http.Response.ContentType = "application/json; charset=UTF-8";
        using var json = new Utf8JsonWriter(http.Response.BodyWriter, Options);
        json.WriteStartObject();
        write(json);
        json.WriteEndObject();
        return true;
    }

    public static bool Write(HttpContext http, JsonObject answer)
    {
        http.Response.ContentType = "application/json; charset=UTF-8";
        using var json = new Utf8JsonWriter(http.Response.BodyWriter, Options);
        answer.WriteTo(json);
        return true;
    }

    public static bool Success(HttpContext http) => Write(http, json => json.WriteBoolean("success", true));

    /// <summary>A list that has no pages.</summary>
    public static bool Data(HttpContext http, params ReadOnlySpan<JsonObject> items)
    {
        var data = new JsonArray();
        foreach (var item in items)
        {
            data.Add((JsonNode)item);
        }

        return Write(http, json =>
        {
            json.WritePropertyName("data");
            data.WriteTo(json);
        });
    }

    public static bool Refuse(HttpContext http, Refusal refusal)
    {
        ErrorWriter.Write(http, refusal);
        return true;
    }

    /// <summary>The fields asked for, or null for the defaults.</summary>
    public static HashSet<string>? Fields(HttpContext http)
    {
        var fields = http.Request.Query["fields"].ToString();
        return fields.Length == 0 ? null : [.. GraphField.Read(fields).Select(field => field.Name)];
    }

    /// <summary>One page of a list with Meta's cursors: opaque text that holds the offset. A few lists stand <paramref name="inside"/> a member of data.</summary>
    public static bool Page<T>(HttpContext http, IReadOnlyList<T> items, string baseUrl, Action<Utf8JsonWriter, T> write, string? inside = null)
    {
        var limit = int.TryParse(http.Request.Query["limit"], out var asked) ? Math.Clamp(asked, 1, 1000) : 25;
        var start = 0;
        if (http.Request.Query["after"].ToString() is { Length: > 0 } after && !TryCursor(after, out start))
        {
            return Refuse(http, new Refusal(131059));
        }

        if (http.Request.Query["before"].ToString() is { Length: > 0 } before)
        {
            if (!TryCursor(before, out var end))
            {
                return Refuse(http, new Refusal(131059));
            }

            start = Math.Max(0, end - limit);
            limit = end - start;
        }

        var page = items.Skip(start).Take(limit).ToList();
        return Write(http, json =>
        {
            if (inside is not null)
            {
                json.WriteStartObject("data");
            }

            json.WriteStartArray(inside ?? "data");
            foreach (var item in page)
            {
                write(json, item);
            }

            json.WriteEndArray();
            if (inside is not null)
            {
                json.WriteEndObject();
            }

            if (page.Count == 0)
            {
                return;
            }

            json.WriteStartObject("paging");
            json.WriteStartObject("cursors");
            json.WriteString("before", Cursor(start));
            json.WriteString("after", Cursor(start + page.Count));
            json.WriteEndObject();
            var others = http.Request.Query.Where(q => q.Key is not ("after" or "before" or "access_token")).Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value.ToString())}&");
            var address = $"{baseUrl}{http.Request.Path}?{string.Concat(others)}";
            if (start > 0)
            {
                json.WriteString("previous", $"{address}before={Cursor(start)}");
            }

            if (start + page.Count < items.Count)
            {
                json.WriteString("next", $"{address}after={Cursor(start + page.Count)}");
            }

            json.WriteEndObject();
        });
    }

    public static string Cursor(int offset) =>
        Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes("MTAxNTEx:" + offset.ToString(System.Globalization.CultureInfo.InvariantCulture))).Replace("=", "ZD", StringComparison.Ordinal);

    private static bool TryCursor(string cursor, out int offset)
    {
        offset = 0;
        var padded = cursor.Replace("ZDZD", "==", StringComparison.Ordinal);
        padded = padded.EndsWith("ZD", StringComparison.Ordinal) ? padded[..^2] + "=" : padded;
        var bytes = new byte[padded.Length];
        return Convert.TryFromBase64String(padded, bytes, out var length)
            && System.Text.Encoding.ASCII.GetString(bytes, 0, length).Split(':') is [_, var text]
            && int.TryParse(text, out offset) && offset >= 0;
    }
}
