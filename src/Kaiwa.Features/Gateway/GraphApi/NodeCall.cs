using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>
/// What a request to be passed on says, in its query and its body (JSON, form or multipart), without what is the caller's own business with Kaiwa: its token and the proof made of it.
/// </summary>
internal sealed class NodeCall : IDisposable
{
    private const long Largest = 12 * 1024 * 1024;
    private readonly Dictionary<string, string> values = new(StringComparer.OrdinalIgnoreCase);

    private NodeCall()
    {
    }

    /// <summary>The query that goes on.</summary>
    public QueryString Query { get; private set; }

    /// <summary>The body that goes on; null when there is none.</summary>
    public HttpContent? Content { get; private set; }

    /// <summary>Why the body cannot be read, if it cannot.</summary>
    public string? Problem { get; private set; }

    /// <summary>A parameter's text, or the JSON of it; null when it is not given.</summary>
    public string? this[string name] => values.GetValueOrDefault(name);

    public static async Task<NodeCall> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        var read = new NodeCall();
        var query = request.Query.Where(pair => !IsOurs(pair.Key)).ToList();
        read.Query = QueryString.Create(query);
        foreach (var (name, value) in query)
        {
            read.Say(name, value.ToString());
        }

        if (HttpMethods.IsGet(request.Method) || request.ContentLength == 0)
        {
            return read;
        }

        if (request.HasFormContentType)
        {
            AllowBody(context, MediaCalls.LargestUpload);
            read.ReadForm(await request.ReadFormAsync(context.RequestAborted), request.ContentType!.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase));
            return read;
        }

        AllowBody(context, Largest);
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, context.RequestAborted);
        if (body.Length > 0)
        {
            read.ReadJson(body.ToArray());
        }

        return read;
    }

    public static void AllowBody(HttpContext context, long bytes)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = bytes;
        }
    }

    public void Dispose() => Content?.Dispose();

    private static bool IsOurs(string name) => Plain(name) is var plain
        && (plain.StartsWith("access_token", StringComparison.OrdinalIgnoreCase) || plain.StartsWith("appsecret_", StringComparison.OrdinalIgnoreCase));

    // A list may come as fields[0]=…&fields[1]=…, and some readers of forms take a dot or a space for an underscore.
    private static string Plain(string name) => name.Split('[')[0].Trim().Replace('.', '_').Replace(' ', '_');

    private void Say(string name, string value) => values[Plain(name)] = values.TryGetValue(Plain(name), out var said) ? said + "," + value : value;

    private void ReadJson(byte[] body)
    {
        try
        {
            if (JsonNode.Parse(body) is not JsonObject json)
            {
                Problem = "The body must be a JSON object or a form.";
                return;
            }

            foreach (var name in json.Select(member => member.Key).Where(IsOurs).ToList())
            {
                json.Remove(name);
            }

            foreach (var (name, value) in json)
            {
                Say(name, value is JsonValue text && text.TryGetValue<string>(out var plain) ? plain : value?.ToJsonString() ?? "");
            }

            Content = new StringContent(json.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            Problem = "The body must be a JSON object without members that come twice, or a form.";
        }
    }

    private void ReadForm(IFormCollection form, bool isMultipart)
    {
        var fields = form.Where(field => !IsOurs(field.Key)).ToList();
        foreach (var (name, value) in fields)
        {
            Say(name, value.ToString());
        }

        if (!isMultipart)
        {
            Content = new FormUrlEncodedContent(fields.SelectMany(field => field.Value, (field, value) => KeyValuePair.Create(field.Key, value ?? "")));
            return;
        }

        var parts = new MultipartFormDataContent();
        foreach (var (name, value) in fields.SelectMany(field => field.Value, (field, value) => (field.Key, value)))
        {
            Add(parts, new StringContent(value ?? ""), name, null);
        }

        foreach (var file in form.Files.Where(file => !IsOurs(file.Name)))
        {
            var content = new StreamContent(file.OpenReadStream());
            content.Headers.TryAddWithoutValidation("Content-Type", file.ContentType);
            Add(parts, content, file.Name, file.FileName);
        }

        Content = parts;
    }

    private static void Add(MultipartFormDataContent parts, HttpContent part, string name, string? fileName)
    {
        part.Headers.ContentDisposition = new ContentDispositionHeaderValue("form-data") { Name = Quoted(name), FileName = fileName is null ? null : Quoted(fileName) };
        if (fileName is null)
        {
            part.Headers.ContentType = null;
        }

        parts.Add(part);
    }

    private static string Quoted(string text) => "\"" + string.Concat(text.Where(c => c >= ' ' && c != '"' && c != '\\')) + "\"";
}
