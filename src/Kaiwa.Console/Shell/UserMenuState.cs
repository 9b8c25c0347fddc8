using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;

namespace Kaiwa.Console.Shell;

/// <summary>What the menu of the person knows: their workspaces, and whether colleagues see them as there.</summary>
internal sealed class UserMenuState(ISessions sessions, IPresence presence, Session session, LiveUpdates live) : IDisposable
{
    private static readonly HashSet<string> Topics = ["presence"];
    private IDisposable? listening;

    public IReadOnlyList<Place> Places { get; private set; } = [];

    public Id<Workspace> Workspace { get; private set; }

    public Presence Presence { get; private set; } = Presence.Online;

    public bool IsAway => Presence == Presence.Away;

    public async Task LoadAsync()
    {
        var actor = await session.ActorAsync();
        Workspace = actor.Workspace;
        Places = await sessions.PlacesAsync(actor);
        Presence = (await presence.AllAsync(actor)).GetValueOrDefault(new Id<User>(actor.Subject), Presence.Online);
    }

    public async Task SetAwayAsync(bool isAway)
    {
        await presence.SetAwayAsync(await session.ActorAsync(), isAway);
        await LoadAsync();
    }

    /// <summary>Calls back, on another thread, when somebody comes or goes.</summary>
    public async Task ListenAsync(Func<Task> changed)
    {
        var actor = await session.ActorAsync();
        listening ??= live.Listen(actor, Topics, _ => changed());
    }

    public void Dispose() => listening?.Dispose();
}
