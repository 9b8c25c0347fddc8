using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Kaiwa.Core.Numbers;
using Kaiwa.WhatsApp.Cloud;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>Hands a request on to Meta with the number's own token, and its answer back. Tokens never cross in either direction.</summary>
internal sealed class GraphProxy(IOptions<CloudApiOptions> options) : IDisposable
{
    private static readonly TimeSpan HeadersWithin = TimeSpan.FromSeconds(60);
    private readonly HttpClient http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10), ConnectTimeout = TimeSpan.FromSeconds(10) })
    {
        Timeout = Timeout.InfiniteTimeSpan, // uploads of 100 MB take their time; headers have their own limit
    };

    /// <summary>Sends on and reads the answer whole: for JSON.</summary>
    public async Task<Answer> AskAsync(Number number, HttpMethod method, string path, QueryString query, HttpContent? content, CancellationToken ct)
    {
        using var request = Request(number, method, Address(number, path, query), content);
        return await AskAsync(request, ct);
    }

    /// <summary>Sends a part of a resumable upload, which has its own header and the older word for the token.</summary>
    public async Task<Answer> UploadAsync(Number number, string session, QueryString query, HttpContent content, long offset, CancellationToken ct)
    {
        using var request = Request(number, HttpMethod.Post, Address(number, session, query), content);
        request.Headers.TryAddWithoutValidation("file_offset", offset.ToString(System.Globalization.CultureInfo.InvariantCulture));
        request.Headers.Authorization = new AuthenticationHeaderValue("OAuth", number.Token);
        return await AskAsync(request, ct);
    }

    /// <summary>Reads from an address that Meta gave and anybody may read: without the token.</summary>
    public async Task<Answer> ReadPublicAsync(Uri address, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await AskAsync(request, ct);
    }

    /// <summary>Downloads from an address that Meta gave, straight into the response.</summary>
    public async Task<IResult> DownloadAsync(Number number, Uri address, HttpContext context)
    {
        var ct = context.RequestAborted;
        try
        {
            using var request = Request(number, HttpMethod.Get, address, null);
            using var response = await SendAsync(request, limited: true, ct);
            context.Response.StatusCode = (int)response.StatusCode;
            context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
            context.Response.ContentLength = response.Content.Headers.ContentLength;
            await response.Content.CopyToAsync(context.Response.Body, ct);
            return Results.Empty;
        }
        catch (HttpRequestException e) when (!context.Response.HasStarted)
        {
            return GraphErrors.MetaSilent(e.Message).ToHttp();
        }
    }

    /// <summary>Meta's answer for our caller: addresses of further pages, at whatever depth, become ours; the token is nowhere in it.</summary>
    public static byte[] Rewrite(byte[] body, Number number, string ownOrigin)
    {
        if (!body.AsSpan().Contains((byte)'{') || Parse(body) is not { } json)
        {
            return body;
        }

        Rewrite(json, number, ownOrigin, isPaging: false);
        return System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    private static JsonNode? Parse(byte[] body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static void Rewrite(JsonNode? node, Number number, string ownOrigin, bool isPaging)
    {
        if (node is JsonArray array)
        {
            for (var i = 0; i < array.Count; i++)
            {
                if (WithoutToken(array[i], number) is { } clean)
                {
                    array[i] = clean;
                }

                Rewrite(array[i], number, ownOrigin, isPaging: false);
            }
        }
        else if (node is JsonObject json)
        {
            foreach (var name in json.Select(member => member.Key).ToList())
            {
                if (isPaging && name is "next" or "previous" && json[name] is JsonValue value && value.TryGetValue<string>(out var page) && Uri.TryCreate(page, UriKind.Absolute, out var address))
                {
                    json[name] = OwnPage(address, number.BaseAddress, ownOrigin);
                }
                else if (WithoutToken(json[name], number) is { } clean)
                {
                    json[name] = clean;
                }

                Rewrite(json[name], number, ownOrigin, isPaging: name == "paging");
            }
        }
    }

    private static string OwnPage(Uri address, Uri meta, string ownOrigin)
    {
        var root = meta.AbsolutePath.TrimEnd('/');
        var path = address.AbsolutePath.StartsWith(root + "/", StringComparison.Ordinal) ? address.AbsolutePath[root.Length..] : address.AbsolutePath;
        return ownOrigin + path + WithoutToken(new QueryString(address.Query));
    }

    // Meta puts the token into some addresses.
    private static JsonValue? WithoutToken(JsonNode? node, Number number) =>
        number.Token.Length > 0 && node is JsonValue value && value.TryGetValue<string>(out var text) && (text.Contains(number.Token, StringComparison.Ordinal) || text.Contains(Uri.EscapeDataString(number.Token), StringComparison.Ordinal))
            ? JsonValue.Create(text.Replace(number.Token, "", StringComparison.Ordinal).Replace(Uri.EscapeDataString(number.Token), "", StringComparison.Ordinal))
            : null;

    public void Dispose() => http.Dispose();

    /// <summary>What came back: the status and the bytes.</summary>
    public sealed record Answer(int Status, byte[] Body)
    {
        public bool Succeeded => Status is >= 200 and < 300;

        /// <summary>For the program. That Meta refused our token says nothing about the program's key.</summary>
        public IResult ToHttp() => Status == (int)HttpStatusCode.Unauthorized ? GraphErrors.OurTokenRefused().ToHttp() : Results.Bytes(Body, "application/json").WithStatus(Status);
    }

    private async Task<Answer> AskAsync(HttpRequestMessage request, CancellationToken ct)
    {
        try
        {
            using var response = await SendAsync(request, request.Content is null, ct);
            return new Answer((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(ct));
        }
        catch (HttpRequestException e)
        {
            return Silent(e.Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return Silent("Meta did not answer within a minute.");
        }
    }

    private static QueryString WithoutToken(QueryString query)
    {
        var pairs = query.HasValue ? Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query.Value) : [];
        var kept = pairs.Where(pair => !string.Equals(pair.Key, "access_token", StringComparison.OrdinalIgnoreCase)).ToList();
        return kept.Count == 0 ? QueryString.Empty : QueryString.Create(kept.SelectMany(pair => pair.Value, (pair, value) => KeyValuePair.Create(pair.Key, value)));
    }

    private static Answer Silent(string why)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        using (var writer = new System.Text.Json.Utf8JsonWriter(buffer))
        {
            GraphErrors.MetaSilent(why).WriteTo(writer);
        }

        return new Answer((int)HttpStatusCode.InternalServerError, buffer.WrittenSpan.ToArray());
    }

    private static HttpRequestMessage Request(Number number, HttpMethod method, Uri address, HttpContent? content)
    {
        var request = new HttpRequestMessage(method, address) { Content = content };

        // The token goes to the API itself and to encrypted addresses, never in the clear to a stranger.
        if (address.Scheme == Uri.UriSchemeHttps || string.Equals(address.Authority, number.BaseAddress.Authority, StringComparison.OrdinalIgnoreCase))
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", number.Token);
        }

        return request;
    }

    private Uri Address(Number number, string path, QueryString query) =>
        new($"{number.BaseAddress.ToString().TrimEnd('/')}/{options.Value.Version}/{path}{WithoutToken(query)}");

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, bool limited, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        if (limited)
        {
            limit.CancelAfter(HeadersWithin);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
    }
}
