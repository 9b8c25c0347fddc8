using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Features.Audiences;

namespace Kaiwa.Features.Broadcasts;

/// <summary>Marks ids of broadcasts.</summary>
public sealed class Broadcast
{
    private Broadcast()
    {
    }
}

/// <summary>draft → scheduled → freezing → running ⇄ paused → done | cancelled | failed.</summary>
public enum BroadcastState
{
    Draft = 0,
    Scheduled = 1,
    Freezing = 2,
    Running = 3,
    Paused = 4,
    Done = 5,
    Cancelled = 6,
    Failed = 7,
}

public sealed record NewBroadcast
{
    public required string Name { get; init; }

    /// <summary>The workspace's first number unless given.</summary>
    public Id<Number>? NumberId { get; init; }

    /// <summary>This, or name and language.</summary>
    public Id<Template>? TemplateId { get; init; }

    public string? TemplateName { get; init; }

    public string? Language { get; init; }

    /// <summary>Key of the variable (see <c>ITemplates.Variables</c>) to a literal, or Liquid such as <c>{{ contact.name | default: "friend" }}</c>.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public Audience Audience { get; init; } = new Audience.All();

    public DateTimeOffset? ScheduledAt { get; init; }

    /// <summary>What is not sent this long after the start is not sent any more.</summary>
    public TimeSpan? ExpiresAfter { get; init; }
}

public sealed record BroadcastRow
{
    public required Id<Broadcast> Id { get; init; }

    public required string Name { get; init; }

    public required BroadcastState State { get; init; }

    public required string TemplateName { get; init; }

    public required string Language { get; init; }

    public long Total { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ScheduledAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}

/// <summary>A broadcast as its page shows it.</summary>
public sealed record BroadcastView
{
    public required Id<Broadcast> Id { get; init; }

    public required string Name { get; init; }

    public required BroadcastState State { get; init; }

    public required string TemplateName { get; init; }

    public required string Language { get; init; }

    public required Id<Number> NumberId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ScheduledAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>People in the frozen audience who are written to.</summary>
    public long Total { get; init; }

    public IReadOnlyList<ExcludedCount> Excluded { get; init; } = [];

    public required Funnel Funnel { get; init; }

    public double RatePerSecond { get; init; }

    public long? EtaSeconds { get; init; }

    /// <summary>Why it, or a part of it, is held back.</summary>
    public Problem? HoldReason { get; init; }

    public IReadOnlyList<FailureCount> Failures { get; init; } = [];
}

public sealed record ExcludedCount(Exclusion Reason, long Count);

public sealed record FailureCount(Problem Problem, long Count);

/// <summary>Where the messages of a broadcast are. From <see cref="Accepted"/> on each step counts those that came at least that far.</summary>
public sealed record Funnel
{
    public long Queued { get; init; }

    public long Held { get; init; }

    public long Sending { get; init; }

    public long Ambiguous { get; init; }

    public long Accepted { get; init; }

    public long Sent { get; init; }

    public long Delivered { get; init; }

    public long Read { get; init; }

    public long Failed { get; init; }

    public long Expired { get; init; }

    public long Cancelled { get; init; }

    public long Replied { get; init; }
}
