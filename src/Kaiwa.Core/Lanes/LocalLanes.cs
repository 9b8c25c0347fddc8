using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Kaiwa.Core.Lanes;

/// <summary>Lanes of one process: a loop per rung key that ends when nobody rang during its run.</summary>
internal sealed partial class LocalLanes(IServiceProvider services, TimeProvider time, ILogger<LocalLanes> logger) : ILanes, IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<string, Lane> lanes = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();
    private readonly Lazy<Dictionary<string, ILaneWork>> works = new(() => services.GetServices<ILaneWork>().ToDictionary(work => work.Kind, StringComparer.Ordinal));

    public void Ring(string key, TimeSpan after = default)
    {
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        if (after > TimeSpan.Zero)
        {
            _ = RingLaterAsync(key, after);
            return;
        }

        while (true)
        {
            var lane = lanes.GetOrAdd(key, _ => new Lane());
            lock (lane)
            {
                if (lane.IsGone)
                {
                    continue;
                }

                lane.IsRung = true;
                if (lane.Running is null)
                {
                    lane.Running = Task.Run(() => RunAsync(key, lane));
                }

                return;
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Drains: nothing new starts, what runs is awaited.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await stopping.CancelAsync();
        var running = lanes.Values.Select(lane => lane.Running).OfType<Task>().ToList();
        await Task.WhenAll(running).WaitAsync(cancellationToken);
    }

    public void Dispose() => stopping.Dispose();

    private async Task RingLaterAsync(string key, TimeSpan after)
    {
        try
        {
            await Task.Delay(after, time, stopping.Token);
            Ring(key);
        }
        catch (OperationCanceledException)
        {
            // The process is stopping: the rows keep the work.
        }
    }

    private async Task RunAsync(string key, Lane lane)
    {
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        var work = works.Value[key[..colon]];
        while (true)
        {
            lock (lane)
            {
                if (!lane.IsRung || stopping.IsCancellationRequested)
                {
                    lane.IsGone = true;
                    lanes.TryRemove(key, out _);
                    return;
                }

                lane.IsRung = false;
            }

            try
            {
                await work.RunAsync(key[(colon + 1)..], stopping.Token);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // Stopping.
            }
            catch (Exception e)
            {
                LogFailed(e, key);
                Ring(key, TimeSpan.FromSeconds(1));
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "Lane {Key} failed; it is rung again in a second")]
    private partial void LogFailed(Exception exception, string key);

    private sealed class Lane
    {
        public Task? Running { get; set; }

        public bool IsRung { get; set; }

        public bool IsGone { get; set; }
    }
}
