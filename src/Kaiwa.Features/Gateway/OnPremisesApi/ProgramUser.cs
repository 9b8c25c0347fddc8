using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>A user of a number's On-Premises API: a program, not a person of the shop.</summary>
internal sealed record ProgramUser
{
    public required Id<ProgramUser> Id { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required Id<Number> NumberId { get; init; }

    public required string Name { get; init; }

    public required string PasswordHash { get; init; }

    public required bool IsAdmin { get; init; }

    public required bool MustChange { get; init; }

    public required DateTimeOffset LockedUntil { get; init; }
}

/// <summary>Who called: a user with a token, or a key of Kaiwa's. <paramref name="Token"/> is the hash of the token, to end it.</summary>
internal sealed record Caller(Actor Actor, string Name, bool IsAdmin, byte[]? Token);
