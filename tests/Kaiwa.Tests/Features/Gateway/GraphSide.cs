using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Kaiwa.Tests.Features.Gateway;

/// <summary>One of the two ways to Meta's API, straight or through Kaiwa, with the ids that it has learned on the way.</summary>
internal sealed class GraphSide(HttpClient client, Dictionary<string, string> ids)
{
    public IReadOnlyDictionary<string, string> Ids => ids;

    public void Know(string name, string id) => ids[name] = id;

    /// <summary>Asks and remembers what the answer tells.</summary>
    public async Task<GraphReply> AskAsync(GraphExample example)
    {
        var reply = await SendAsync(example, ids);
        if (example.Tells is { } told && reply.Json is { } json && json.TryGetProperty(told.Member, out var value))
        {
            value = value.ValueKind == JsonValueKind.Object ? value.EnumerateObject().First().Value : value;
            ids[told.Name] = value.ValueKind == JsonValueKind.Array ? value[0].GetProperty("id").GetString()! : value.GetString()!;
        }

        return reply;
    }

    /// <summary>Asks for the same with somebody else's ids.</summary>
    public Task<GraphReply> AskForAsync(GraphExample example, IReadOnlyDictionary<string, string> others) => SendAsync(example, others);

    private async Task<GraphReply> SendAsync(GraphExample example, IReadOnlyDictionary<string, string> values)
    {
        var path = Fill(example.Path, values);
        var address = path.StartsWith("/http", StringComparison.Ordinal) ? path[1..] : "/v23.0" + path + Fill(example.Query, values);
        using var request = new HttpRequestMessage(new HttpMethod(example.Method), address) { Content = Content(example, values) };
        if (example.Body == "part")
        {
            request.Headers.Add("file_offset", "0");
        }

        using var response = await client.SendAsync(request);
        return await GraphReply.ReadAsync(response);
    }

    private static HttpContent? Content(GraphExample example, IReadOnlyDictionary<string, string> values)
    {
        switch (example.Body)
        {
            case null:
                return null;
            case "part":
                return new ByteArrayContent("bytes"u8.ToArray());
            case "file":
                var file = new ByteArrayContent("Hello"u8.ToArray());
                file.Headers.ContentType = new MediaTypeHeaderValue("text/plain");
                return new MultipartFormDataContent { { new StringContent("whatsapp"), "messaging_product" }, { new StringContent("text/plain"), "type" }, { file, "file", "hello.txt" } };
            default:
                return new StringContent(Fill(example.Body, values), Encoding.UTF8, "application/json");
        }
    }

    private static string Fill(string text, IReadOnlyDictionary<string, string> values)
    {
        foreach (var (name, value) in values)
        {
            text = text.Replace("{" + name + "}", value, StringComparison.Ordinal);
        }

        return text;
    }
}

/// <summary>An answer: its status and, where it is JSON, which members of which kind it has.</summary>
internal sealed record GraphReply(int Status, string ContentType, string Text)
{
    public JsonElement? Json => ContentType == "application/json" ? JsonDocument.Parse(Text).RootElement : null;

    public string Shape => Json is { } json ? string.Create(CultureInfo.InvariantCulture, $"{Status} {string.Join(" ", ShapeOf(json, "").Distinct().Order(StringComparer.Ordinal))}") : $"{Status} {ContentType} {Text}";

    public int? Subcode => Json is { } json && json.TryGetProperty("error", out var error) && error.TryGetProperty("error_subcode", out var code) ? code.GetInt32() : null;

    public static async Task<GraphReply> ReadAsync(HttpResponseMessage response) =>
        new((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", await response.Content.ReadAsStringAsync());

    private static IEnumerable<string> ShapeOf(JsonElement json, string at) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => ShapeOf(member.Value, $"{at}.{member.Name}")),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(item => ShapeOf(item, at + "[]")).Append(at + "[]"),
        JsonValueKind.True or JsonValueKind.False => [at + ":truth"],
        var kind => [$"{at}:{kind}"],
    };
}
