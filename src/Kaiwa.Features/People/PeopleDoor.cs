using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.People;

internal sealed class PeopleDoor(Database database, UserStore users, MemberStore members, SetUpShop setUpShop, SignIn signIn, ChangeMember change, ApiKeys keys, SetupToken token) : IPeople
{
    private volatile bool isSetUp;

    public async Task<bool> NeedsSetupAsync(CancellationToken ct = default) => !isSetUp && !(isSetUp = await users.AnyAsync(ct));

    public async Task<string?> SetupTokenAsync(CancellationToken ct = default) => await NeedsSetupAsync(ct) ? token.Text : null;

    public Task<Result<Actor>> SetUpAsync(SetUp setUp, CancellationToken ct = default) => setUpShop.Handle(setUp, ct);

    public Task<Result<SignInStep>> BeginSignInAsync(string email, string password, CancellationToken ct = default) => signIn.Handle(email, password, ct);

    public Task<Result<SignedIn>> FinishSignInAsync(Id<User> user, string code, CancellationToken ct = default) => signIn.FinishAsync(user, code, ct);

    public async Task<Result<SignedIn>> SignInAsync(string email, string password, string? code = null, CancellationToken ct = default)
    {
        var step = await signIn.Handle(email, password, ct);
        return step.Problem is { } problem ? problem
            : step.Value.SignedIn is { } signedIn ? signedIn
            : string.IsNullOrWhiteSpace(code) ? PeopleProblems.TwoFactorNeeded
            : await signIn.FinishAsync(step.Value.Pending!.Value, code, ct);
    }

    public async Task<IReadOnlyList<UserRow>> ListAsync(Actor actor, CancellationToken ct = default) => actor.May(Permissions.Read) ? await members.AllAsync(actor.Workspace, ct) : [];

    public Task<Result<bool>> SetRoleAsync(Actor actor, Id<User> user, Role role, Permissions custom = Permissions.None, CancellationToken ct = default) => change.SetRoleAsync(actor, user, role, custom, ct);

    public Task<Result<bool>> RemoveAsync(Actor actor, Id<User> user, CancellationToken ct = default) => change.RemoveAsync(actor, user, ct);

    public Task<IReadOnlyList<ApiKey>> KeysAsync(Actor actor, CancellationToken ct = default) => keys.AllAsync(actor, ct);

    public async Task<Result<NewKey>> CreateKeyAsync(Actor actor, string name, Permissions permissions, DateTimeOffset? expiresAt, CancellationToken ct = default)
    {
        if (SetUpShop.IsNoName(name))
        {
            return PeopleProblems.NameMissing;
        }

        // Nobody gives a program more than they have themselves.
        if (!actor.May(Permissions.Administer) || !actor.May(permissions))
        {
            return PeopleProblems.NotAllowed;
        }

        return new NewKey(await database.InTransactionAsync(unit => keys.CreateAsync(unit, actor, name.Trim(), permissions, expiresAt), ct: ct));
    }

    public async Task<Result<bool>> RevokeKeyAsync(Actor actor, Id<ApiKey> id, CancellationToken ct = default)
    {
        if (!actor.May(Permissions.Administer))
        {
            return PeopleProblems.NotAllowed;
        }

        return await database.InTransactionAsync(unit => keys.RevokeAsync(unit, actor, id), ct: ct) ? true : PeopleProblems.KeyNotFound;
    }
}
