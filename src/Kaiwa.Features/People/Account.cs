using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Microsoft.AspNetCore.Identity;

namespace Kaiwa.Features.People;

internal sealed class Account(Database database, UserStore users, SessionStore sessions, TwoFactorStore factors, TwoFactor twoFactor, SignIn signIn, AuditLog audit, ILiveFeed feed, IPasswordHasher<User> hasher) : IAccount
{
    public async Task<Result<Profile>> ProfileAsync(Actor actor, CancellationToken ct = default)
    {
        if (await MeAsync(actor, ct) is not { } me)
        {
            return PeopleProblems.PersonNeeded;
        }

        var row = await factors.FindAsync(me.Id, ct);
        return new Profile(me.Name, me.Email, me.Language, row?.ConfirmedAt is not null, (int)(row?.CodesLeft ?? 0));
    }

    public async Task<Result<bool>> SetProfileAsync(Actor actor, string name, string language, CancellationToken ct = default)
    {
        if (await MeAsync(actor, ct) is not { } me)
        {
            return PeopleProblems.PersonNeeded;
        }

        if (SetUpShop.IsNoName(name))
        {
            return PeopleProblems.NameMissing;
        }

        await database.InTransactionAsync(
            async unit =>
            {
                await users.SetProfileAsync(unit, me.Id, name.Trim(), language == "ja" ? "ja" : "en");
                await audit.WriteAsync(unit, actor, "user.profile-changed", me.Id.ToString());
                unit.AfterCommit(() => Tell(actor, "people"));
            },
            ct: ct);
        return true;
    }

    public async Task<Result<bool>> ChangePasswordAsync(Actor actor, string password, string newPassword, CancellationToken ct = default)
    {
        if (await ProvenAsync(actor, password, ct) is { Problem: { } problem })
        {
            return problem;
        }

        var me = (await MeAsync(actor, ct))!;
        if (PasswordRules.Check(newPassword, me.Email, me.Name) is { } weak)
        {
            return weak;
        }

        var hash = hasher.HashPassword(null!, newPassword);
        await database.InTransactionAsync(
            async unit =>
            {
                await users.SetHashAsync(unit, me.Id, hash);
                await sessions.RevokeOthersAsync(unit, actor.Subject, actor.Session);
                await audit.WriteAsync(unit, actor, "user.password-changed", me.Id.ToString());
                unit.AfterCommit(() => Tell(actor, "session"));
            },
            ct: ct);
        return true;
    }

    public async Task<Result<TwoFactorKey>> BeginTwoFactorAsync(Actor actor, string password, CancellationToken ct = default)
    {
        var proven = await ProvenAsync(actor, password, ct);
        if (proven.Problem is { } problem)
        {
            return problem;
        }

        return await twoFactor.BeginAsync(proven.Value.Id, ct) is { } secret
            ? new TwoFactorKey(secret, $"otpauth://totp/Kaiwa:{Uri.EscapeDataString(proven.Value.Email)}?secret={secret}&issuer=Kaiwa")
            : PeopleProblems.TwoFactorOn;
    }

    public async Task<Result<IReadOnlyList<string>>> ConfirmTwoFactorAsync(Actor actor, string code, CancellationToken ct = default)
    {
        if (await MeAsync(actor, ct) is not { } me)
        {
            return PeopleProblems.PersonNeeded;
        }

        return await twoFactor.ConfirmAsync(me.Id, code, unit => audit.WriteAsync(unit, actor, "user.two-factor-on", me.Id.ToString()), ct) is { } codes ? codes.ToList() : PeopleProblems.CodeWrong;
    }

    public async Task<Result<IReadOnlyList<string>>> RenewRecoveryCodesAsync(Actor actor, string password, string code, CancellationToken ct = default)
    {
        var proven = await ProvenAsync(actor, password, code, ct);
        return proven.Problem is { } problem
            ? problem
            : (await twoFactor.RenewCodesAsync(proven.Value.Id, unit => audit.WriteAsync(unit, actor, "user.recovery-codes-renewed", proven.Value.Id.ToString()), ct)).ToList();
    }

    public async Task<Result<bool>> TurnOffTwoFactorAsync(Actor actor, string password, string code, CancellationToken ct = default)
    {
        var proven = await ProvenAsync(actor, password, code, ct);
        if (proven.Problem is { } problem)
        {
            return problem;
        }

        await database.InTransactionAsync(
            async unit =>
            {
                await twoFactor.RemoveAsync(unit, proven.Value.Id);
                await audit.WriteAsync(unit, actor, "user.two-factor-off", proven.Value.Id.ToString());
            },
            ct: ct);
        return true;
    }

    private async Task<Result<UserSecret>> ProvenAsync(Actor actor, string password, string code, CancellationToken ct)
    {
        var proven = await ProvenAsync(actor, password, ct);
        return proven.Problem is not null || await twoFactor.TakeAsync(proven.Value.Id, code, ct) ? proven : await signIn.RefuseAsync(proven.Value, PeopleProblems.CodeWrong, ct);
    }

    private async Task<Result<UserSecret>> ProvenAsync(Actor actor, string password, CancellationToken ct)
    {
        if (await MeAsync(actor, ct) is not { } me)
        {
            return PeopleProblems.PersonNeeded;
        }

        var checkedPassword = await signIn.CheckPasswordAsync(me.Email, password, ct);
        return checkedPassword.Problem?.Type == PeopleProblems.SignInFailed.Type ? PeopleProblems.PasswordWrong : checkedPassword;
    }

    private async Task<UserSecret?> MeAsync(Actor actor, CancellationToken ct) => actor.Kind == ActorKind.User ? await users.FindAsync(new Id<User>(actor.Subject), ct) : null;

    private void Tell(Actor actor, string topic) => feed.Publish(new Change(actor.Workspace, topic, actor.Subject));
}
