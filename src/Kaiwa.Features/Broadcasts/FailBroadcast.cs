using Kaiwa.Core.Live;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Outbox;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Broadcasts;

/// <summary>A broadcast that cannot go on ends, with the reason; what waits in the outbox is cancelled.</summary>
internal sealed partial class FailBroadcast(BroadcastStore store, Outbox outbox, NumberDirectory numbers, AuditLog audit, Database database, ILiveFeed feed, ILogger<FailBroadcast> logger)
{
    public async Task HandleAsync(BroadcastRecord broadcast, Problem reason, CancellationToken ct)
    {
        await database.InTransactionAsync(
            async unit =>
            {
                await store.FailAsync(unit, broadcast, reason);
                if (numbers.Find(broadcast.NumberId) is { } number)
                {
                    await outbox.CancelOriginAsync(unit, number, broadcast.Id.Value);
                }

                await audit.WriteAsync(unit, Actor.System(broadcast.WorkspaceId, "broadcast"), "broadcast.failed", broadcast.Id.ToString(), reason.Type);
                unit.AfterCommit(() => feed.Publish(new Change(broadcast.WorkspaceId, RunBroadcast.LaneKind, broadcast.Id.Value)));
            },
            WritePriority.Live,
            ct);
        LogFailed(broadcast.Id, reason.Type);
    }

    [LoggerMessage(LogLevel.Warning, "Broadcast {BroadcastId} failed: {Reason}")]
    private partial void LogFailed(Id<Broadcast> broadcastId, string reason);
}
