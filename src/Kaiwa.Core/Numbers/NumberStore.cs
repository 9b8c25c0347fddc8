using System.Text;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Core.Numbers;

/// <summary>Rows of Meta's objects. Secrets are sealed on the way in and opened on the way out.</summary>
public sealed class NumberStore(Database database, Sealer sealer, TimeProvider time)
{
    private const string InsertApp = """
        INSERT INTO meta_app (id, app_key, meta_id, secret, verify_token, created_at)
        VALUES (@Id, @AppKey, @MetaId, @Secret, @VerifyToken, @At) -- all workspaces: an app may serve several
        """;

    private const string InsertPortfolio = """
        INSERT INTO portfolio (id, meta_id, name, customer_limit) VALUES (@Id, @MetaId, @Name, @CustomerLimit) -- all workspaces: a portfolio may serve several
        """;

    private const string InsertWaba = "INSERT INTO waba (id, workspace_id, portfolio_id, meta_id, name) VALUES (@Id, @Workspace, @Portfolio, @MetaId, @Name)";
    private const string InsertSubscription = "INSERT INTO app_subscription (app_id, waba_id) VALUES (@app, @waba) -- all workspaces: the waba carries its workspace_id";
    private const string InsertCredential = """
        INSERT INTO credential (id, workspace_id, base_address, token, created_at) VALUES (@Id, @Workspace, @BaseAddress, @Token, @At)
        """;

    private const string InsertNumber = """
        INSERT INTO phone_number (id, workspace_id, waba_id, credential_id, meta_id, display, verified_name, pace, created_at)
        VALUES (@Id, @Workspace, @Waba, @Credential, @MetaId, @Display, @VerifiedName, @Pace, @At)
        """;

    private const string InsertPace = "INSERT INTO number_pace (number_id, next_free) VALUES (@number, 0) -- all workspaces: the number carries its workspace_id";
    private const string UpdateCredential = "UPDATE credential SET base_address = @BaseAddress, token = @Token WHERE workspace_id = @Workspace";
    private const string UpdateAlarm = "UPDATE phone_number SET alarm = @alarm, alarm_at = @now WHERE workspace_id = @workspace AND id = @number AND alarm IS DISTINCT FROM @alarm";
    private const string UpdateRestricted = "UPDATE phone_number SET restricted = @reason WHERE workspace_id = @workspace AND id = @number";
    private const string SelectApps = "SELECT id, app_key, meta_id, secret, previous_secret, verify_token FROM meta_app -- all workspaces: the directory";
    private const string SelectPortfolios = "SELECT id, meta_id, name, customer_limit, utility_share FROM portfolio -- all workspaces: the directory";
    private const string SelectWabas = "SELECT id, workspace_id, portfolio_id, meta_id, name FROM waba";
    private const string SelectSubscriptions = "SELECT app_id, waba_id FROM app_subscription -- all workspaces: the directory";
    private const string SelectNumbers = """
        SELECT n.id, n.workspace_id, n.waba_id, n.meta_id, n.display, n.verified_name, n.pace, n.restricted, n.alarm, c.base_address, c.token
        FROM phone_number n JOIN credential c ON c.id = n.credential_id
        """;

    public async Task<Id<MetaApp>> AddAppAsync(UnitOfWork unit, string appKey, string metaId, string secret, string verifyToken)
    {
        var id = Id<MetaApp>.New(time);
        await unit.ExecuteAsync(InsertApp, new { Id = id, AppKey = appKey, MetaId = metaId, Secret = sealer.Seal(secret), VerifyToken = sealer.Seal(verifyToken), At = time.GetUtcNow() });
        return id;
    }

    public async Task<Id<Portfolio>> AddPortfolioAsync(UnitOfWork unit, string metaId, string name, long? customerLimit)
    {
        var id = Id<Portfolio>.New(time);
        await unit.ExecuteAsync(InsertPortfolio, new { Id = id, MetaId = metaId, Name = name, CustomerLimit = customerLimit });
        return id;
    }

