using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Microsoft.AspNetCore.Identity;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Logs programs in and knows their tokens. Passwords are hashed; tokens live seven days, over restarts, several at a time.</summary>
internal sealed class ProgramUsers(Database database, ProgramUserStore store, ApiKeys keys, AuditLog audit, IPasswordHasher<ProgramUser> hasher, TimeProvider time)
{
    public const string Admin = "admin";
    private const int MostFailures = 10;
    private const int LongestPassword = 64;
    private static readonly TimeSpan Lock = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan TokenLife = TimeSpan.FromDays(7);
    private readonly Lock gate = new();

    // A name that nobody has costs as much time as a wrong password.
    private readonly string hashOfNobody = hasher.HashPassword(null!, "nobody");
    private Dictionary<(Id<Number> Number, string Token), (Caller Caller, long Until)> known = [];

    /// <summary>Opens the API of a number, or gives its admin another password. Null asks for one of Kaiwa's making, which must be changed at the first login.</summary>
    public async Task<string> OpenAsync(Actor actor, Number number, string? password, CancellationToken ct)
    {
        var given = password ?? FirstPassword();
        var hash = hasher.HashPassword(null!, given);
        await database.InTransactionAsync(
            async unit =>
            {
                if (!await store.SetPasswordAsync(unit, number, Admin, hash, password is null))
                {
                    await store.AddAsync(unit, number, Id<ProgramUser>.New(time), Admin, hash, isAdmin: true, password is null, time.GetUtcNow());
                }

                await audit.WriteAsync(unit, actor, "onpremises.opened", number.Id.ToString());
                unit.AfterCommit(Forget);
            },
            ct: ct);
        return given;
    }

