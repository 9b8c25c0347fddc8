using System.Collections.Concurrent;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Gateway.WebhookRelay;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>
/// Meta posts a status again when it missed our acknowledgement, and many old programs count what they are told. The last ones are remembered; after a start, which is when
/// acknowledgements go missing, they are read back from the stored deliveries.
/// </summary>
internal sealed class RepeatedStatuses(RelayEventStore events)
{
    private const int Most = 50_000;
    private const int PartsReadBack = 20_000;
    private readonly ConcurrentDictionary<Id<RelaySubscription>, Task> readBack = new();
    private ConcurrentDictionary<(Id<RelaySubscription>, string), long> now = new();
    private ConcurrentDictionary<(Id<RelaySubscription>, string), long> before = new();

    /// <summary>Learns, once in a process, what the subscription was told before it.</summary>
    public async Task RecallAsync(RelaySubscription subscription, Func<RelayEvent, IEnumerable<string>> statuses)
    {
        var reading = readBack.GetOrAdd(subscription.Id, _ => ReadBackAsync(subscription, statuses));
        try
        {
            await reading;
        }
        catch
        {
            readBack.TryRemove(KeyValuePair.Create(subscription.Id, reading));
            throw;
        }
    }

    /// <summary>Whether an earlier event said the same. The event itself may be tried and asked for again.</summary>
    public bool Contains(Id<RelaySubscription> subscription, string status, long seq)
    {
        var key = (subscription, status);
        var first = before.TryGetValue(key, out var old) ? old : now.GetOrAdd(key, seq);
        lock (readBack)
        {
            if (now.Count >= Most)
            {
                (before, now) = (now, new());
            }
        }

        return first < seq;
    }

    // Not with the caller's token: others may wait for the same reading.
    private async Task ReadBackAsync(RelaySubscription subscription, Func<RelayEvent, IEnumerable<string>> statuses)
    {
        foreach (var told in await events.PageAsync(subscription, subscription.CursorSeq - PartsReadBack, subscription.CursorSeq, PartsReadBack, CancellationToken.None))
        {
            if (told.Kind == RelayEventKind.Status && subscription.Wants(told))
            {
                foreach (var status in statuses(told))
                {
                    Contains(subscription.Id, status, told.Seq);
                }
            }
        }
    }
}