    public async Task<Id<Waba>> AddWabaAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Portfolio> portfolio, Id<MetaApp> app, string metaId, string name)
    {
        var id = Id<Waba>.New(time);
        await unit.ExecuteAsync(InsertWaba, new { Id = id, Workspace = workspace, Portfolio = portfolio, MetaId = metaId, Name = name });
        await unit.ExecuteAsync(InsertSubscription, new { app, waba = id });
        return id;
    }

    public async Task<Id<Number>> AddNumberAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Waba> waba, NewNumber number)
    {
        var credential = Id<NewNumber>.New(time);
        await unit.ExecuteAsync(InsertCredential, new { Id = credential, Workspace = workspace, BaseAddress = number.BaseAddress.ToString(), Token = sealer.Seal(number.Token), At = time.GetUtcNow() });
        var id = Id<Number>.New(time);
        await unit.ExecuteAsync(InsertNumber, new { Id = id, Workspace = workspace, Waba = waba, Credential = credential, number.MetaId, number.Display, number.VerifiedName, number.Pace, At = time.GetUtcNow() });
        await unit.ExecuteAsync(InsertPace, new { number = id });
        return id;
    }

    /// <summary>Where Meta answers and with which token, for all numbers of a workspace.</summary>
    public Task SetCredentialAsync(UnitOfWork unit, Id<Workspace> workspace, Uri baseAddress, string token) =>
        unit.ExecuteAsync(UpdateCredential, new { Workspace = workspace, BaseAddress = baseAddress.ToString(), Token = sealer.Seal(token) });

    public Task<int> SetAlarmAsync(UnitOfWork unit, Number number, string? alarm) =>
        unit.ExecuteAsync(UpdateAlarm, new { workspace = number.Workspace.Id, number = number.Id, alarm, now = time.GetUtcNow() });

    public Task SetRestrictedAsync(UnitOfWork unit, Number number, string? reason) =>
        unit.ExecuteAsync(UpdateRestricted, new { workspace = number.Workspace.Id, number = number.Id, reason });

    internal async Task<NumberDirectory.Snapshot> LoadAsync(CancellationToken ct)
    {
        var workspaces = (await new WorkspaceStore(database, time).AllAsync(ct)).ToDictionary(workspace => workspace.Id);
        var apps = (await database.QueryAsync<AppRow>(SelectApps, ct: ct)).Select(Open).ToList();
        var portfolios = (await database.QueryAsync<PortfolioRow>(SelectPortfolios, ct: ct)).ToDictionary(row => row.Id, row => new Portfolio(row.Id, row.MetaId, row.Name, row.CustomerLimit, row.UtilityShare));
        var subscriptions = (await database.QueryAsync<SubscriptionRow>(SelectSubscriptions, ct: ct)).ToLookup(row => row.WabaId, row => row.AppId);
        var wabas = (await database.QueryAsync<WabaRow>(SelectWabas, ct: ct))
            .Select(row => new Waba(row.Id, row.WorkspaceId, row.MetaId, row.Name, portfolios[row.PortfolioId], subscriptions[row.Id].ToHashSet())).ToDictionary(waba => waba.Id);
        var numbers = (await database.QueryAsync<NumberRow>(SelectNumbers, ct: ct))
            .Select(row => new Number(row.Id, workspaces[row.WorkspaceId], wabas[row.WabaId], row.MetaId, row.Display, row.VerifiedName, row.Pace, row.Restricted, row.Alarm, new Uri(row.BaseAddress), sealer.Open(row.Token))).ToList();
        return NumberDirectory.Snapshot.Of(numbers, [.. wabas.Values], apps);
    }

    private MetaApp Open(AppRow row) => new(
        row.Id,
        row.AppKey,
        row.MetaId,
        Encoding.UTF8.GetBytes(sealer.Open(row.Secret)),
        row.PreviousSecret is { } previous ? Encoding.UTF8.GetBytes(sealer.Open(previous)) : null,
        sealer.Open(row.VerifyToken));

    private sealed record AppRow
    {
        public required Id<MetaApp> Id { get; init; }

        public required string AppKey { get; init; }

        public required string MetaId { get; init; }

        public required byte[] Secret { get; init; }

        public byte[]? PreviousSecret { get; init; }

        public required byte[] VerifyToken { get; init; }
    }

    private sealed record PortfolioRow
    {
        public required Id<Portfolio> Id { get; init; }

        public required string MetaId { get; init; }

        public required string Name { get; init; }

        public long? CustomerLimit { get; init; }

        public int UtilityShare { get; init; }
    }

    private sealed record SubscriptionRow
    {
        public required Id<MetaApp> AppId { get; init; }

        public required Id<Waba> WabaId { get; init; }
    }

    private sealed record WabaRow
    {
        public required Id<Waba> Id { get; init; }

        public required Id<Workspace> WorkspaceId { get; init; }

        public required Id<Portfolio> PortfolioId { get; init; }

        public required string MetaId { get; init; }

        public required string Name { get; init; }
    }

    private sealed record NumberRow
    {
        public required Id<Number> Id { get; init; }

        public required Id<Workspace> WorkspaceId { get; init; }

        public required Id<Waba> WabaId { get; init; }

        public required string MetaId { get; init; }

        public required string Display { get; init; }

        public required string VerifiedName { get; init; }

        public required int Pace { get; init; }

        public string? Restricted { get; init; }

        public string? Alarm { get; init; }

        public required string BaseAddress { get; init; }

        public required byte[] Token { get; init; }
    }
}

/// <summary>A number to connect: where Meta answers for it, and with which token.</summary>
public sealed record NewNumber(string MetaId, string Display, string VerifiedName, int Pace, Uri BaseAddress, string Token);
