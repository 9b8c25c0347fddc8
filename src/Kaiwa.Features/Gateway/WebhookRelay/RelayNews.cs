using System.Collections.Concurrent;
using Kaiwa.Core.Lanes;
using Kaiwa.Core.Storage;
using Microsoft.Extensions.Options;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>
/// The lane of one receiver: reads on from its cursor, passes on, moves the cursor. What a single conversation could not get rid of waits in relay_held,
/// so that the others go on; when the receiver as a whole does not answer, the cursor stays where it is.
/// </summary>
internal sealed partial class RelayNews(
    SubscriptionStore subscriptions, RelayEventStore events, RelayPages pages, DeadLetterStore dead, Database database, ILanes lanes, TimeProvider time, IOptions<WebhookRelayOptions> options, ILogger<RelayNews> logger) : ILaneWork
{
    public const string LaneKind = "relay";

    // Parts of others that are looked past in one step, and how far a cursor may lag behind that on disk.
    private const int MostLookedAt = 20_000;
    private readonly ConcurrentDictionary<string, long> looked = new(StringComparer.Ordinal);

    public string Kind => LaneKind;

    public static string KeyOf(Id<RelaySubscription> id) => $"{LaneKind}:{id}";

    public async Task RunAsync(string id, CancellationToken ct)
    {
        if (await subscriptions.FindAsync(Id<RelaySubscription>.Parse(id), ct) is not { Enabled: true } subscription || subscription.Due > time.GetUtcNow())
        {
            return;
        }

        var after = Math.Max(subscription.CursorSeq, looked.GetValueOrDefault(id));
        var settled = await events.SettledAsync(after, ct);
        var upto = Math.Min(settled, after + MostLookedAt);
        if (upto <= after)
        {
            return;
        }

        var page = await events.PageAsync(subscription, after, upto, RelayPages.Size, ct);
        var last = page.Count == RelayPages.Size ? page[^1].Seq : upto;
        var wanted = page.Where(subscription.Wants).ToList();
        if (wanted.Count == 0)
        {
            await LookPastAsync(id, subscription, last, ct);
        }
        else
        {
            var result = await pages.PassAsync(subscription, wanted, unit => subscriptions.MoveAsync(unit, subscription, last), ct);
            if (result.Attempt is { } failed)
            {
                await GiveUpAsync(subscription, upto, failed, ct);
            }

            if (!result.HasMoved)
            {
                return;
            }
        }

        if (last < settled)
        {
            lanes.Ring(KeyOf(subscription.Id));
        }
    }

    /// <summary>Nothing was for this receiver: the way is remembered, and written down now and then.</summary>
    private async Task LookPastAsync(string id, RelaySubscription subscription, long last, CancellationToken ct)
    {
        looked[id] = last;
        if (last - subscription.CursorSeq >= MostLookedAt / 2)
        {
            await database.InTransactionAsync(unit => subscriptions.MoveAsync(unit, subscription, last), WritePriority.Bulk, ct);
        }
    }

    /// <summary>A receiver that was silent for too long: what is older than that becomes one dead letter, the rest still waits.</summary>
    private async Task GiveUpAsync(RelaySubscription subscription, long upto, Attempt attempt, CancellationToken ct)
    {
        var before = time.GetUtcNow() - options.Value.GiveUpAfter;
        if (subscription.FailingSince is not { } since || since > before
            || await events.OldAsync(subscription.WorkspaceId, subscription.CursorSeq, upto, before, ct) is not { Count: > 0 } old)
        {
            return;
        }

        await database.InTransactionAsync(
            async unit =>
            {
                // What is left was never offered: it is tried for its own time, and the receiver's silence goes on.
                if (await subscriptions.MoveAsync(unit, subscription, old.Last))
                {
                    await dead.AddAsync(unit, subscription, subscription.CursorSeq + 1, old.Last, old.Count, attempt.Words);
                }
            },
            WritePriority.Bulk,
            ct);
        LogGaveUp(old.Count, subscription.Id);
        lanes.Ring(KeyOf(subscription.Id));
    }

    [LoggerMessage(LogLevel.Error, "Gave up {Count} events for webhook {SubscriptionId}: its receiver did not answer for too long. They can be redelivered")]
    private partial void LogGaveUp(long count, Id<RelaySubscription> subscriptionId);
}
