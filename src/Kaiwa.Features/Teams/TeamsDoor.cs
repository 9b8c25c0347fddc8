using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Teams;

internal sealed class TeamsDoor(Database database, TeamStore teams, WorkspaceStore workspaces, IEnumerable<IFollowTeamEnd> followers, AuditLog audit, ILiveFeed feed, TimeProvider time) : ITeams, IFollowRemoval
{
    private const int LongestName = 80;

    public async Task<IReadOnlyList<Team>> ListAsync(Actor actor, CancellationToken ct = default) => actor.May(Permissions.Read) ? await teams.AllAsync(actor.Workspace, ct) : [];

    public async Task<Result<Id<Team>>> CreateAsync(Actor actor, string name, IReadOnlyList<Id<User>> members, CancellationToken ct = default)
    {
        if (Refusal(actor, name) is { } refusal)
        {
            return refusal;
        }

        var id = Id<Team>.New(time);
        return await database.InTransactionAsync<Result<Id<Team>>>(
            async unit =>
            {
                await workspaces.LockAsync(unit, actor.Workspace);
                if (await teams.IsTakenAsync(unit, actor.Workspace, name.Trim(), id))
                {
                    return TeamProblems.NameTaken;
                }

                await teams.AddAsync(unit, actor.Workspace, id, name.Trim());
                await teams.SetMembersAsync(unit, actor.Workspace, id, members);
                await NoteAsync(unit, actor, id, "team.created", name.Trim());
                return id;
            },
            ct: ct);
    }

    public async Task<Result<bool>> ChangeAsync(Actor actor, Id<Team> id, string name, IReadOnlyList<Id<User>> members, CancellationToken ct = default)
    {
        if (Refusal(actor, name) is { } refusal)
        {
            return refusal;
        }

        return await database.InTransactionAsync<Result<bool>>(
            async unit =>
            {
                await workspaces.LockAsync(unit, actor.Workspace);
                if (await teams.IsTakenAsync(unit, actor.Workspace, name.Trim(), id))
                {
                    return TeamProblems.NameTaken;
                }

                if (!await teams.RenameAsync(unit, actor.Workspace, id, name.Trim()))
                {
                    return TeamProblems.Unknown;
                }

                await teams.SetMembersAsync(unit, actor.Workspace, id, members);
                await NoteAsync(unit, actor, id, "team.changed", name.Trim());
                return true;
            },
            ct: ct);
    }

    public async Task<Result<bool>> DeleteAsync(Actor actor, Id<Team> id, CancellationToken ct = default)
    {
        if (Permitted.Refusal(actor, Permissions.Administer) is { } refusal)
        {
            return refusal;
        }

        return await database.InTransactionAsync<Result<bool>>(
            async unit =>
            {
                foreach (var follower in followers)
                {
                    await follower.OnTeamDeletedAsync(unit, actor.Workspace, id);
                }

                if (!await teams.RemoveAsync(unit, actor.Workspace, id))
                {
                    return TeamProblems.Unknown;
                }

                await NoteAsync(unit, actor, id, "team.deleted", null);
                return true;
            },
            ct: ct);
    }

    public Task OnMemberRemovedAsync(UnitOfWork unit, Id<Workspace> workspace, Id<User> user) => teams.RemovePersonAsync(unit, workspace, user);

    private static Problem? Refusal(Actor actor, string name) =>
        Permitted.Refusal(actor, Permissions.Administer) is { } refusal ? refusal
        : string.IsNullOrWhiteSpace(name) || name.Trim().Length > LongestName ? TeamProblems.NameMissing
        : null;

    private async Task NoteAsync(UnitOfWork unit, Actor actor, Id<Team> id, string action, string? name)
    {
        await audit.WriteAsync(unit, actor, action, id.ToString(), name);
        unit.AfterCommit(() => feed.Publish(new Change(actor.Workspace, "team", id.Value)));
    }
}
