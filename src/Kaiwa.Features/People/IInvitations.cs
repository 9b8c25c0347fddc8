using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.People;

/// <summary>How a colleague comes in: by a link that is good once, for seven days. Kaiwa sends no mail; who invites passes the link on.</summary>
public interface IInvitations
{
    /// <summary>Makes the link; its token is in the answer and never to be had again. An earlier open invitation of the same address ends.</summary>
    Task<Result<NewInvitation>> InviteAsync(Actor actor, string email, Role role, Permissions custom = Permissions.None, CancellationToken ct = default);

    /// <summary>The open invitations of the workspace.</summary>
    Task<Result<IReadOnlyList<Invitation>>> ListAsync(Actor actor, CancellationToken ct = default);

    Task<Result<bool>> RevokeAsync(Actor actor, Id<Invitation> id, CancellationToken ct = default);

    /// <summary>What the holder of a link is invited to.</summary>
    Task<Result<OpenInvitation>> LookAsync(string token, CancellationToken ct = default);

    /// <summary>Joins: a new person chooses name and password, an address that is known proves its password. Who has two-factor joins with <see cref="FinishAsync"/>.</summary>
    Task<Result<SignInStep>> AcceptAsync(string token, string name, string password, string language, CancellationToken ct = default);

    /// <summary>Joins with the code that was missing. Who calls this knows that the password was right.</summary>
    Task<Result<SignedIn>> FinishAsync(string token, Id<User> id, string code, CancellationToken ct = default);
}

public sealed record NewInvitation(Id<Invitation> Id, string Token, DateTimeOffset ExpiresAt);

/// <summary>An invitation that nobody has accepted yet.</summary>
public sealed record Invitation
{
    public required Id<Invitation> Id { get; init; }

    public required string Email { get; init; }

    public required Role Role { get; init; }

    /// <summary>The name of who invited.</summary>
    public required string Inviter { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset ExpiresAt { get; init; }
}

/// <param name="WorkspaceName">Where to.</param>
/// <param name="Email">Who.</param>
/// <param name="Inviter">By whom.</param>
/// <param name="Role">As what.</param>
/// <param name="IsKnown">The address has an account: its password is asked for, not chosen.</param>
public sealed record OpenInvitation(string WorkspaceName, string Email, string Inviter, Role Role, bool IsKnown);
