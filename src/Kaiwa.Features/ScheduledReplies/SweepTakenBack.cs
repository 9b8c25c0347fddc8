using Kaiwa.Core.Jobs;

namespace Kaiwa.Features.ScheduledReplies;

/// <summary>What was taken back a day ago lies in the reply box or was given up.</summary>
internal sealed class SweepTakenBack(ScheduledReplyStore store, TimeProvider time) : IRecurringJob
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    public string Name => "scheduled replies taken back";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public Task RunAsync(CancellationToken ct) => store.SweepAsync(time.GetUtcNow() - Kept, ct);
}
