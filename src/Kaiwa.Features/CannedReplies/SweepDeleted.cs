using Kaiwa.Core.Jobs;

namespace Kaiwa.Features.CannedReplies;

/// <summary>What was deleted thirty days ago is gone for good.</summary>
internal sealed class SweepDeleted(CannedReplyStore store, TimeProvider time) : IRecurringJob
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public string Name => "deleted canned replies";

    public TimeSpan Every => TimeSpan.FromHours(1);

    public Task RunAsync(CancellationToken ct) => store.SweepAsync(time.GetUtcNow() - Kept, ct);
}
