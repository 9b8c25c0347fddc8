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

    Task<Result<SignedIn>> SignInAsync(string email, string password, CancellationToken ct = default);

    Task<IReadOnlyList<UserRow>> ListAsync(Actor actor, CancellationToken ct = default);

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

public sealed record UserRow
{
    public required Id<User> Id { get; init; }

    public required string Email { get; init; }

    public required string Name { get; init; }

    public required string Language { get; init; }

    public required string Permissions { get; init; }

    public DateTimeOffset? SignedInAt { get; init; }
}
