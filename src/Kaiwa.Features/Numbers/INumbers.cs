using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Numbers;

/// <summary>The shop's phone numbers and how they are doing.</summary>
public interface INumbers
{
    Task<IReadOnlyList<NumberRow>> ListAsync(Actor actor, CancellationToken ct = default);
}

public sealed record NumberRow
{
    public required Id<Number> Id { get; init; }

    public required string Display { get; init; }

    public required string VerifiedName { get; init; }

    public required string MetaId { get; init; }

    public required string WabaMetaId { get; init; }

    /// <summary>Messages per second.</summary>
    public required int Pace { get; init; }

    /// <summary>Something a person should look at; null when all is well.</summary>
    public string? Alarm { get; init; }

    /// <summary>Why nothing may be sent; null when it may.</summary>
    public string? Restricted { get; init; }

    /// <summary>Unique customers in 24 hours; null is unlimited.</summary>
    public long? PortfolioLimit { get; init; }

    public long PortfolioUsed { get; init; }
}
