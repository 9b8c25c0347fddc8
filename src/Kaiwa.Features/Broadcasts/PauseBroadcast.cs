using Kaiwa.Core.Lanes;
using Kaiwa.Core.Live;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Outbox;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Broadcasts;

/// <summary>Stops a broadcast where it is, lets it go on, or ends it. What the outbox has of it is held, released or cancelled in the same transaction.</summary>
internal sealed class PauseBroadcast(BroadcastStore store, Outbox outbox, NumberDirectory numbers, AuditLog audit, Database database, ILanes lanes, ILiveFeed feed)
{
    public Task<Result<bool>> PauseAsync(Actor actor, BroadcastRecord broadcast, Problem reason, CancellationToken ct) => MoveAsync(
        actor,
        broadcast,
        "broadcast.paused",
        unit => store.PauseAsync(unit, broadcast, reason),
        (unit, number) => outbox.HoldOriginAsync(unit, number, broadcast.Id.Value, BroadcastProblems.Paused()),
        ct);

    public Task<Result<bool>> ResumeAsync(Actor actor, BroadcastRecord broadcast, CancellationToken ct) => MoveAsync(
        actor,
        broadcast,
        "broadcast.resumed",
        unit => store.ResumeAsync(unit, broadcast),
        (unit, number) => outbox.ReleaseOriginAsync(unit, number, broadcast.Id.Value),
        ct);

    public Task<Result<bool>> CancelAsync(Actor actor, BroadcastRecord broadcast, CancellationToken ct) => MoveAsync(
        actor,
        broadcast,
        "broadcast.cancelled",
        unit => store.CancelAsync(unit, broadcast),
        (unit, number) => outbox.CancelOriginAsync(unit, number, broadcast.Id.Value),
        ct);

    private async Task<Result<bool>> MoveAsync(
        Actor actor, BroadcastRecord broadcast, string action, Func<UnitOfWork, Task<bool>> move, Func<UnitOfWork, Number, Task<int>> queue, CancellationToken ct)
    {
        var moved = await database.InTransactionAsync(
            async unit =>
            {
                // The broadcast's row comes first: it is what an enqueuing run locks too, so none slips in between.
                if (!await move(unit))
                {
                    return false;
                }

                if (numbers.Find(broadcast.NumberId) is { } number)
                {
                    await queue(unit, number);
                }

                await audit.WriteAsync(unit, actor, action, broadcast.Id.ToString());
                unit.AfterCommit(() =>
                {
                    lanes.Ring(broadcast.Key);
                    feed.Publish(new Change(broadcast.WorkspaceId, RunBroadcast.LaneKind, broadcast.Id.Value));
                });
                return true;
            },
            WritePriority.Live,
            ct);
        return moved ? true : BroadcastProblems.NotNow(broadcast.State);
    }
}
