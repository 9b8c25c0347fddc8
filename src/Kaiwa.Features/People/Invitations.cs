using System.Buffers.Text;
using System.Net.Mail;
using System.Security.Cryptography;
using System.Text;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Microsoft.AspNetCore.Identity;

namespace Kaiwa.Features.People;

internal sealed class Invitations(
    Database database,
    InvitationStore invitations,
    UserStore users,
    MemberStore members,
    SignIn signIn,
    TwoFactor twoFactor,
    AuditLog audit,
    ILiveFeed feed,
    IPasswordHasher<User> hasher,
    TimeProvider time) : IInvitations
{
    private const int LongestText = 200;
    private static readonly TimeSpan Good = TimeSpan.FromDays(7);

    public async Task<Result<NewInvitation>> InviteAsync(Actor actor, string email, Role role, Permissions custom = Permissions.None, CancellationToken ct = default)
    {
        if (!actor.May(Permissions.Administer) || !Enum.IsDefined(role) || !actor.May(Roles.Of(role, custom)))
        {
            return PeopleProblems.NotAllowed;
        }

        if (!MailAddress.TryCreate(email, out _) || email.Length > LongestText)
        {
            return PeopleProblems.EmailInvalid;
        }

        var address = SetUpShop.Email(email);
        if ((await members.AllAsync(actor.Workspace, ct)).Any(member => member.Email == address))
        {
            return PeopleProblems.AlreadyMember;
        }

        var made = new NewInvitation(Id<Invitation>.New(time), Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)), time.GetUtcNow() + Good);
        await database.InTransactionAsync(
            async unit =>
            {
                await invitations.AddAsync(unit, made.Id, actor, address, role, custom, Hash(made.Token), made.ExpiresAt);
                await audit.WriteAsync(unit, actor, "member.invited", made.Id.ToString(), $"{address}, {role}");
                unit.AfterCommit(() => feed.Publish(new Change(actor.Workspace, "people", made.Id.Value)));
            },
            ct: ct);
        return made;
    }

    public async Task<Result<IReadOnlyList<Invitation>>> ListAsync(Actor actor, CancellationToken ct = default) =>
        actor.May(Permissions.Administer) ? (await invitations.OpenAsync(actor.Workspace, ct)).ToList() : PeopleProblems.NotAllowed;

    public async Task<Result<bool>> RevokeAsync(Actor actor, Id<Invitation> id, CancellationToken ct = default)
    {
        if (!actor.May(Permissions.Administer))
        {
            return PeopleProblems.NotAllowed;
        }

        return await database.InTransactionAsync<Result<bool>>(
            async unit =>
            {
                if (!await invitations.RevokeAsync(unit, actor.Workspace, id))
                {
                    return PeopleProblems.InvitationUnknown;
                }

                await audit.WriteAsync(unit, actor, "member.invitation-revoked", id.ToString());
                unit.AfterCommit(() => feed.Publish(new Change(actor.Workspace, "people", id.Value)));
                return true;
            },
            ct: ct);
    }

    public async Task<Result<OpenInvitation>> LookAsync(string token, CancellationToken ct = default) =>
        await invitations.FindAsync(Hash(token), ct) is { } row
            ? new OpenInvitation(row.WorkspaceName, row.Email, row.Inviter, row.Role, await users.FindAsync(row.Email, ct) is not null)
            : PeopleProblems.InvitationUnusable;

    public async Task<Result<SignInStep>> AcceptAsync(string token, string name, string password, string language, CancellationToken ct = default)
    {
        if (await invitations.FindAsync(Hash(token), ct) is not { } row)
        {
            return PeopleProblems.InvitationUnusable;
        }

        var known = await users.FindAsync(row.Email, ct);
        var wrong = known is not null ? (await signIn.CheckPasswordAsync(row.Email, password, ct)).Problem
            : SetUpShop.IsNoName(name) ? PeopleProblems.NameMissing
            : PasswordRules.Check(password, row.Email, name);
        if (wrong is not null)
        {
            return wrong;
        }

        if (known is not null && await twoFactor.IsOnAsync(known.Id, ct))
        {
            return new SignInStep(null, known.Id) { Invitation = token };
        }

        var newcomer = known is null ? new NewUser(Id<User>.New(time), row.WorkspaceId, row.Email, name.Trim(), hasher.HashPassword(null!, password), language == "ja" ? "ja" : "en") : null;
        var id = known?.Id ?? newcomer!.Id;
        var joined = await database.InTransactionAsync(unit => JoinAsync(unit, row, id, known?.Name ?? newcomer!.Name, newcomer), ct: ct);
        if (joined is { } problem)
        {
            return problem;
        }

        var admitted = await signIn.AdmitAsync((await users.FindAsync(id, ct))!, ct);
        return admitted.Problem is { } refused ? refused : new SignInStep(admitted.Value, null);
    }

    public async Task<Result<SignedIn>> FinishAsync(string token, Id<User> id, string code, CancellationToken ct = default)
    {
        if (await invitations.FindAsync(Hash(token), ct) is not { } row || await users.FindAsync(row.Email, ct) is not { } user || user.Id != id)
        {
            return PeopleProblems.InvitationUnusable;
        }

        var proven = await signIn.CheckCodeAsync(id, code, ct);
        return proven.Problem
            ?? await database.InTransactionAsync(unit => JoinAsync(unit, row, id, user.Name, newcomer: null), ct: ct)
            ?? await signIn.AdmitAsync((await users.FindAsync(id, ct))!, ct);
    }

    private async Task<Problem?> JoinAsync(UnitOfWork unit, InvitationRow row, Id<User> user, string name, NewUser? newcomer)
    {
        if (newcomer is not null && await users.FindAsync(unit, row.Email) is not null)
        {
            return PeopleProblems.SignInFailed;
        }

        if (await members.FindAsync(unit, row.WorkspaceId, user) is not null)
        {
            return PeopleProblems.AlreadyMember;
        }

        if (!await invitations.TakeAsync(unit, row))
        {
            return PeopleProblems.InvitationUnusable;
        }

        if (newcomer is not null)
        {
            await users.AddAsync(unit, newcomer, isFirst: false);
        }

        await users.SetWorkspaceAsync(unit, user, row.WorkspaceId);
        await members.PutAsync(unit, row.WorkspaceId, user, row.Role, row.Custom);
        var actor = new Actor(row.WorkspaceId, ActorKind.User, name, Roles.Of(row.Role, row.Custom)) { Subject = user.Value };
        await audit.WriteAsync(unit, actor, "member.joined", user.ToString(), row.Role.ToString());
        unit.AfterCommit(() => feed.Publish(new Change(row.WorkspaceId, "people", user.Value)));
        return null;
    }

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
