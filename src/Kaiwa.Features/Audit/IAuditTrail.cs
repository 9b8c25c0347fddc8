using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Audit;

/// <summary>Who did what, as it was written down with the deed itself. For administrators.</summary>
public interface IAuditTrail
{
    /// <summary>The newest first.</summary>
    Task<Result<Page<AuditRow>>> PageAsync(Actor actor, AuditFilter filter, CancellationToken ct = default);

    /// <summary>Those who did something lately, people and programs alike: what a filter by person can choose from.</summary>
    Task<Result<IReadOnlyList<AuditPerson>>> PeopleAsync(Actor actor, CancellationToken ct = default);

    /// <summary>Writes all that the filter lets through as CSV, page by page; the texts in that language.</summary>
    Task<Result<bool>> ExportAsync(Actor actor, AuditFilter filter, string language, Stream csv, CancellationToken ct = default);
}

public sealed record AuditFilter
{
    /// <summary>The id of a person or key.</summary>
    public Guid? By { get; init; }

    /// <summary>A word such as <c>broadcast.started</c>.</summary>
    public string? Action { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Until { get; init; }

    public string? Cursor { get; init; }

    public int Limit { get; init; } = 50;
}

public sealed record AuditRow
{
    public required long Seq { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Kind and name as they were then: <c>User:Aiko</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>Null where Kaiwa itself acted, and for what was written before ids were.</summary>
    public Guid? ActorId { get; init; }

    public required string Action { get; init; }

    public required string Subject { get; init; }

    public string? Details { get; init; }

    /// <summary>The name without its kind.</summary>
    public string Name => Actor[(Actor.IndexOf(':', StringComparison.Ordinal) + 1)..];

    /// <summary>What was done, as people say it.</summary>
    public string Text(string language) => AuditWords.Of(Action, language);
}

public sealed record AuditPerson(Guid Id, string Name);
