using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api.Json;

/// <summary>
/// JSON that can be used to its end: every text in it is text, every number a number, and no member is there twice. Without this half a surrogate pair
/// fails where it is used, long after it was stored.
/// </summary>
internal static class StrictJson
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    /// <summary>The whole body of a request, looked through.</summary>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        var bytes = body.GetBuffer().AsMemory(0, (int)body.Length);
        Check(bytes.Span);
        return bytes;
    }

    /// <summary>Throws <see cref="JsonException"/> for anything else.</summary>
    public static JsonNode? Parse(ReadOnlySpan<byte> utf8)
    {
        Check(utf8);
        return JsonNode.Parse(utf8, null, Options);
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static JsonNode? Parse(string text) => Parse(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Of what is known to be well-formed: whether it can only hold texts that are text, without looking at each.</summary>
    public static bool IsSurelyText(ReadOnlySpan<byte> utf8) => utf8.IndexOf("\\u"u8) < 0 && Utf8.IsValid(utf8);

    /// <summary>Texts and numbers alone, and nothing at all; throws <see cref="JsonException"/>.</summary>
    public static void Check(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return;
        }

        var reader = new Utf8JsonReader(utf8);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    reader.GetString();
                }
                else if (reader.TokenType == JsonTokenType.Number && !double.IsFinite(reader.GetDouble()))
                {
                    throw new JsonException("A number is too large.");
                }
            }
        }
        catch (InvalidOperationException wrong)
        {
            throw new JsonException("A text holds half of a surrogate pair, or bytes that are not UTF-8.", wrong);
        }
    }
}
