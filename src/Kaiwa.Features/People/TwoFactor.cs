using System.Security.Cryptography;
using System.Text;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.People;

/// <summary>The second factor of a person: an authenticator app, and ten recovery codes for the day the phone is gone.</summary>
internal sealed class TwoFactor(Database database, TwoFactorStore store, Sealer sealer, TimeProvider time)
{
    private const int RecoveryCodes = 10;
    private const int CodeBytes = 10;
    private const int CodeLength = 6;

    public async Task<bool> IsOnAsync(Id<User> user, CancellationToken ct) => await store.FindAsync(user, ct) is { ConfirmedAt: not null };

    /// <summary>Makes a secret that asks for nothing until its first code was given; null when two-factor is on already.</summary>
    public async Task<string?> BeginAsync(Id<User> user, CancellationToken ct)
    {
        if (await IsOnAsync(user, ct))
        {
            return null;
        }

        var secret = RandomNumberGenerator.GetBytes(Totp.SecretBytes);
        await database.InTransactionAsync(unit => store.BeginAsync(unit, user, sealer.Seal(Convert.ToBase64String(secret))), ct: ct);
        return Totp.Text(secret);
    }

    /// <summary>The recovery codes, shown once, when the app's first code is right.</summary>
    public async Task<IReadOnlyList<string>?> ConfirmAsync(Id<User> user, string code, Func<UnitOfWork, Task> also, CancellationToken ct)
    {
        if (await store.FindAsync(user, ct) is not { ConfirmedAt: null } row || Match(row, code) is not { } step)
        {
            return null;
        }

        var codes = NewCodes();
        return await database.InTransactionAsync(
            async unit =>
            {
                var isOn = await store.ConfirmAsync(unit, user, step, codes.Select(Hash));
                if (isOn)
                {
                    await also(unit);
                }

                return isOn;
            },
            ct: ct) ? codes : null;
    }

    /// <summary>Uses a code of the app, or a recovery code, up. False when it is wrong, or was used before.</summary>
    public async Task<bool> TakeAsync(Id<User> user, string code, CancellationToken ct)
    {
        if (await store.FindAsync(user, ct) is not { ConfirmedAt: not null } row)
        {
            return false;
        }

        var typed = Typed(code);
        if (typed.Length != CodeLength)
        {
            return await database.InTransactionAsync(unit => store.UseCodeAsync(unit, user, Hash(typed)), ct: ct);
        }

        return Match(row, typed) is { } step && await database.InTransactionAsync(unit => store.UseStepAsync(unit, user, step), ct: ct);
    }

    public async Task<IReadOnlyList<string>> RenewCodesAsync(Id<User> user, Func<UnitOfWork, Task> also, CancellationToken ct)
    {
        var codes = NewCodes();
        await database.InTransactionAsync(
            async unit =>
            {
                await store.ReplaceCodesAsync(unit, user, codes.Select(Hash));
                await also(unit);
            },
            ct: ct);
        return codes;
    }

    public Task RemoveAsync(UnitOfWork unit, Id<User> user) => store.RemoveAsync(unit, user);

    private long? Match(TwoFactorRow row, string code) => Totp.Match(Convert.FromBase64String(sealer.Open(row.Secret)), Typed(code), time.GetUtcNow());

    // Four groups of four, easy to copy by hand.
    private static List<string> NewCodes() => Enumerable.Range(0, RecoveryCodes)
        .Select(_ => string.Join('-', Totp.Text(RandomNumberGenerator.GetBytes(CodeBytes)).ToLowerInvariant().Chunk(4).Select(part => new string(part))))
        .ToList();

    private static string Typed(string code) => new([.. code.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static byte[] Hash(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(Typed(code)));
}
