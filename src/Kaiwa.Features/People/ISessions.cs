using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.People;

/// <summary>Where people are signed in: each browser is a session that can be ended from another one.</summary>
public interface ISessions
{
    /// <summary>Begins a session; the answer's actor carries it.</summary>
    Task<SignedIn> OpenAsync(SignedIn signedIn, string address, string agent, CancellationToken ct = default);

    /// <summary>Who the session's owner is now, with the permissions of now; null when it has ended. One read, never remembered.</summary>
    Task<SignedIn?> CheckAsync(Id<SessionRow> session, CancellationToken ct = default);

    /// <summary>The caller's own sessions, the latest used first.</summary>
    Task<IReadOnlyList<SessionRow>> ListAsync(Actor actor, CancellationToken ct = default);

    /// <summary>Ends one of the caller's own sessions.</summary>
    Task<Result<bool>> RevokeAsync(Actor actor, Id<SessionRow> session, CancellationToken ct = default);

    /// <summary>Ends all of the caller's sessions but this one.</summary>
    Task<Result<bool>> RevokeOthersAsync(Actor actor, CancellationToken ct = default);

    /// <summary>The workspaces that the caller belongs to.</summary>
    Task<IReadOnlyList<Place>> PlacesAsync(Actor actor, CancellationToken ct = default);

    /// <summary>Leads the caller's session, and the next sign-in, to another workspace of theirs.</summary>
    Task<Result<bool>> SwitchAsync(Actor actor, Id<Workspace> workspace, CancellationToken ct = default);
}

/// <summary>A browser in which somebody is signed in.</summary>
public sealed record SessionRow
{
    public required Id<SessionRow> Id { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    public required string Address { get; init; }

    /// <summary>The browser, as it calls itself.</summary>
    public required string Agent { get; init; }

    /// <summary>The one that asks.</summary>
    public bool IsThis { get; init; }
}
