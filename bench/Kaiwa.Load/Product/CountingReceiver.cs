using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kaiwa.Load.Product;

/// <summary>A shop's program that takes every event and counts them by their ids.</summary>
internal sealed class CountingReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, byte> seen = new(StringComparer.Ordinal);
    private long lastAt = Stopwatch.GetTimestamp();
    private int twice;

    private CountingReceiver(WebApplication app, Uri url) => (this.app, Url) = (app, url);

    public Uri Url { get; }

    public int Events => seen.Count;

    public int Twice => Volatile.Read(ref twice);

    public long LastAt => Volatile.Read(ref lastAt);

    public static async Task<CountingReceiver> StartAsync(CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var url = ProductProcess.FreeUrl();
        app.Urls.Add(url);
        var receiver = new CountingReceiver(app, new Uri(url));
        app.MapPost("/", receiver.TakeAsync);
        await app.StartAsync(ct);
        return receiver;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext http)
    {
        await http.Request.Body.CopyToAsync(Stream.Null, http.RequestAborted);
        if (!seen.TryAdd(http.Request.Headers["X-Kaiwa-Event"].ToString(), 0))
        {
            Interlocked.Increment(ref twice);
        }

        Volatile.Write(ref lastAt, Stopwatch.GetTimestamp());
    }
}
