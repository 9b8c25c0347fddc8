using Kaiwa.Core.Web;

namespace Kaiwa.Features.Audiences;

/// <summary>How to read a file of contacts.</summary>
public sealed record ImportOptions
{
    public string Name { get; init; } = "CSV";

    /// <summary>ISO code (<c>JP</c>) for numbers written without country code; that of the workspace's first number unless given.</summary>
    public string? DefaultCountry { get; init; }

    /// <summary>The words with which the shop declares that everybody in the file has agreed to marketing; kept as the source. Null: only the column <c>opt_in</c> counts.</summary>
    public string? Declaration { get; init; }

    public IProgress<ImportProgress>? Progress { get; init; }
}

public sealed record ImportProgress(long Rows, long Errors);

/// <summary>What came of an import.</summary>
public sealed record ImportReport
{
    public required Guid Id { get; init; }

    public required long Rows { get; init; }

    public required long Added { get; init; }

    /// <summary>Rows whose person was known already, from before or from an earlier row.</summary>
    public required long Updated { get; init; }

    /// <summary>People who now agree to marketing by this file.</summary>
    public required long ConsentIn { get; init; }

    /// <summary>People whom the file says agree, but who have opted out: they stay out.</summary>
    public required long StayedOut { get; init; }

    public required long ErrorCount { get; init; }

    /// <summary>The first 1,000.</summary>
    public required IReadOnlyList<RowError> Errors { get; init; }
}

/// <param name="Line">Of the file, the header being 1.</param>
/// <param name="Column">Which one.</param>
/// <param name="Sentence">What is wrong and what to do.</param>
public sealed record RowError(long Line, string Column, string Sentence)
{
    /// <summary>The same, to be put into another language.</summary>
    public Problem? Problem { get; init; }
}

public sealed record ImportRow
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required long Rows { get; init; }

    public required long ErrorCount { get; init; }

    public required DateTimeOffset At { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }
}
