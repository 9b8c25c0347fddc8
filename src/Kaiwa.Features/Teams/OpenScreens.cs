using System.Collections.Concurrent;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Teams;

/// <summary>Counts the open screens of each person; tells the others (<c>presence</c>) when the first opens and the last closes.</summary>
internal sealed class OpenScreens(IPeople people, Database database, AwayStore away, ILiveFeed feed) : IPresence
{
    private readonly ConcurrentDictionary<(Id<Workspace> Workspace, Guid User), int> screens = new();

    public IDisposable Enter(Actor actor)
    {
        if (screens.AddOrUpdate((actor.Workspace, actor.Subject), 1, (_, count) => count + 1) == 1)
        {
            Tell(actor);
        }

        return new Screen(this, actor);
    }

    public async Task SetAwayAsync(Actor actor, bool isAway, CancellationToken ct = default)
    {
        await database.InTransactionAsync(unit => away.SetAsync(unit, actor.Workspace, actor.Subject, isAway), ct: ct);
        Tell(actor);
    }

    public async Task<IReadOnlyDictionary<Id<User>, Presence>> AllAsync(Actor actor, CancellationToken ct = default) => (await people.ListAsync(actor, ct)).ToDictionary(
        member => member.Id,
        member => screens.GetValueOrDefault((actor.Workspace, member.Id.Value)) == 0 ? Presence.Offline : member.Away ? Presence.Away : Presence.Online);

    private void Leave(Actor actor)
    {
        if (screens.AddOrUpdate((actor.Workspace, actor.Subject), 0, (_, count) => count - 1) == 0)
        {
            Tell(actor);
        }
    }

    private void Tell(Actor actor) => feed.Publish(new Change(actor.Workspace, "presence", actor.Subject));

    private sealed class Screen(OpenScreens owner, Actor actor) : IDisposable
    {
        private int left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref left, 1) == 0)
            {
                owner.Leave(actor);
            }
        }
    }
}
