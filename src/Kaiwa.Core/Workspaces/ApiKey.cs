using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Workspaces;

/// <summary>A program's key as it is listed: never its text.</summary>
public sealed record ApiKey
{
    public required Id<ApiKey> Id { get; init; }

    public required string Name { get; init; }

    public required string Scopes { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}