    public async Task<LoginResult> LoginAsync(Number number, string name, string password, string? newPassword, CancellationToken ct)
    {
        if (password.Length > LongestPassword || await store.FindAsync(number, name, ct) is not { } user)
        {
            hasher.VerifyHashedPassword(null!, hashOfNobody, "somebody");
            return new LoginResult(OnPremisesError.Credentials());
        }

        var now = time.GetUtcNow();
        if (user.LockedUntil > now)
        {
            return new LoginResult(OnPremisesError.Throttled("Too many wrong passwords. Wait five minutes."));
        }

        if (hasher.VerifyHashedPassword(user, user.PasswordHash, password) == PasswordVerificationResult.Failed)
        {
            await database.InTransactionAsync(unit => store.FailedAsync(unit, user, MostFailures, now + Lock), ct: ct);
            return new LoginResult(OnPremisesError.Credentials());
        }

        if (user.MustChange && newPassword is null)
        {
            return new LoginResult(new OnPremisesError(400, 1024, "Log in once with new_password in the body."));
        }

        var changes = newPassword is not null && (user.MustChange || newPassword != password);
        if (changes && Complaint(newPassword!) is { } complaint)
        {
            return new LoginResult(complaint);
        }

        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(48));
        var hash = changes ? hasher.HashPassword(user, newPassword!) : null;
        await database.InTransactionAsync(
            async unit =>
            {
                if (hash is not null)
                {
                    await store.SetPasswordAsync(unit, number, name, hash, mustChange: false);
                    unit.AfterCommit(Forget);
                }

                await store.AddTokenAsync(unit, user, Hash(token), now, now + TokenLife);
            },
            ct: ct);
        return new LoginResult(token, now + TokenLife);
    }

    /// <summary>Who holds this token for this number, or null. A hit is remembered for ten seconds. A key of Kaiwa's counts as a token that lasts.</summary>
    public async ValueTask<Caller?> FindAsync(Number number, string token, CancellationToken ct)
    {
        if (token.Length is 0 or > 200)
        {
            return null;
        }

        if (await keys.FindAsync(token, ct) is { } actor)
        {
            return actor.Workspace == number.Workspace.Id && actor.May(Permissions.Send | Permissions.Read) ? new Caller(actor, actor.Name, actor.May(Permissions.Administer), null) : null;
        }

        var now = time.GetTimestamp();
        if (known.TryGetValue((number.Id, token), out var hit) && hit.Until > now)
        {
            return hit.Caller;
        }

        var hash = Hash(token);
        if (await store.FindByTokenAsync(number, hash, time.GetUtcNow(), ct) is not { } user)
        {
            return null;
        }

        var caller = new Caller(new Actor(user.WorkspaceId, ActorKind.Key, "onprem:" + user.Name, Permissions.Read | Permissions.Send) { Subject = user.Id.Value }, user.Name, user.IsAdmin, hash);
        lock (gate)
        {
            known = known.Count > 1000
                ? new() { [(number.Id, token)] = (caller, now + (10 * time.TimestampFrequency)) }
                : new(known) { [(number.Id, token)] = (caller, now + (10 * time.TimestampFrequency)) };
        }

        return caller;
    }

    public async Task<OnPremisesError?> CreateAsync(Number number, Caller caller, string name, string password, CancellationToken ct)
    {
        if (name.Length is < 4 or > 32)
        {
            return OnPremisesError.Invalid("username must be 4 to 32 characters long");
        }

        if (Complaint(password) is { } complaint)
        {
            return complaint;
        }

        var hash = hasher.HashPassword(null!, password);
        var added = await database.InTransactionAsync(
            async unit =>
            {
                await audit.WriteAsync(unit, caller.Actor, "onpremises.user-created", number.Id.ToString(), name);
                return await store.AddAsync(unit, number, Id<ProgramUser>.New(time), name, hash, isAdmin: false, mustChange: false, time.GetUtcNow());
            },
            ct: ct);
        return added ? null : OnPremisesError.Failed("Could not create the user. It may exist already.");
    }

    public async Task<OnPremisesError?> SetPasswordAsync(Number number, Caller caller, string name, string password, CancellationToken ct)
    {
        if (Complaint(password) is { } complaint)
        {
            return complaint;
        }

        var hash = hasher.HashPassword(null!, password);
        var changed = await database.InTransactionAsync(
            async unit =>
            {
                await audit.WriteAsync(unit, caller.Actor, "onpremises.password-changed", number.Id.ToString(), name);
                unit.AfterCommit(Forget);
                return await store.SetPasswordAsync(unit, number, name, hash, mustChange: false);
            },
            ct: ct);
        return changed ? null : OnPremisesError.Unknown("unknown user");
    }

    public async Task<OnPremisesError?> DeleteAsync(Number number, Caller caller, string name, CancellationToken ct)
    {
        if (name == Admin)
        {
            return OnPremisesError.Invalid("The admin cannot be deleted");
        }

        var deleted = await database.InTransactionAsync(
            async unit =>
            {
                await audit.WriteAsync(unit, caller.Actor, "onpremises.user-deleted", number.Id.ToString(), name);
                unit.AfterCommit(Forget);
                return await store.DeleteAsync(unit, number, name);
            },
            ct: ct);
        return deleted ? null : OnPremisesError.Unknown("unknown user");
    }

    public Task<ProgramUser?> ReadAsync(Number number, string name, CancellationToken ct) => store.FindAsync(number, name, ct);

    public async Task LogoutAsync(Number number, Caller caller, CancellationToken ct)
    {
        if (caller.Token is { } hash)
        {
            await database.InTransactionAsync(
                async unit =>
                {
                    unit.AfterCommit(Forget);
                    await store.DeleteTokenAsync(unit, number, hash);
                },
                ct: ct);
        }
    }

    private static OnPremisesError? Complaint(string password) =>
        password.Length is < 8 or > LongestPassword
        || !password.Any(char.IsAsciiDigit) || !password.Any(char.IsAsciiLetterUpper) || !password.Any(char.IsAsciiLetterLower) || !password.Any(letter => letter is > ' ' and < (char)127 && !char.IsAsciiLetterOrDigit(letter))
            ? OnPremisesError.Invalid("The password must be 8 to 64 characters long, with a digit, an upper-case letter, a lower-case letter and a special character")
            : null;

    private static string FirstPassword() => "Aa1-" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(15));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    private void Forget() => known = [];
}

/// <summary>A token, or why there is none.</summary>
internal sealed record LoginResult(string Token, DateTimeOffset ExpiresAt, OnPremisesError? Error)
{
    public LoginResult(OnPremisesError error)
        : this("", default, error)
    {
    }

    public LoginResult(string token, DateTimeOffset expiresAt)
        : this(token, expiresAt, null)
    {
    }
}
