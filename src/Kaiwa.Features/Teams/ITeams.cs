using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Teams;

/// <summary>Groups of colleagues that work is given to: Sales, Support.</summary>
public interface ITeams
{
    /// <summary>Every team of the workspace by name, with those who belong to it now.</summary>
    Task<IReadOnlyList<Team>> ListAsync(Actor actor, CancellationToken ct = default);

    Task<Result<Id<Team>>> CreateAsync(Actor actor, string name, IReadOnlyList<Id<User>> members, CancellationToken ct = default);

    /// <summary>Another name, other members: what is given replaces what was.</summary>
    Task<Result<bool>> ChangeAsync(Actor actor, Id<Team> id, string name, IReadOnlyList<Id<User>> members, CancellationToken ct = default);

    Task<Result<bool>> DeleteAsync(Actor actor, Id<Team> id, CancellationToken ct = default);
}

public sealed record Team(Id<Team> Id, string Name, IReadOnlyList<Id<User>> Members);

/// <summary>What a feature does, in the same transaction, when a team ends.</summary>
public interface IFollowTeamEnd
{
    Task OnTeamDeletedAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Team> team);
}
