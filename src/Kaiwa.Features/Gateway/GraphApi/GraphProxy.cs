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
        try
        {
            using var request = Request(number, method, Address(number, path, query), content);
            using var response = await SendAsync(request, content is null, ct);
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

    /// <summary>Meta's answer for our caller: addresses of further pages become ours, without the token.</summary>
    public static byte[] Rewrite(byte[] body, Uri meta, string ownOrigin)
    {
        if (!body.AsSpan().Contains((byte)'{') || JsonNode.Parse(body) is not JsonObject json || json["paging"] is not JsonObject paging)
        {
            return body;
        }

        foreach (var name in (string[])["next", "previous"])
        {
            if (paging[name]?.GetValue<string>() is { } text && Uri.TryCreate(text, UriKind.Absolute, out var address))
            {
                var path = address.AbsolutePath[(address.AbsolutePath.StartsWith(meta.AbsolutePath.TrimEnd('/') + "/", StringComparison.Ordinal) ? meta.AbsolutePath.TrimEnd('/').Length : 0)..];
                paging[name] = ownOrigin + path + WithoutToken(new QueryString(address.Query));
            }
        }

        return System.Text.Encoding.UTF8.GetBytes(json.ToJsonString());
    }

    public void Dispose() => http.Dispose();

    /// <summary>What came back: the status and the bytes.</summary>
    public sealed record Answer(int Status, byte[] Body)
    {
        public bool Succeeded => Status is >= 200 and < 300;
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
