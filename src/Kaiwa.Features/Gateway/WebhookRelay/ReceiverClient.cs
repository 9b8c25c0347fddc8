using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Web;
using Kaiwa.WhatsApp.Webhooks;
using Microsoft.Extensions.Options;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>Posts one signed event to a receiver and judges the answer. Follows no redirect, reads no body, waits no longer than it may.</summary>
internal sealed class ReceiverClient(AddressGuard guard, Sealer sealer, IOptions<WebhookRelayOptions> options) : IDisposable
{
    public const string EventHeader = "X-Kaiwa-Event";

    private readonly HttpClient http = new(new SocketsHttpHandler
    {
        ConnectCallback = guard.ConnectAsync,
        ConnectTimeout = options.Value.Timeout,
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        MaxConnectionsPerServer = 64,
        MaxResponseHeadersLength = 16,
        MaxResponseDrainSize = 64 * 1024,
        ResponseDrainTimeout = TimeSpan.FromSeconds(1),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2), // the address is looked at again
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // each call brings its own limit
    };

    public async Task<Attempt> PostAsync(RelaySubscription subscription, string id, byte[] body, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Value.Timeout);
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Address) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.UserAgent.ParseAdd("Kaiwa");
            request.Headers.Add(WebhookSignature.HeaderName, WebhookSignature.Sign(body, Encoding.UTF8.GetBytes(sealer.Open(subscription.Secret))));
            request.Headers.Add(EventHeader, id);
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return Judge(answer.StatusCode, Stopwatch.GetElapsedTime(started));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new Attempt(Verdict.Unwell, null, Stopwatch.GetElapsedTime(started), RelayProblems.Slow(options.Value.Timeout));
        }
        catch (HttpRequestException e)
        {
            return new Attempt(
                IsConnecting(e) ? Verdict.Unreachable : Verdict.Unwell,
                null,
                Stopwatch.GetElapsedTime(started),
                e.InnerException is AddressGuard.AddressRefusedException ? RelayProblems.Private(subscription.Address) : RelayProblems.Unreachable((e.InnerException ?? e).Message));
        }
    }

    public void Dispose() => http.Dispose();

    private static Attempt Judge(HttpStatusCode status, TimeSpan took) => (int)status switch
    {
        >= 200 and < 300 => new Attempt(Verdict.Taken, (int)status, took, null),
        >= 500 or 429 => new Attempt(Verdict.Unwell, (int)status, took, RelayProblems.Refused((int)status)),
        _ => new Attempt(Verdict.Refused, (int)status, took, RelayProblems.Refused((int)status)),
    };

    private static bool IsConnecting(HttpRequestException e) =>
        e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError
        || e.InnerException is AddressGuard.AddressRefusedException or SocketException { SocketErrorCode: SocketError.ConnectionRefused };
}

/// <summary>What came of one post.</summary>
internal sealed record Attempt(Verdict Verdict, int? Status, TimeSpan Took, Problem? Problem)
{
    public string Words => Problem?.Store() ?? "";

    public override string ToString() => Status?.ToString(CultureInfo.InvariantCulture) ?? Verdict.ToString();
}

internal enum Verdict
{
    Taken,

    /// <summary>Answered, and not wanted: more of the others may be.</summary>
    Refused,

    /// <summary>Too slow, cut off, or an error of its own: perhaps about this event, perhaps about all.</summary>
    Unwell,

    /// <summary>There was no connection: nothing can be delivered.</summary>
    Unreachable,

    /// <summary>There is nothing left to deliver: retention has deleted it.</summary>
    Gone,
}
