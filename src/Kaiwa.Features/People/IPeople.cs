using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.People;

/// <summary>Those who work with Kaiwa: the first administrator, sign-in, the keys of programs.</summary>
public interface IPeople
{
    /// <summary>True until the first user exists.</summary>
    Task<bool> NeedsSetupAsync(CancellationToken ct = default);

    /// <summary>What the page <c>/setup?token=…</c> asks for, so that not just anybody who finds a fresh server becomes its administrator. Null once set up.</summary>
    Task<string?> SetupTokenAsync(CancellationToken ct = default);

    /// <summary>Makes the first workspace and its administrator. Who calls this has checked the token or is the server itself.</summary>
    Task<Result<Actor>> SetUpAsync(SetUp setUp, CancellationToken ct = default);

    /// <summary>Checks a password: the person is in, or a code of theirs is still missing.</summary>
    Task<Result<SignInStep>> BeginSignInAsync(string email, string password, CancellationToken ct = default);

    /// <summary>The code after the password. Who calls this knows that <see cref="BeginSignInAsync"/> named this person, minutes ago, to this caller.</summary>
    Task<Result<SignedIn>> FinishSignInAsync(Id<User> user, string code, CancellationToken ct = default);

    /// <summary>Both steps at once, for programs that speak for a person.</summary>
    Task<Result<SignedIn>> SignInAsync(string email, string password, string? code = null, CancellationToken ct = default);

    /// <summary>Those who belong to the workspace now.</summary>
    Task<IReadOnlyList<UserRow>> ListAsync(Actor actor, CancellationToken ct = default);

    /// <summary>Nobody gives more than they have, nor changes who may do more; the last owner stays one.</summary>
    Task<Result<bool>> SetRoleAsync(Actor actor, Id<User> user, Role role, Permissions custom = Permissions.None, CancellationToken ct = default);

    /// <summary>Takes somebody out of the workspace: their sessions there end, their conversations are nobody's.</summary>
    Task<Result<bool>> RemoveAsync(Actor actor, Id<User> user, CancellationToken ct = default);

    Task<IReadOnlyList<ApiKey>> KeysAsync(Actor actor, CancellationToken ct = default);

    /// <summary>Makes a key; its text is in the answer and never to be had again.</summary>
    Task<Result<NewKey>> CreateKeyAsync(Actor actor, string name, Permissions permissions, DateTimeOffset? expiresAt, CancellationToken ct = default);

    Task<Result<bool>> RevokeKeyAsync(Actor actor, Id<ApiKey> id, CancellationToken ct = default);
}

/// <summary>The first administrator and the shop.</summary>
public sealed record SetUp(string WorkspaceName, string Email, string Password, string Name, string Language = "en", string TimeZone = "UTC")
{
    /// <summary>Put the administrator into this workspace instead of making one: the demo's shop.</summary>
    public Id<Workspace>? Workspace { get; init; }
}

/// <summary>Either somebody is in, or their password was right and a code is missing.</summary>
public sealed record SignInStep(SignedIn? SignedIn, Id<User>? Pending)
{
    /// <summary>The invitation that the code will accept.</summary>
    public string? Invitation { get; init; }
}

/// <summary>A user who has shown who they are.</summary>
public sealed record SignedIn(Actor Actor, string Language);

public sealed record NewKey(string Text);

/// <summary>Marks ids of users.</summary>
public sealed class User
{
    private User()
    {
    }
}

/// <summary>Somebody who belongs to the workspace.</summary>
public sealed record UserRow
{
    public required Id<User> Id { get; init; }

    public required string Email { get; init; }

    public required string Name { get; init; }

    public required string Language { get; init; }

    public required Role Role { get; init; }

    public Permissions Permissions => Roles.Of(Role, Custom);

    public required DateTimeOffset Since { get; init; }

    public DateTimeOffset? SignedInAt { get; init; }

    public bool HasTwoFactor { get; init; }

    /// <summary>Said so themselves: not to be counted on just now.</summary>
    public bool Away { get; init; }

    internal Permissions Custom { get; init; }
}
