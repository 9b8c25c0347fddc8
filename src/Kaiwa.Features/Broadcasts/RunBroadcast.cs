using Kaiwa.Core.Lanes;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Outbox;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Broadcasts;

/// <summary>The lane of a broadcast: freezes its audience, then keeps the outbox supplied without ever filling it.</summary>
internal sealed class RunBroadcast(BroadcastStore store, FreezeAudience freeze, SendNextBatch send, BroadcastContents contents, NumberDirectory numbers, Outbox outbox, ILanes lanes, FailBroadcast fail)
    : ILaneWork
{
    public const string LaneKind = "broadcast";

    // Enough for half a second at 8,000 messages a second; little enough that pausing and cancelling touch few rows.
    private const int Supply = 4000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public string Kind => LaneKind;

    public async Task RunAsync(string id, CancellationToken ct)
    {
        if (!Id<Broadcast>.TryParse(id, null, out var broadcastId) || await store.FindAsync(broadcastId, ct) is not { } broadcast)
        {
            return;
        }

        if (broadcast.State is not (BroadcastState.Freezing or BroadcastState.Running or BroadcastState.Paused))
        {
            return;
        }

        if (numbers.Find(broadcast.NumberId) is not { } number)
        {
            await fail.HandleAsync(broadcast, BroadcastProblems.NoNumber(), ct);
            return;
        }

        if (await contents.OfAsync(broadcast, ct) is not { } content)
        {
            await fail.HandleAsync(broadcast, BroadcastProblems.TemplateChanged(broadcast.TemplateName), ct);
            return;
        }

        if (!broadcast.Frozen)
        {
            // Freezing goes on while it is paused: resuming then sends at once.
            while (!broadcast.Frozen && await freeze.StepAsync(broadcast, content, ct) && await store.FindAsync(broadcastId, ct) is { } further)
            {
                broadcast = further;
            }

            lanes.Ring(broadcast.Key);
        }
        else if (broadcast.State == BroadcastState.Running)
        {
            await SupplyAsync(broadcast, content, number, ct);
        }
    }

    private async Task SupplyAsync(BroadcastRecord broadcast, BroadcastContent content, Number number, CancellationToken ct)
    {
        if (broadcast.NextOrdinal >= broadcast.Total)
        {
            return;
        }

        var waiting = (await outbox.CountOriginAsync(number, broadcast.Id.Value, ct)).Where(count => count.State is JobState.Queued or JobState.Held).Sum(count => count.Count);
        while (waiting < Supply && broadcast.NextOrdinal < broadcast.Total)
        {
            if (await send.StepAsync(broadcast, content, number, ct) is not { } next)
            {
                break;
            }

            waiting += next - broadcast.NextOrdinal;
            broadcast = broadcast with { NextOrdinal = next };
        }

        if (broadcast.NextOrdinal < broadcast.Total)
        {
            lanes.Ring(broadcast.Key, Pause);
        }
    }
}
