using System.ComponentModel.DataAnnotations;

namespace Kaiwa.Core.Dispatch;

/// <summary>How sending waits and retries. Section <c>Kaiwa:Dispatch</c>.</summary>
public sealed class DispatchOptions
{
    /// <summary>Requests to Meta under way at once, per number.</summary>
    [Range(1, 4096)]
    public int MaxInFlight { get; set; } = 512;

    /// <summary>How long an unanswered free-form or utility send waits for its status, while statuses flow, before it is sent again.</summary>
    public TimeSpan AmbiguousWait { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The same for marketing: longer than Meta holds new templates for assessment.</summary>
    public TimeSpan AmbiguousWaitMarketing { get; set; } = TimeSpan.FromMinutes(75);

    /// <summary>A node that has not shown itself for so long is dead, and what it was sending is ambiguous.</summary>
    public TimeSpan NodeLease { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a refusal that may pass is tried again.</summary>
    [Range(1, 50)]
    public int MostAttempts { get; set; } = 8;

    /// <summary>The longest pause between two tries.</summary>
    public TimeSpan LongestBackOff { get; set; } = TimeSpan.FromMinutes(5);
}
