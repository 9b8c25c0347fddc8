using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.WhatsApp.Cloud;

/// <summary>One HTTP exchange with Meta: addresses, token, time limit, and what a broken line means.</summary>
internal sealed class GraphCalls(HttpClient http, CloudApiOptions options)
{
    // Answers are a few hundred bytes; a page of a hundred templates some hundred kilobytes.
    private const long LongestAnswer = 8 * 1024 * 1024;

    public HttpRequestMessage Get(CloudApiAccess access, string path) => Request(HttpMethod.Get, access, path);

    public HttpRequestMessage Post(CloudApiAccess access, string path, HttpContent content) => With(HttpMethod.Post, access, path, content);

    public HttpRequestMessage With(HttpMethod method, CloudApiAccess access, string path, HttpContent content)
    {
        var request = Request(method, access, path);
        request.Content = content;
        return request;
    }

    public async Task<GraphOutcome> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Timeout);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            await response.Content.LoadIntoBufferAsync(LongestAnswer, limit.Token);
            return new GraphOutcome((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(limit.Token), null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return NoAnswer(string.Create(CultureInfo.InvariantCulture, $"WhatsApp did not answer within {options.Timeout.TotalSeconds:0.#} seconds. Whether it took the request is unknown."), mayHaveLeft: true);
        }
        catch (HttpRequestException broken)
        {
            return NeverLeft(broken.HttpRequestError)
                ? NoAnswer($"No connection to WhatsApp could be made ({broken.HttpRequestError}). Nothing was sent.", mayHaveLeft: false)
                : NoAnswer($"The connection to WhatsApp broke before the answer came ({broken.HttpRequestError}). Whether it took the request is unknown.", mayHaveLeft: true);
        }
        catch (IOException)
        {
            return NoAnswer("The connection to WhatsApp broke before the answer came. Whether it took the request is unknown.", mayHaveLeft: true);
        }
    }

    /// <summary>A call whose answer is JSON: the value that <paramref name="read"/> finds in it, or the error.</summary>
    public async Task<GraphAnswer<T>> AskAsync<T>(HttpRequestMessage request, Func<JsonElement, T?> read, CancellationToken ct)
    {
        var outcome = await SendAsync(request, ct);
        if (outcome.Failure is { } failure)
        {
            return new GraphAnswer<T>(default, Silence(failure.Why));
        }

        var error = GraphError.Read(outcome.Status, outcome.Body);
        if (outcome.Status is < 200 or > 299 || error.Code != GraphError.NoCode)
        {
            return new GraphAnswer<T>(default, error);
        }

        try
        {
            using var document = JsonDocument.Parse(outcome.Body);
            if (document.RootElement.ValueKind == JsonValueKind.Object && read(document.RootElement) is { } value)
            {
                return new GraphAnswer<T>(value, null);
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // Falls through: an answer that is not what was asked for.
        }

        return new GraphAnswer<T>(default, Silence("WhatsApp answered, but not with what was asked for. Check the address of the API and try again."));
    }

    public async Task<GraphAnswer<MediaDownload>> DownloadAsync(HttpRequestMessage request, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Timeout);
        HttpResponseMessage? response = null;
        try
        {
            response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            if (response.IsSuccessStatusCode)
            {
                var download = new MediaDownload(response, await response.Content.ReadAsStreamAsync(ct));
                response = null;
                return new GraphAnswer<MediaDownload>(download, null);
            }

            await response.Content.LoadIntoBufferAsync(LongestAnswer, limit.Token);
            return new GraphAnswer<MediaDownload>(null, GraphError.Read((int)response.StatusCode, await response.Content.ReadAsByteArrayAsync(limit.Token)));
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException || (broken is OperationCanceledException && !ct.IsCancellationRequested))
        {
            return new GraphAnswer<MediaDownload>(null, Silence("The file could not be fetched: the connection broke or took too long. Try again in a moment."));
        }
        finally
        {
            response?.Dispose();
        }
    }

    private HttpRequestMessage Request(HttpMethod method, CloudApiAccess access, string path)
    {
        var origin = access.BaseAddress.AbsoluteUri;
        var separator = origin.EndsWith('/') ? "" : "/";
        var request = new HttpRequestMessage(method, new Uri(string.Concat(origin, separator, options.Version + "/", path)));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access.Token);
        return request;
    }

    // Only failures of making the connection prove that nothing left; a connection that broke later proves nothing.
    private static bool NeverLeft(HttpRequestError error) =>
        error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError;

    private static GraphOutcome NoAnswer(string why, bool mayHaveLeft) => new(0, [], new SendAnswer.NoAnswer(why, mayHaveLeft));

    public static GraphError Silence(string why) => new(0, GraphError.NoCode, null, "", why, null, null, IsTransient: true, null, null);
}

/// <summary>What came back: a status and a body, or why nothing did.</summary>
internal readonly record struct GraphOutcome(int Status, byte[] Body, SendAnswer.NoAnswer? Failure);
