using Kaiwa.Console.Shell;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Console.People;

/// <summary>One's own account: profile, password, second factor, sessions.</summary>
public sealed class SecurityState(IAccount account, ISessions sessions, Session session)
{
    public Profile? Profile { get; private set; }

    public IReadOnlyList<SessionRow> Sessions { get; private set; } = [];

    /// <summary>The key that an app is to take before two-factor is on.</summary>
    public TwoFactorKey? Key { get; private set; }

    /// <summary>The recovery codes just made; they are shown once.</summary>
    public IReadOnlyList<string> Codes { get; private set; } = [];

    public async Task LoadAsync()
    {
        var actor = await session.ActorAsync();
        Profile = await account.ProfileAsync(actor) is { IsOk: true } profile ? profile.Value : null;
        Sessions = await sessions.ListAsync(actor);
    }

    public async Task<Problem?> SaveProfileAsync(string name, string language) => (await account.SetProfileAsync(await session.ActorAsync(), name, language)).Problem;

    public Task<Problem?> ChangePasswordAsync(string password, string newPassword) => DoAsync(async actor => (await account.ChangePasswordAsync(actor, password, newPassword)).Problem);

    public Task<Problem?> BeginAsync(string password) => DoAsync(async actor =>
    {
        var begun = await account.BeginTwoFactorAsync(actor, password);
        Key = begun.IsOk ? begun.Value : null;
        return begun.Problem;
    });

    public void Cancel() => Key = null;

    public Task<Problem?> ConfirmAsync(string code) => DoAsync(async actor => Show(await account.ConfirmTwoFactorAsync(actor, code)));

    public Task<Problem?> RenewAsync(string password, string code) => DoAsync(async actor => Show(await account.RenewRecoveryCodesAsync(actor, password, code)));

    public Task<Problem?> TurnOffAsync(string password, string code) => DoAsync(async actor => (await account.TurnOffTwoFactorAsync(actor, password, code)).Problem);

    /// <summary>The codes were stored; they are not shown again.</summary>
    public void Forget() => Codes = [];

    public Task<Problem?> EndAsync(SessionRow row) => DoAsync(async actor => (await sessions.RevokeAsync(actor, row.Id)).Problem);

    public Task<Problem?> EndOthersAsync() => DoAsync(async actor => (await sessions.RevokeOthersAsync(actor)).Problem);

    private Problem? Show(Result<IReadOnlyList<string>> made)
    {
        if (made.IsOk)
        {
            (Key, Codes) = (null, made.Value);
        }

        return made.Problem;
    }

    private async Task<Problem?> DoAsync(Func<Actor, Task<Problem?>> change)
    {
        var problem = await change(await session.ActorAsync());
        await LoadAsync();
        return problem;
    }
}
