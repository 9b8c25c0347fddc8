using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.People;

internal sealed class PeopleDoor(Database database, UserStore users, SetUpShop setUpShop, SignIn signIn, ApiKeys keys, SetupToken token) : IPeople
{
    private const int LongestName = 200;
    private volatile bool isSetUp;

    public async Task<bool> NeedsSetupAsync(CancellationToken ct = default) => !isSetUp && !(isSetUp = await users.AnyAsync(ct));

    public async Task<string?> SetupTokenAsync(CancellationToken ct = default) => await NeedsSetupAsync(ct) ? token.Text : null;

    public Task<Result<Actor>> SetUpAsync(SetUp setUp, CancellationToken ct = default) => setUpShop.Handle(setUp, ct);

    public Task<Result<SignedIn>> SignInAsync(string email, string password, CancellationToken ct = default) => signIn.Handle(email, password, ct);

    public Task<IReadOnlyList<UserRow>> ListAsync(Actor actor, CancellationToken ct = default) => users.AllAsync(actor.Workspace, ct);

    public Task<IReadOnlyList<ApiKey>> KeysAsync(Actor actor, CancellationToken ct = default) => keys.AllAsync(actor, ct);

    public async Task<Result<NewKey>> CreateKeyAsync(Actor actor, string name, Permissions permissions, DateTimeOffset? expiresAt, CancellationToken ct = default)
    {
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName)
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
