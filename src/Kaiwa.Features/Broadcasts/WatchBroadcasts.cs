using Kaiwa.Core.Jobs;
using Kaiwa.Core.Lanes;
using Kaiwa.Core.Live;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Outbox;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Broadcasts;

/// <summary>
/// Looks after every broadcast that is not over: starts what is due, rings lanes that a crash left silent, catches jobs that came back to the queue after a
/// pause or cancellation, pauses what fails too often, and notes the end.
/// </summary>
internal sealed partial class WatchBroadcasts(
    BroadcastStore store,
    RecipientStore recipients,
    StartBroadcast start,
    PauseBroadcast pause,
    FailBroadcast fail,
    BroadcastContents contents,
    NumberDirectory numbers,
    Outbox outbox,
    Database database,
    ILanes lanes,
    ILiveFeed feed,
    TimeProvider time,
    ILogger<WatchBroadcasts> logger) : IRecurringJob
{
    private const int Window = 3000;
    private const int FewestFailures = 50;
    private const int MostPercent = 20;
    private static readonly TimeSpan JudgeEvery = TimeSpan.FromSeconds(2);

    private readonly Dictionary<Id<Broadcast>, long> judged = [];

    public string Name => "broadcasts";

    public TimeSpan Every => TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var broadcast in await store.ActiveAsync(ct))
        {
            try
            {
                await LookAfterAsync(broadcast, ct);
            }
            catch (Exception e) when (!ct.IsCancellationRequested)
            {
                LogFailed(e, broadcast.Id);
            }
        }
    }

    private async Task LookAfterAsync(BroadcastRecord broadcast, CancellationToken ct)
    {
        if (broadcast.State == BroadcastState.Scheduled)
        {
            await StartIfDueAsync(broadcast, ct);
            return;
        }

        if (numbers.Find(broadcast.NumberId) is not { } number)
        {
            lanes.Ring(broadcast.Key);
            return;
        }

        var jobs = await outbox.CountOriginAsync(number, broadcast.Id.Value, ct);
        var queued = jobs.Where(count => count.State == JobState.Queued).Sum(count => count.Count);
        switch (broadcast.State)
        {
            case BroadcastState.Freezing:
                lanes.Ring(broadcast.Key);
                break;
            case BroadcastState.Running when !await PauseIfFailingAsync(broadcast, ct):
                await GoOnOrFinishAsync(broadcast, jobs.Count == 0, ct);
                break;
            case BroadcastState.Paused:
                await HoldAgainAsync(broadcast, number, queued, ct);
                break;
            case BroadcastState.Cancelled:
                await CancelAgainAsync(broadcast, number, jobs.Count == 0, ct);
                break;
        }

        feed.Publish(new Change(broadcast.WorkspaceId, RunBroadcast.LaneKind, broadcast.Id.Value));
    }

    private async Task StartIfDueAsync(BroadcastRecord broadcast, CancellationToken ct)
    {
        if (broadcast.ScheduledAt > time.GetUtcNow())
        {
            return;
        }

        var started = await start.StartAsync(Actor.System(broadcast.WorkspaceId, "schedule"), broadcast, ct);
        if (started.Problem is { } problem && !string.Equals(problem.Type, "broadcast-state", StringComparison.Ordinal))
        {
            await fail.HandleAsync(broadcast, problem, ct);
        }
    }

    private async Task GoOnOrFinishAsync(BroadcastRecord broadcast, bool nothingQueued, CancellationToken ct)
    {
        if (broadcast.NextOrdinal < broadcast.Total)
        {
            lanes.Ring(broadcast.Key);
        }
        else if (nothingQueued && await database.InTransactionAsync(unit => store.DoneAsync(unit, broadcast), WritePriority.Live, ct))
        {
            Forget(broadcast);
            LogDone(broadcast.Id, broadcast.Total);
        }
    }

    private async Task HoldAgainAsync(BroadcastRecord broadcast, Number number, long queued, CancellationToken ct)
    {
        if (!broadcast.Frozen)
        {
            lanes.Ring(broadcast.Key);
        }

        if (queued > 0)
        {
            await database.InTransactionAsync(unit => outbox.HoldOriginAsync(unit, number, broadcast.Id.Value, BroadcastProblems.Paused()), WritePriority.Live, ct);
        }
    }

    private async Task CancelAgainAsync(BroadcastRecord broadcast, Number number, bool nothingQueued, CancellationToken ct)
    {
        await database.InTransactionAsync(
            async unit =>
            {
                if (nothingQueued)
                {
                    await store.FinishAsync(unit, broadcast);
                }
                else
                {
                    await outbox.CancelOriginAsync(unit, number, broadcast.Id.Value);
                }
            },
            WritePriority.Live,
            ct);
        if (nothingQueued)
        {
            Forget(broadcast);
        }
    }

    private async Task<bool> PauseIfFailingAsync(BroadcastRecord broadcast, CancellationToken ct)
    {
        var now = time.GetTimestamp();
        if (judged.TryGetValue(broadcast.Id, out var last) && time.GetElapsedTime(last, now) < JudgeEvery)
        {
            return false;
        }

        judged[broadcast.Id] = now;
        var from = Math.Max(broadcast.JudgedFrom, broadcast.NextOrdinal - Window);
        var states = await recipients.RecentAsync(broadcast, from, broadcast.NextOrdinal, ct);
        if (Judge(states) is not { } problem)
        {
            return false;
        }

        LogPaused(broadcast.Id, problem.Arguments[0]);
        return (await pause.PauseAsync(Actor.System(broadcast.WorkspaceId, "broadcast"), broadcast, problem, ct)).IsOk;
    }

    /// <summary>At least 50 failures, and more than a fifth of those that ended.</summary>
    internal static Problem? Judge(IReadOnlyList<RecipientStore.StateCount> states)
    {
        var failed = states.Where(count => count.State == MessageState.Failed).Sum(count => count.Count);
        var ended = states.Where(count => count.State is MessageState.Expired or >= MessageState.Sent).Sum(count => count.Count);
        return failed >= FewestFailures && failed * 100 > ended * MostPercent ? BroadcastProblems.Failing(failed, failed * 100 / ended) : null;
    }

    private void Forget(BroadcastRecord broadcast)
    {
        judged.Remove(broadcast.Id);
        contents.Forget(broadcast.Id);
    }

    [LoggerMessage(LogLevel.Error, "The round over broadcast {BroadcastId} failed; the next one comes in half a second")]
    private partial void LogFailed(Exception exception, Id<Broadcast> broadcastId);

    [LoggerMessage(LogLevel.Information, "Broadcast {BroadcastId} is done: {Total} people")]
    private partial void LogDone(Id<Broadcast> broadcastId, long total);

    [LoggerMessage(LogLevel.Warning, "Broadcast {BroadcastId} paused itself: {Failed} messages failed")]
    private partial void LogPaused(Id<Broadcast> broadcastId, string failed);
}
