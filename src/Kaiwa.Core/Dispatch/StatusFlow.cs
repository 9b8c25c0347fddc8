using System.Collections.Concurrent;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Dispatch;

/// <summary>
/// Are a number's statuses flowing? Only then does the absence of a status say that a send was never accepted. They flow when events that happened
/// after the send have come, the last one not long ago, and no laggard (an old event that came late) was seen lately: Meta may still be working off what it could not deliver.
/// </summary>
public sealed class StatusFlow(TimeProvider time)
{
    private readonly ConcurrentDictionary<Id<Number>, Flow> flows = new();

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>A status came that WhatsApp dates at <paramref name="eventMs"/> (whole seconds).</summary>
    public void Note(Id<Number> number, long eventMs)
    {
        var now = Now;
        var flow = flows.GetOrAdd(number, _ => new Flow());
        lock (flow)
        {
            flow.NewestEvent = Math.Max(flow.NewestEvent, eventMs);
            flow.LastAt = now;
            flow.Saw(now, now - eventMs);
        }
    }

    /// <summary>Would a status of a send begun at <paramref name="sentMs"/> have come by now, had it been accepted?</summary>
    public bool IsFlowing(Id<Number> number, long sentMs, TimeSpan wait)
    {
        if (!flows.TryGetValue(number, out var flow))
        {
            return false;
        }

        var since = Now - (long)wait.TotalMilliseconds;
        lock (flow)
        {
            return flow.NewestEvent > sentMs && flow.LastAt > since && flow.LastLaggard((long)wait.TotalMilliseconds / 2) <= since;
        }
    }

    /// <summary>When the last status of at least 2^n milliseconds' lag came, for each n: enough to ask for any threshold, in constant space.</summary>
    private sealed class Flow
    {
        private readonly long[] lastByLag = new long[48];

        public long NewestEvent { get; set; }

        public long LastAt { get; set; }

        public void Saw(long now, long lag) => lastByLag[Bucket(lag)] = now;

        public long LastLaggard(long threshold) => lastByLag.Skip(Bucket(threshold) + 1).Max();

        private static int Bucket(long lag) => lag <= 1 ? 0 : Math.Min(47, 64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)lag - 1));
    }
}
