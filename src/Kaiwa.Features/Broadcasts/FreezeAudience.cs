using Kaiwa.Core.Dispatch;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Audiences;

namespace Kaiwa.Features.Broadcasts;

/// <summary>Writes down, batch after batch, who is written to and with which words. Goes on from its cursor after a crash.</summary>
internal sealed class FreezeAudience(BroadcastStore store, RecipientStore recipients, IAudiences audiences, Database database, TimeProvider time)
{
    private const int BatchSize = 1000;

    /// <summary>Freezes the next batch. False when nothing is left, or somebody else froze it.</summary>
    public async Task<bool> StepAsync(BroadcastRecord broadcast, BroadcastContent content, CancellationToken ct)
    {
        var members = await audiences.MembersAsync(Actor.System(broadcast.WorkspaceId, "broadcast"), broadcast.AudienceValue(), broadcast.FreezeCursor, BatchSize, ct);
        var batch = FrozenBatch.Of(broadcast, content, members, BatchSize, time);
        var moved = await database.InTransactionAsync(
            async unit =>
            {
                if (!await store.FreezeAsync(unit, broadcast, batch))
                {
                    return false;
                }

                await recipients.AddAsync(unit, broadcast.Id, broadcast.Total, batch.Recipients);
                return true;
            },
            WritePriority.Bulk,
            ct);
        CrashPoint.Hit(CrashPoint.AfterFreezeBatch);
        return moved && !batch.IsLast;
    }
}
