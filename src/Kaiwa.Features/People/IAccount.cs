using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.People;

/// <summary>What people do with their own account. Programs have none.</summary>
public interface IAccount
{
    Task<Result<Profile>> ProfileAsync(Actor actor, CancellationToken ct = default);

    Task<Result<bool>> SetProfileAsync(Actor actor, string name, string language, CancellationToken ct = default);

    /// <summary>Ends every other session of the caller.</summary>
    Task<Result<bool>> ChangePasswordAsync(Actor actor, string password, string newPassword, CancellationToken ct = default);

    /// <summary>Makes a key for an authenticator app. It asks for nothing until <see cref="ConfirmTwoFactorAsync"/> has seen a code of it.</summary>
    Task<Result<TwoFactorKey>> BeginTwoFactorAsync(Actor actor, string password, CancellationToken ct = default);

    /// <summary>Turns two-factor on; the answer is the recovery codes, never to be had again.</summary>
    Task<Result<IReadOnlyList<string>>> ConfirmTwoFactorAsync(Actor actor, string code, CancellationToken ct = default);

    /// <summary>New recovery codes instead of the old ones.</summary>
    Task<Result<IReadOnlyList<string>>> RenewRecoveryCodesAsync(Actor actor, string password, string code, CancellationToken ct = default);

    Task<Result<bool>> TurnOffTwoFactorAsync(Actor actor, string password, string code, CancellationToken ct = default);
}

/// <param name="Name">How colleagues see the person.</param>
/// <param name="Email">What they sign in with.</param>
/// <param name="Language"><c>en</c> or <c>ja</c>.</param>
/// <param name="HasTwoFactor">Whether sign-in asks for a code.</param>
/// <param name="RecoveryCodesLeft">How many are unused.</param>
public sealed record Profile(string Name, string Email, string Language, bool HasTwoFactor, int RecoveryCodesLeft);

/// <param name="Secret">To be typed into an app.</param>
/// <param name="Uri">The same as <c>otpauth://…</c>, for a QR code.</param>
public sealed record TwoFactorKey(string Secret, string Uri);
