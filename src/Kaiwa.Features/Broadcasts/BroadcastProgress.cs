using System.Collections.Concurrent;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Outbox;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;

namespace Kaiwa.Features.Broadcasts;

/// <summary>Counts where the messages of a broadcast are, only while somebody looks: a count is kept half a second, and ten times as long as it took.</summary>
internal sealed class BroadcastProgress(RecipientStore recipients, Outbox outbox, NumberDirectory numbers, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RateOver = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Id<Broadcast>, Entry> entries = new();

    public sealed record Progress(Funnel Funnel, double RatePerSecond, long? EtaSeconds, Problem? Hold, IReadOnlyList<FailureCount> Failures);

    public async Task<Progress> OfAsync(BroadcastRecord broadcast, CancellationToken ct)
    {
        if (entries.Count > 200)
        {
            entries.Clear();
        }

        var entry = entries.GetOrAdd(broadcast.Id, _ => new Entry());
        await entry.Gate.WaitAsync(ct);
        try
        {
            var now = time.GetTimestamp();
            if (entry.Last is { } last && now < entry.Until && entry.At == (broadcast.State, broadcast.FinishedAt))
            {
                return last;
            }

            var progress = await CountAsync(broadcast, entry, ct);
            var took = time.GetElapsedTime(now) * 10;
            entry.Until = time.GetTimestamp() + (long)((took > Fresh ? took : Fresh).TotalSeconds * time.TimestampFrequency);
            entry.At = (broadcast.State, broadcast.FinishedAt);
            return entry.Last = progress;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    private async Task<Progress> CountAsync(BroadcastRecord broadcast, Entry entry, CancellationToken ct)
    {
        var states = broadcast.StartedAt is null ? [] : await recipients.StatesAsync(broadcast, ct);
        var jobs = numbers.Find(broadcast.NumberId) is { } number ? await outbox.CountOriginAsync(number, broadcast.Id.Value, ct) : [];
        var failed = states.Any(count => count.State == MessageState.Failed);
        var failures = failed ? await recipients.FailuresAsync(broadcast, ct) : [];
        var accepted = AtLeast(states, MessageState.Accepted) + states.Where(count => count.State == MessageState.Failed).Sum(count => count.Accepted);
        var replied = accepted > 0 ? await recipients.RepliesAsync(broadcast, ct) : 0;
        var funnel = Count(broadcast, states, jobs, accepted, replied);
        var rate = Rate(entry, broadcast, accepted);
        var left = funnel.Queued + funnel.Sending;
        return new Progress(
            funnel,
            rate,
            broadcast.State == BroadcastState.Running && rate > 0.1 ? (long)Math.Ceiling(left / rate) : null,
            Hold(broadcast, jobs),
            [.. failures.Select(row => new FailureCount(Problem.Read(row.Failure) ?? new Problem("meta-unknown", 422, "0", ""), row.Count))]);
    }

    private static Funnel Count(BroadcastRecord broadcast, IReadOnlyList<RecipientStore.StateCount> states, IReadOnlyList<QueueCount> jobs, long accepted, long replied)
    {
        var notYet = broadcast.Total - broadcast.NextOrdinal;
        var over = broadcast.State is BroadcastState.Cancelled or BroadcastState.Failed;
        var sending = jobs.Where(job => job.State == JobState.Sending).Sum(job => job.Count);
        var ambiguous = jobs.Where(job => job.State == JobState.Ambiguous).Sum(job => job.Count);
        var held = jobs.Where(job => job.State == JobState.Held && !IsOurs(job.Hold)).Sum(job => job.Count);
        return new Funnel
        {
            // What a pause holds is queued: the page says that the broadcast is paused.
            Queued = Math.Max(0, Exactly(states, MessageState.Queued) - sending - ambiguous - held) + (over ? 0 : notYet),
            Held = held,
            Sending = sending,
            Ambiguous = ambiguous,
            Accepted = accepted,
            Sent = AtLeast(states, MessageState.Sent),
            Delivered = AtLeast(states, MessageState.Delivered),
            Read = AtLeast(states, MessageState.Read),
            Failed = Exactly(states, MessageState.Failed),
            Expired = Exactly(states, MessageState.Expired),
            Cancelled = Exactly(states, MessageState.Cancelled) + (over ? notYet : 0),
            Replied = replied,
        };
    }

    private static Problem? Hold(BroadcastRecord broadcast, IReadOnlyList<QueueCount> jobs) =>
        Problem.Read(broadcast.Reason) ?? Problem.Read(jobs.Where(job => job.State == JobState.Held && !IsOurs(job.Hold)).MaxBy(job => job.Count)?.Hold);

    private static bool IsOurs(string? hold) => string.Equals(hold, "broadcast-paused", StringComparison.Ordinal);

    private static long Exactly(IReadOnlyList<RecipientStore.StateCount> states, MessageState state) => states.Where(count => count.State == state).Sum(count => count.Count);

    private static long AtLeast(IReadOnlyList<RecipientStore.StateCount> states, MessageState state) =>
        states.Where(count => count.State >= state && count.State != MessageState.Failed).Sum(count => count.Count);

    private double Rate(Entry entry, BroadcastRecord broadcast, long accepted)
    {
        var now = time.GetTimestamp();
        if (broadcast.State is not BroadcastState.Running)
        {
            entry.Since = 0;
            return entry.Rate = 0;
        }

        if (entry.Since == 0)
        {
            (entry.Since, entry.Accepted) = (now, accepted);
            return 0;
        }

        var elapsed = time.GetElapsedTime(entry.Since, now);
        if (elapsed >= RateOver)
        {
            entry.Rate = (accepted - entry.Accepted) / elapsed.TotalSeconds;
            (entry.Since, entry.Accepted) = (now, accepted);
        }

        return entry.Rate;
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public Progress? Last { get; set; }

        /// <summary>Where the broadcast stood then: what ended is counted once more, at the end.</summary>
        public (BroadcastState State, DateTimeOffset? FinishedAt) At { get; set; }

        public long Until { get; set; }

        public long Since { get; set; }

        public long Accepted { get; set; }

        public double Rate { get; set; }
    }
}
