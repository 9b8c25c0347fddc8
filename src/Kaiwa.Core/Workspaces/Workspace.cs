using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Workspaces;

/// <summary>A tenant: one shop with its numbers, customers and people.</summary>
public sealed record Workspace
{
    public required Id<Workspace> Id { get; init; }

    public required string Name { get; init; }

    public required string TimeZone { get; init; }

    public required string Language { get; init; }

    /// <summary>A send whose fate is unknown fails instead of being sent again.</summary>
    public required bool NeverResend { get; init; }

    public required bool Paused { get; init; }
}
