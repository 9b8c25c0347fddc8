using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Kaiwa.Simulator.Delivery;
using Kaiwa.WhatsApp.Webhooks;
using Microsoft.Extensions.Logging;

namespace Kaiwa.Simulator.Webhooks;

/// <summary>Signs and posts notices, a bounded number at a time, and tries again with growing pauses until each is acknowledged with 200.</summary>
internal sealed partial class WebhookSender : IDisposable
{
    private const long MaxHandshakeBytes = 1 << 20;

    private readonly SimulatorOptions options;
    private readonly Scheduler scheduler;
    private readonly SimulatedClock clock;
    private readonly byte[] secret;
    private readonly ConcurrentQueue<Notice> queue = new();
    private readonly ConcurrentBag<PlainConnection> idle = [];
    private readonly ConcurrentDictionary<PlainConnection, bool> connections = new();
    private readonly HttpMessageInvoker secure;
    private readonly ITimer sweep;
    private readonly ILogger<WebhookSender> logger;
    private readonly WaitCallback pump;
    private int active;
    private int pending;
    private volatile Uri? target;
    private volatile bool stopped;

    public WebhookSender(SimulatorOptions options, Scheduler scheduler, SimulatedClock clock, ILogger<WebhookSender> logger)
    {
        this.options = options;
        this.scheduler = scheduler;
        this.clock = clock;
        this.logger = logger;
        secret = Encoding.UTF8.GetBytes(options.AppSecret);
        target = options.WebhookUrl;
        pump = _ => _ = PumpAsync();
        secure = new HttpMessageInvoker(new SocketsHttpHandler { PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2), AllowAutoRedirect = false });
        sweep = clock.CreateTimer(_ => Sweep(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public AckStatistics Statistics { get; } = new();

    /// <summary>Notices not yet acknowledged or given up, those waiting for a retry included.</summary>
    public int Pending => Volatile.Read(ref pending);

    public Uri? Target
    {
        get => target;
        set
        {
            target = value;
            Start();
        }
    }

    /// <summary>Takes a notice in charge.</summary>
    public void Send(Notice notice)
    {
        Interlocked.Increment(ref pending);
        Post(notice);
    }

    /// <summary>Takes a notice in charge and posts it after a while.</summary>
    public void SendLater(Notice notice, long delayMs)
    {
        Interlocked.Increment(ref pending);
        scheduler.After(delayMs, notice);
    }

    internal void Post(Notice notice)
    {
        if (notice.Client is { } client)
        {
            client.Post(notice);
            return;
        }

        queue.Enqueue(notice);
        Start();
    }

    /// <summary>Meta's handshake: the endpoint must echo the challenge.</summary>
    public async Task<bool> VerifyAsync(Uri url, string verifyToken, CancellationToken ct)
    {
        var challenge = Random.Shared.NextInt64(100_000_000, 999_999_999).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var separator = url.Query.Length > 0 ? "&" : "?";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{url.AbsoluteUri}{separator}hub.mode=subscribe&hub.challenge={challenge}&hub.verify_token={Uri.EscapeDataString(verifyToken)}");
        try
        {
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
            timeout.CancelAfter(options.WebhookTimeout);
            using var response = await secure.SendAsync(request, timeout.Token);
            await response.Content.LoadIntoBufferAsync(MaxHandshakeBytes, timeout.Token);
            if (response.IsSuccessStatusCode && Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(timeout.Token)) == challenge)
            {
                return true;
            }

            LogHandshakeFailed(url.Host, $"it answered HTTP {(int)response.StatusCode} and not the challenge; check the verify token");
            return false;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            LogHandshakeFailed(url.Host, failure.Message);
            return false;
        }
    }

    /// <summary>Forgets what is queued; for a reset.</summary>
    public void Clear()
    {
        while (queue.TryDequeue(out _))
        {
            Interlocked.Decrement(ref pending);
        }

        Interlocked.Exchange(ref pending, 0);
    }

    public void Dispose()
    {
        stopped = true;
        sweep.Dispose();
        foreach (var connection in connections.Keys)
        {
            connection.Dispose();
        }

        secure.Dispose();
    }

    private void Start()
    {
        if (target is null || stopped || queue.IsEmpty || Volatile.Read(ref active) >= options.WebhookConcurrency)
        {
            return;
        }

        if (Interlocked.Increment(ref active) <= options.WebhookConcurrency)
        {
            ThreadPool.UnsafeQueueUserWorkItem(pump, null);
        }
        else
        {
            Interlocked.Decrement(ref active);
        }
    }

    private async Task PumpAsync()
    {
        if (!idle.TryTake(out var connection))
        {
            connection = new PlainConnection();
            connections[connection] = true;
        }

        while (!stopped && target is { } url && queue.TryDequeue(out var notice))
        {
            await PostAsync(connection, notice.Address ?? url, notice);
        }

        idle.Add(connection);
        Interlocked.Decrement(ref active);
        Start();
    }

    private async ValueTask PostAsync(PlainConnection connection, Uri url, Notice notice)
    {
        var wire = connection.Wire;
        wire.Clear();
        wire.Raw("{\"object\":\"whatsapp_business_account\",\"entry\":["u8);
        notice.WriteEntry(wire);
        wire.Raw("]}"u8);
        var signature = WebhookSignature.Sign(wire.Body, secret);

        Statistics.Attempted(notice.Attempts > 0);
        var started = Stopwatch.GetTimestamp();
        if (notice.Attempts++ == 0)
        {
            notice.FirstTriedMs = scheduler.NowMs;
        }

        var status = url.Scheme == Uri.UriSchemeHttp ? await connection.PostAsync(url, signature) : await PostSecureAsync(wire, url, signature);
        if (status == 200)
        {
            Statistics.Answered(Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            Settle(notice, acknowledged: true);
            return;
        }

        Statistics.Unanswered();
        Retry(notice, status);
    }

    private async ValueTask<int> PostSecureAsync(WireBuffer wire, Uri url, string signature)
    {
        using var content = new ReadOnlyMemoryContent(wire.BodyMemory);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = content };
        request.Headers.TryAddWithoutValidation(WebhookSignature.HeaderName, signature);
        request.Headers.TryAddWithoutValidation("User-Agent", "facebookexternalua");
        using var timeout = new CancellationTokenSource(options.WebhookTimeout);
        try
        {
            using var response = await secure.SendAsync(request, timeout.Token);
            return (int)response.StatusCode;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            return 0;
        }
    }

    private void Retry(Notice notice, int status)
    {
        if (stopped)
        {
            return;
        }

        if (notice.Attempts == 1)
        {
            LogUnacknowledged(status);
        }

        if (scheduler.NowMs - notice.FirstTriedMs > options.WebhookRetryFor.TotalMilliseconds)
        {
            Statistics.GaveUp();
            Settle(notice, acknowledged: false);
            return;
        }

        // The first retry comes at once, then 0.5 s, 1 s, 2 s … up to the cap.
        var pause = notice.Attempts <= 1 ? 0 : Math.Min(options.WebhookRetryCap.TotalMilliseconds, 500d * (1L << Math.Min(notice.Attempts - 2, 30)));
        scheduler.After((long)pause, notice);
    }

    internal void Settle(Notice notice, bool acknowledged)
    {
        notice.Settle(acknowledged, clock.NowMs);
        Interlocked.Decrement(ref pending);
    }

    private void Sweep()
    {
        var limit = Environment.TickCount64 - (long)options.WebhookTimeout.TotalMilliseconds;
        foreach (var connection in connections.Keys)
        {
            if (connection.BusySince is > 0 and var since && since < limit)
            {
                connection.Abort();
            }
        }
    }

    [LoggerMessage(LogLevel.Debug, "A webhook was not acknowledged (HTTP {Status}); it will be tried again")]
    private partial void LogUnacknowledged(int status);

    [LoggerMessage(LogLevel.Warning, "The webhook handshake with {Host} failed: {Why}")]
    private partial void LogHandshakeFailed(string host, string why);
}
