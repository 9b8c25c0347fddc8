using System.Collections.Concurrent;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Gateway.WebhookRelay;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>
/// Meta posts a status again when it missed our acknowledgement, and many old programs count what they are told. The last ones are remembered, in this process
/// only: after a restart a repetition may come through, as it could from the old client.
/// </summary>
internal sealed class RepeatedStatuses
{
    private const int Most = 50_000;
    private ConcurrentDictionary<(Id<RelaySubscription>, string), long> now = new();
    private ConcurrentDictionary<(Id<RelaySubscription>, string), long> before = new();

    /// <summary>Whether an earlier event said the same. The event itself may be tried and asked for again.</summary>
    public bool Contains(Id<RelaySubscription> subscription, string status, long seq)
    {
        var key = (subscription, status);
        var first = before.TryGetValue(key, out var old) ? old : now.GetOrAdd(key, seq);
        if (now.Count >= Most)
        {
            (before, now) = (now, new());
        }

        return first < seq;
    }
}
