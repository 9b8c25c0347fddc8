using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.WhatsApp.Webhooks;
using Microsoft.Extensions.Options;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>Posts one event to a receiver and judges the answer. Follows no redirect, reads no body, waits no longer than it may.</summary>
internal sealed class ReceiverClient(AddressGuard guard, Sealer sealer, IOptions<WebhookRelayOptions> options) : IDisposable
{
    public const string EventHeader = "X-Kaiwa-Event";

    private readonly HttpClient http = Client(guard, options.Value, null);
    private readonly ConcurrentDictionary<Id<RelaySubscription>, Trusting> trusting = new();

    /// <summary>Writes an event and posts it; null when nothing of it is for this receiver.</summary>
    public async Task<Attempt?> TellAsync(RelaySubscription subscription, RelayForm form, RelayEvent news, CancellationToken ct)
    {
        byte[]? body;
        try
        {
            body = await form.WriteAsync(news, ct);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or InvalidCastException or ArgumentException)
        {
            // It waits with its conversation and is given up in its time: the others go on.
            return new Attempt(Verdict.Refused, null, TimeSpan.Zero, RelayProblems.Unwritable(e.Message));
        }

        return body is null ? null : await PostAsync(subscription, form, RelayEvent.IdOf(news.Seq), body, ct);
    }

    public async Task<Attempt> PostAsync(RelaySubscription subscription, RelayForm form, string id, byte[] body, CancellationToken ct)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limit.CancelAfter(options.Value.Timeout);
        var started = Stopwatch.GetTimestamp();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, subscription.Address) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.UserAgent.ParseAdd("Kaiwa");
            if (form.IsSigned)
            {
                request.Headers.Add(WebhookSignature.HeaderName, WebhookSignature.Sign(body, Encoding.UTF8.GetBytes(sealer.Open(subscription.Secret))));
                request.Headers.Add(EventHeader, id);
            }

            foreach (var (name, value) in form.Headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }

            using var answer = await ClientOf(subscription, form).SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
            return Judge(form, (int)answer.StatusCode, Stopwatch.GetElapsedTime(started));
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

    public void Dispose()
    {
        http.Dispose();
        foreach (var (_, own) in trusting)
        {
            own.Client.Dispose();
        }
    }

    private sealed record Trusting(string Ca, HttpClient Client);

    private static Attempt Judge(RelayForm form, int status, TimeSpan took) =>
        form.Takes(status) ? new Attempt(Verdict.Taken, status, took, null)
        : new Attempt(status is >= 500 or 429 ? Verdict.Unwell : Verdict.Refused, status, took, RelayProblems.Refused(status));

    /// <summary>Where a program gave certificates, connections of its own: what one program trusts is nothing to the others.</summary>
    private HttpClient ClientOf(RelaySubscription subscription, RelayForm form) => form.Ca is not { } ca
        ? http
        : trusting.AddOrUpdate(subscription.Id, _ => new Trusting(ca, Client(guard, options.Value, ca)), (_, now) => now.Ca == ca ? now : new Trusting(ca, Client(guard, options.Value, ca))).Client;

    private static HttpClient Client(AddressGuard guard, WebhookRelayOptions options, string? ca)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = guard.ConnectAsync,
            ConnectTimeout = options.Timeout,
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            MaxConnectionsPerServer = 64,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = 64 * 1024,
            ResponseDrainTimeout = TimeSpan.FromSeconds(1),
            PooledConnectionLifetime = TimeSpan.FromMinutes(2), // the address is looked at again
            ActivityHeadersPropagator = null,
        };
        if (ca is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, shown, errors) =>
                errors == SslPolicyErrors.None || (errors == SslPolicyErrors.RemoteCertificateChainErrors && certificate is not null && IsOf(ca, certificate, shown));
        }

        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan }; // each call brings its own limit
    }

    private static bool IsOf(string ca, X509Certificate certificate, X509Chain? between)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck; // a program's own authority publishes no list
        chain.ChainPolicy.CustomTrustStore.ImportFromPem(ca);
        chain.ChainPolicy.ExtraStore.AddRange(between?.ChainPolicy.ExtraStore ?? []); // what the receiver showed between itself and its authority
        using var shown = new X509Certificate2(certificate);
        return chain.Build(shown);
    }

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
