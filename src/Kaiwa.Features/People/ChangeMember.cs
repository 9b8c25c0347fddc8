using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.People;

/// <summary>Another role, or none: nobody touches who may do more than they, nobody gives more than they have, and the last owner stays.</summary>
internal sealed class ChangeMember(
    Database database,
    WorkspaceStore workspaces,
    MemberStore members,
    SessionStore sessions,
    InvitationStore invitations,
    IEnumerable<IFollowRemoval> followers,
    AuditLog audit,
    ILiveFeed feed)
{
    public Task<Result<bool>> SetRoleAsync(Actor actor, Id<User> user, Role role, Permissions custom, CancellationToken ct) => database.InTransactionAsync<Result<bool>>(
        async unit =>
        {
            if (!Enum.IsDefined(role) || !actor.May(Roles.Of(role, custom)))
            {
                return PeopleProblems.NotAllowed;
            }

            if (await RefusalAsync(unit, actor, user, staysOwner: role == Role.Owner) is { } problem)
            {
                return problem;
            }

            await members.SetRoleAsync(unit, actor.Workspace, user, role, custom);
            await invitations.RevokeByAsync(unit, actor.Workspace, user);
            await audit.WriteAsync(unit, actor, "member.role-changed", user.ToString(), role == Role.Custom ? $"{role}: {custom}" : role.ToString());
            unit.AfterCommit(() => Tell(actor, user));
            return true;
        },
        ct: ct);

    public Task<Result<bool>> RemoveAsync(Actor actor, Id<User> user, CancellationToken ct) => database.InTransactionAsync<Result<bool>>(
        async unit =>
        {
            if (await RefusalAsync(unit, actor, user, staysOwner: false) is { } problem)
            {
                return problem;
            }

            await members.RemoveAsync(unit, actor.Workspace, user);
            await sessions.RevokeThereAsync(unit, actor.Workspace, user);
            await invitations.RevokeByAsync(unit, actor.Workspace, user);
            foreach (var follower in followers)
            {
                await follower.OnMemberRemovedAsync(unit, actor.Workspace, user);
            }

            await audit.WriteAsync(unit, actor, "member.removed", user.ToString());
            unit.AfterCommit(() => Tell(actor, user));
            return true;
        },
        ct: ct);

    private async Task<Problem?> RefusalAsync(UnitOfWork unit, Actor actor, Id<User> user, bool staysOwner)
    {
        if (!actor.May(Permissions.Administer))
        {
            return PeopleProblems.NotAllowed;
        }

        await workspaces.LockAsync(unit, actor.Workspace);
        return await members.FindAsync(unit, actor.Workspace, user) is not { } member ? PeopleProblems.MemberUnknown
            : !actor.May(member.Permissions) ? PeopleProblems.NotAllowed
            : member.Role == Role.Owner && !staysOwner && await members.OwnersAsync(unit, actor.Workspace) == 1 ? PeopleProblems.LastOwner
            : null;
    }

    private void Tell(Actor actor, Id<User> user)
    {
        feed.Publish(new Change(actor.Workspace, "session", user.Value));
        feed.Publish(new Change(actor.Workspace, "people", user.Value));
    }
}
