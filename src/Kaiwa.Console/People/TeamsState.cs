using Kaiwa.Console.Shell;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;

namespace Kaiwa.Console.People;

/// <summary>The teams with their people, and who of them is there now.</summary>
internal sealed class TeamsState(ITeams teams, IPeople people, IPresence presence, Session session, LiveUpdates live) : IDisposable
{
    private static readonly HashSet<string> Topics = ["team", "people", "presence"];
    private IDisposable? listening;

    public IReadOnlyList<Team> Teams { get; private set; } = [];

    public IReadOnlyDictionary<Id<User>, UserRow> People { get; private set; } = new Dictionary<Id<User>, UserRow>();

    public IReadOnlyDictionary<Id<User>, Presence> Presences { get; private set; } = new Dictionary<Id<User>, Presence>();

    public bool IsLoading { get; private set; } = true;

    public bool MayChange { get; private set; }

    public async Task LoadAsync()
    {
        var actor = await session.ActorAsync();
        MayChange = actor.May(Permissions.Administer);
        Teams = await teams.ListAsync(actor);
        People = (await people.ListAsync(actor)).ToDictionary(person => person.Id);
        Presences = await presence.AllAsync(actor);
        IsLoading = false;
    }

    /// <summary>Makes a team, or changes the one that is given.</summary>
    public async Task<Problem?> SaveAsync(Team? team, string name, IReadOnlyList<Id<User>> members)
    {
        var actor = await session.ActorAsync();
        var problem = team is null ? (await teams.CreateAsync(actor, name, members)).Problem : (await teams.ChangeAsync(actor, team.Id, name, members)).Problem;
        await LoadAsync();
        return problem;
    }

    public async Task<Problem?> DeleteAsync(Team team)
    {
        var problem = (await teams.DeleteAsync(await session.ActorAsync(), team.Id)).Problem;
        await LoadAsync();
        return problem;
    }

    /// <summary>Calls back, on another thread, when teams change or somebody comes or goes.</summary>
    public async Task ListenAsync(Func<Task> changed)
    {
        var actor = await session.ActorAsync();
        listening ??= live.Listen(actor, Topics, _ => changed());
    }

    public void Dispose() => listening?.Dispose();
}
