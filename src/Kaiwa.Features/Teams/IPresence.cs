using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Teams;

/// <summary>Who is at their screen. Known to this process only, from the screens that are open on it.</summary>
public interface IPresence
{
    /// <summary>A screen is open; dispose it when it closes.</summary>
    IDisposable Enter(Actor actor);

    /// <summary>The caller says that they are not to be counted on just now, or that they are again.</summary>
    Task SetAwayAsync(Actor actor, bool isAway, CancellationToken ct = default);

    /// <summary>Everybody who belongs to the workspace.</summary>
    Task<IReadOnlyDictionary<Id<User>, Presence>> AllAsync(Actor actor, CancellationToken ct = default);
}

public enum Presence
{
    /// <summary>No screen is open.</summary>
    Offline,

    /// <summary>A screen is open, but they said that they are busy elsewhere.</summary>
    Away,
    Online,
}
