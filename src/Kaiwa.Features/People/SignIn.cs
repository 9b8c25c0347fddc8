using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Microsoft.AspNetCore.Identity;

namespace Kaiwa.Features.People;

/// <summary>Checks a password, then a code where two-factor is on. Five wrong ones in a row, of either kind, lock the address for fifteen minutes.</summary>
internal sealed partial class SignIn(Database database, UserStore users, MemberStore members, TwoFactor twoFactor, AuditLog audit, IPasswordHasher<User> hasher, TimeProvider time, ILogger<SignIn> logger)
{
    private const int MostFailures = 5;
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(15);

    // An address that nobody has costs as much time as a wrong password, so that addresses cannot be told apart by it.
    private readonly string hashOfNobody = hasher.HashPassword(null!, "nobody");

    /// <summary>The first step; the last one for those without two-factor.</summary>
    public async Task<Result<SignInStep>> Handle(string email, string password, CancellationToken ct)
    {
        var known = await CheckPasswordAsync(SetUpShop.Email(email), password, ct);
        return known.Problem is { } problem ? problem : await BeginAsync(known.Value, ct);
    }

    /// <summary>A person whose password was right comes in, or is asked for a code.</summary>
    public async Task<Result<SignInStep>> BeginAsync(UserSecret user, CancellationToken ct)
    {
        if (await twoFactor.IsOnAsync(user.Id, ct))
        {
            return new SignInStep(null, user.Id);
        }

        var admitted = await AdmitAsync(user, ct);
        return admitted.Problem is { } problem ? problem : new SignInStep(admitted.Value, null);
    }

    /// <summary>The second step: a code of the app, or a recovery code. Who calls this knows that the password was right.</summary>
    public async Task<Result<SignedIn>> FinishAsync(Id<User> id, string code, CancellationToken ct)
    {
        var proven = await CheckCodeAsync(id, code, ct);
        return proven.Problem is { } problem ? problem : await AdmitAsync(proven.Value, ct);
    }

    /// <summary>Uses a code up, or counts a wrong one.</summary>
    public async Task<Result<UserSecret>> CheckCodeAsync(Id<User> id, string code, CancellationToken ct)
    {
        if (await users.FindAsync(id, ct) is not { } user)
        {
            return PeopleProblems.SignInFailed;
        }

        if (Locked(user) is { } locked)
        {
            return locked;
        }

        return await twoFactor.TakeAsync(id, code, ct) ? user : await RefuseAsync(user, PeopleProblems.CodeWrong, ct);
    }

    /// <summary>Counts a wrong password; a right one does not begin the count anew, for a code may still be missing.</summary>
    public async Task<Result<UserSecret>> CheckPasswordAsync(string email, string password, CancellationToken ct)
    {
        if (email.Length > PasswordRules.Longest || password.Length > PasswordRules.Longest)
        {
            return PeopleProblems.SignInFailed;
        }

        var user = await users.FindAsync(email, ct);
        if (user is null)
        {
            hasher.VerifyHashedPassword(null!, hashOfNobody, password);
            return PeopleProblems.SignInFailed;
        }

        if (Locked(user) is { } locked)
        {
            return locked;
        }

        var verdict = hasher.VerifyHashedPassword(null!, user.PasswordHash, password);
        if (verdict == PasswordVerificationResult.Failed)
        {
            return await RefuseAsync(user, PeopleProblems.SignInFailed, ct);
        }

        if (verdict == PasswordVerificationResult.SuccessRehashNeeded)
        {
            var better = hasher.HashPassword(null!, password);
            await database.InTransactionAsync(unit => users.SetHashAsync(unit, user.Id, better), ct: ct);
        }

        return user;
    }

    /// <summary>Counts a wrong password or code.</summary>
    public async Task<Problem> RefuseAsync(UserSecret user, Problem problem, CancellationToken ct)
    {
        await database.InTransactionAsync(unit => users.FailedAsync(unit, user.Id, MostFailures, time.GetUtcNow() + Lock), ct: ct);
        LogRefused(user.Id, problem.Type);
        return problem;
    }

    /// <summary>Lets in whoever has proven everything that is asked of them.</summary>
    public async Task<Result<SignedIn>> AdmitAsync(UserSecret user, CancellationToken ct)
    {
        var places = await members.PlacesAsync(user.Id, ct);
        if ((places.FirstOrDefault(one => one.Id == user.WorkspaceId) ?? (places.Count > 0 ? places[0] : null)) is not { } place)
        {
            return PeopleProblems.NoWorkspace;
        }

        var actor = new Actor(place.Id, ActorKind.User, user.Name, place.Permissions) { Subject = user.Id.Value };
        await database.InTransactionAsync(
            async unit =>
            {
                await users.SucceededAsync(unit, user.Id);
                await audit.WriteAsync(unit, actor, "user.signed-in", user.Id.ToString());
            },
            ct: ct);
        return new SignedIn(actor, user.Language);
    }

    private Problem? Locked(UserSecret user) =>
        user.LockedUntil - time.GetUtcNow() is { Ticks: > 0 } left ? PeopleProblems.SignInLocked((int)Math.Ceiling(left.TotalMinutes)) : null;

    [LoggerMessage(LogLevel.Warning, "User {User} was not let in: {Why}")]
    private partial void LogRefused(Id<User> user, string why);
}
