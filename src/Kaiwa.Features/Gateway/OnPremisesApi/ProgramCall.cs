using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Numbers;
using Kaiwa.Features.Gateway.WebhookRelay;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>One call of a program: for which number, by whom, with what in the path.</summary>
internal sealed record ProgramCall(HttpContext Http, Number Number, Caller Caller, IReadOnlyList<string> Path)
{
    public const int LargestJson = 1024 * 1024;

    public CancellationToken Aborted => Http.RequestAborted;

    /// <summary>The body as a JSON object; empty when there is none. Null when it is something else. The content type does not matter.</summary>
    public Task<JsonObject?> ObjectAsync() => ReadAsync<JsonObject>(Http);

    public Task<JsonArray?> ArrayAsync() => ReadAsync<JsonArray>(Http);

    public static Task<JsonObject?> ObjectAsync(HttpContext http) => ReadAsync<JsonObject>(http);

    /// <summary>The body as text; null when it is too large.</summary>
    public async Task<string?> TextAsync() => await BytesAsync(Http) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;

    private static async Task<T?> ReadAsync<T>(HttpContext http)
        where T : JsonNode
    {
        if (await BytesAsync(http) is not { } bytes)
        {
            return null;
        }

        if (WholeText.Of(bytes) != bytes)
        {
            return null; // half a character: it would fail wherever the text is used
        }

        if (bytes.AsSpan().Trim(" \r\n\t\0"u8).IsEmpty)
        {
            return typeof(T) == typeof(JsonObject) ? (T)(JsonNode)new JsonObject() : null;
        }

        try
        {
            return JsonNode.Parse(bytes, documentOptions: new JsonDocumentOptions { MaxDepth = 64, AllowDuplicateProperties = false }) as T;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task<byte[]?> BytesAsync(HttpContext http)
    {
        if (http.Request.ContentLength > LargestJson)
        {
            return null;
        }

        using var buffer = new MemoryStream((int)(http.Request.ContentLength ?? 0));
        var part = new byte[8192];
        int read;
        while ((read = await http.Request.Body.ReadAsync(part, http.RequestAborted)) > 0)
        {
            if (buffer.Length + read > LargestJson)
            {
                return null;
            }

            buffer.Write(part, 0, read);
        }

        return buffer.ToArray();
    }
}

/// <summary>A JSON object as a program sent it.</summary>
internal static class ProgramJson
{
    public static readonly OnPremisesError Unreadable = new(400, OnPremisesError.InvalidRequest, "The body is not valid JSON, or too large");

    /// <summary>A text or number under that name, as text.</summary>
    public static string? Text(this JsonObject json, string name) => json[name] is JsonValue value && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number ? json[name]!.ToString() : null;
}
