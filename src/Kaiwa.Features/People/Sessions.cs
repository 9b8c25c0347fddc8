using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.People;

internal sealed class Sessions(Database database, SessionStore sessions, UserStore users, MemberStore members, AuditLog audit, ILiveFeed feed, TimeProvider time) : ISessions
{
    /// <summary>So long without a sign of life ends a session.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(12);

    private const int LongestAgent = 300;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(1);

    private DateTimeOffset Oldest => time.GetUtcNow() - Length;

    public async Task<SignedIn> OpenAsync(SignedIn signedIn, string address, string agent, CancellationToken ct = default)
    {
        var id = Id<SessionRow>.New(time);
        await database.InTransactionAsync(unit => sessions.AddAsync(unit, id, signedIn.Actor, address, agent.Length > LongestAgent ? agent[..LongestAgent] : agent, Kept), ct: ct);
        return signedIn with { Actor = signedIn.Actor with { Session = id.Value } };
    }

    public async Task<SignedIn?> CheckAsync(Id<SessionRow> session, CancellationToken ct = default)
    {
        if (await sessions.FindAsync(session, Oldest, ct) is not { } live)
        {
            return null;
        }

        if (time.GetUtcNow() - live.SeenAt > SeenEvery)
        {
            await database.InTransactionAsync(unit => sessions.SeenAsync(unit, session), ct: ct);
        }

        var actor = new Actor(live.WorkspaceId, ActorKind.User, live.Name, Roles.Of(live.Role, live.Custom)) { Subject = live.UserId.Value, Session = session.Value };
        return new SignedIn(actor, live.Language);
    }

    public async Task<IReadOnlyList<SessionRow>> ListAsync(Actor actor, CancellationToken ct = default) => actor.Kind != ActorKind.User
        ? []
        : [.. (await sessions.AllAsync(actor.Subject, Oldest, ct)).Select(row => row with { IsThis = row.Id.Value == actor.Session })];

    public async Task<Result<bool>> RevokeAsync(Actor actor, Id<SessionRow> session, CancellationToken ct = default) => await database.InTransactionAsync(
        async unit =>
        {
            if (!await sessions.RevokeAsync(unit, actor.Subject, session))
            {
                return false;
            }

            await EndedAsync(unit, actor, session.ToString());
            return true;
        },
        ct: ct) ? true : PeopleProblems.SessionUnknown;

    public async Task<Result<bool>> RevokeOthersAsync(Actor actor, CancellationToken ct = default)
    {
        if (actor.Kind != ActorKind.User)
        {
            return PeopleProblems.PersonNeeded;
        }

        await database.InTransactionAsync(
            async unit =>
            {
                await sessions.RevokeOthersAsync(unit, actor.Subject, actor.Session);
                await EndedAsync(unit, actor, "others");
            },
            ct: ct);
        return true;
    }

    public async Task<IReadOnlyList<Place>> PlacesAsync(Actor actor, CancellationToken ct = default) =>
        actor.Kind == ActorKind.User ? await members.PlacesAsync(new Id<User>(actor.Subject), ct) : [];

    public async Task<Result<bool>> SwitchAsync(Actor actor, Id<Workspace> workspace, CancellationToken ct = default)
    {
        if ((await PlacesAsync(actor, ct)).All(place => place.Id != workspace))
        {
            return PeopleProblems.WorkspaceUnknown;
        }

        return await database.InTransactionAsync(
            async unit =>
            {
                await sessions.MoveAsync(unit, actor.Subject, actor.Session, workspace);
                await users.SetWorkspaceAsync(unit, new Id<User>(actor.Subject), workspace);
                unit.AfterCommit(() => feed.Publish(new Change(actor.Workspace, "session", actor.Subject)));
                return true;
            },
            ct: ct);
    }

    // Screens of the same person in another workspace look for themselves soon enough: their next request is refused.
    private async Task EndedAsync(UnitOfWork unit, Actor actor, string which)
    {
        await audit.WriteAsync(unit, actor, "session.ended", which);
        unit.AfterCommit(() => feed.Publish(new Change(actor.Workspace, "session", actor.Subject)));
    }
}
