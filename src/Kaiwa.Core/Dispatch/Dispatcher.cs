using Kaiwa.Core.Lanes;
using Microsoft.Extensions.Hosting;

namespace Kaiwa.Core.Dispatch;

/// <summary>Which numbers have due jobs? Ring their lanes: after a start, when a retry or a hold comes due, for what another node enqueued.</summary>
internal sealed partial class Dispatcher(DispatchStore store, Node node, ILanes lanes, TimeProvider time, ILogger<Dispatcher> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan BeatEvery = TimeSpan.FromSeconds(3);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await node.StartAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, TimeProvider.System);
        var beatAt = 0L;
        do
        {
            try
            {
                if (TimeProvider.System.GetElapsedTime(beatAt) >= BeatEvery)
                {
                    beatAt = TimeProvider.System.GetTimestamp();
                    if (await node.BeatAsync(stoppingToken) is > 0 and var orphans)
                    {
                        LogOrphans(orphans);
                    }
                }

                foreach (var number in await store.NumbersWithWorkAsync(time.GetUtcNow(), stoppingToken))
                {
                    lanes.Ring(NumberLane.Key(number));
                }
            }
            catch (Exception e)
            {
                if (!stoppingToken.IsCancellationRequested)
                {
                    LogFailed(e);
                }
            }
        }
        while (await NextAsync(timer, stoppingToken));
    }

    private static async Task<bool> NextAsync(PeriodicTimer timer, CancellationToken stoppingToken)
    {
        try
        {
            return await timer.WaitForNextTickAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "A process died while sending: {Count} sends are settled by their statuses")]
    private partial void LogOrphans(int count);

    [LoggerMessage(LogLevel.Error, "Looking for due messages failed; it is tried again at once")]
    private partial void LogFailed(Exception exception);
}
