using Kaiwa.Core.Lanes;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>The third lane of a receiver: stretches that somebody asked for again, one after the other.</summary>
internal sealed class RunReplay(SubscriptionStore subscriptions, ReplayStore replays, RelayEventStore events, RelayPages pages, Database database, ILanes lanes, TimeProvider time) : ILaneWork
{
    public const string LaneKind = "relay-replay";

    public string Kind => LaneKind;

    public static string KeyOf(Id<RelaySubscription> id) => $"{LaneKind}:{id}";

    public async Task RunAsync(string id, CancellationToken ct)
    {
        if (await subscriptions.FindAsync(Id<RelaySubscription>.Parse(id), ct) is not { Enabled: true } subscription || subscription.Due > time.GetUtcNow()
            || await replays.FirstAsync(subscription, ct) is not { } replay)
        {
            return;
        }

        var page = await events.PageAsync(subscription, replay.CursorSeq, replay.LastSeq, RelayPages.Size, ct);
        var last = page.Count == RelayPages.Size ? page[^1].Seq : replay.LastSeq;
        var wanted = page.Where(news => subscription.Wants(news) && news.ReceivedAt >= replay.FromAt && news.ReceivedAt < replay.ToAt).ToList();
        if (wanted.Count == 0)
        {
            await database.InTransactionAsync(unit => replays.MoveAsync(unit, subscription, replay, last), WritePriority.Bulk, ct);
        }
        else if (await pages.PassAsync(subscription, wanted, unit => replays.MoveAsync(unit, subscription, replay, last), ct) is { HasMoved: false })
        {
            return;
        }

        lanes.Ring(KeyOf(subscription.Id));
    }
}
