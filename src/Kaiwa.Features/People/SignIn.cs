using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Microsoft.AspNetCore.Identity;

namespace Kaiwa.Features.People;

/// <summary>Checks a password. Five wrong ones in a row lock the address for fifteen minutes.</summary>
internal sealed partial class SignIn(Database database, UserStore users, AuditLog audit, IPasswordHasher<User> hasher, TimeProvider time, ILogger<SignIn> logger)
{
    private const int MostFailures = 5;
    private const int LongestPassword = 200;
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(15);

    // An address that nobody has costs as much time as a wrong password, so that addresses cannot be told apart by it.
    private readonly string hashOfNobody = hasher.HashPassword(null!, "nobody");

    public async Task<Result<SignedIn>> Handle(string email, string password, CancellationToken ct)
    {
        if (email.Length > LongestPassword || password.Length > LongestPassword)
        {
            return PeopleProblems.SignInFailed;
        }

        var user = await users.FindAsync(SetUpShop.Email(email), ct);
        if (user is null)
        {
            hasher.VerifyHashedPassword(null!, hashOfNobody, password);
            return PeopleProblems.SignInFailed;
        }

        var now = time.GetUtcNow();
        if (user.LockedUntil > now)
        {
            return PeopleProblems.SignInLocked((int)Math.Ceiling((user.LockedUntil - now).TotalMinutes));
        }

        var verdict = hasher.VerifyHashedPassword(null!, user.PasswordHash, password);
        return verdict == PasswordVerificationResult.Failed ? await Refuse(user, now, ct) : await Admit(user, verdict, password, now, ct);
    }

    private async Task<Result<SignedIn>> Refuse(UserSecret user, DateTimeOffset now, CancellationToken ct)
    {
        await database.InTransactionAsync(unit => users.FailedAsync(unit, user, MostFailures, now + Lock), ct: ct);
        LogRefused(user.Id);
        return PeopleProblems.SignInFailed;
    }

    private async Task<Result<SignedIn>> Admit(UserSecret user, PasswordVerificationResult verdict, string password, DateTimeOffset now, CancellationToken ct)
    {
        var actor = new Actor(user.WorkspaceId, ActorKind.User, user.Name, Enum.Parse<Permissions>(user.Permissions)) { Subject = user.Id.Value };
        var betterHash = verdict == PasswordVerificationResult.SuccessRehashNeeded ? hasher.HashPassword(null!, password) : null;
        await database.InTransactionAsync(
            async unit =>
            {
                await users.SucceededAsync(unit, user, now);
                if (betterHash is not null)
                {
                    await users.SetHashAsync(unit, user, betterHash);
                }

                await audit.WriteAsync(unit, actor, "user.signed-in", user.Id.ToString());
            },
            ct: ct);
        return new SignedIn(actor, user.Language);
    }

    [LoggerMessage(LogLevel.Warning, "A wrong password was given for user {User}")]
    private partial void LogRefused(Id<User> user);
}
