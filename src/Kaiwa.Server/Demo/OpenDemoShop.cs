using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Audiences;
using Kaiwa.Features.People;
using Kaiwa.Features.Templates;
using Kaiwa.Simulator;
using Microsoft.Extensions.Options;

namespace Kaiwa.Server.Demo;

/// <summary>Makes the demo shop, or finds the one of an earlier start: workspace, number, administrator, key, templates, some contacts.</summary>
internal sealed partial class OpenDemoShop(
    Database database,
    WorkspaceStore workspaces,
    NumberStore store,
    NumberDirectory numbers,
    ApiKeys keys,
    IPeople people,
    ITemplates templates,
    IAudiences audiences,
    IServiceProvider services,
    IOptions<DatabaseOptions> databaseOptions,
    IOptions<DemoOptions> options,
    ILogger<OpenDemoShop> logger)
{
    private const int PaceOfOpenLimits = 100_000;
    private const string Name = "Hinode Tea";

    private string Folder => databaseOptions.Value.DataFolder;

    public async Task<DemoShop> HandleAsync(SimulatedAccount meta, string origin, CancellationToken ct)
    {
        if (numbers.FindByMetaId(meta.Number.Id) is null)
        {
            await ConnectAsync(meta, ct);
        }

        var number = numbers.FindByMetaId(meta.Number.Id) ?? throw new InvalidOperationException("The demo's number was connected and is not in the directory.");
        if (number.BaseAddress != meta.Graph)
        {
            await database.InTransactionAsync(unit => store.SetCredentialAsync(unit, number.Workspace.Id, meta.Graph, meta.Options.AccessToken), WritePriority.Live, ct);
            await numbers.ReloadAsync(ct);
        }

        var actor = Actor.System(number.Workspace.Id, "demo");
        var secrets = await AdministratorAsync(number.Workspace.Id, DemoSecrets.Read(Folder), ct);
        secrets = await KeyAsync(actor, secrets, ct);
        var webhook = $"{origin}/webhooks/whatsapp/{DemoShop.AppKey}";
        if (meta.IsMounted)
        {
            await services.GetRequiredService<ISimulator>().SetWebhookAsync(new Uri(webhook), verify: false, ct);
        }

        if ((await templates.SyncAsync(actor, ct)).Problem is { } problem)
        {
            LogNotSynced(problem.Sentence());
        }

        await ContactsAsync(actor, secrets, ct);
        return new DemoShop
        {
            Actor = actor,
            PhoneNumberId = meta.Number.Id,
            WabaId = meta.Waba.Id,
            AccessToken = secrets.AccessToken!,
            AppSecret = meta.Options.AppSecret,
            VerifyToken = meta.Options.VerifyToken,
            WebhookUrl = webhook,
            SimulatorUrl = meta.ControlUrl,
            Password = secrets.Password,
        };
    }

    private async Task ConnectAsync(SimulatedAccount meta, CancellationToken ct)
    {
        var pace = options.Value.MessagesPerSecond ?? (meta.IsOpen ? PaceOfOpenLimits : meta.Number.MessagesPerSecond);
        var existing = await workspaces.AllAsync(ct) is [var first, ..] ? first : null;
        await database.InTransactionAsync(
            async unit =>
            {
                var workspace = existing?.Id ?? await workspaces.CreateAsync(unit, Name);
                var app = await store.AddAppAsync(unit, DemoShop.AppKey, meta.Options.AppId, meta.Options.AppSecret, meta.Options.VerifyToken);
                var portfolio = await store.AddPortfolioAsync(unit, meta.Portfolio.Id, meta.Portfolio.Name, meta.IsOpen ? null : meta.Portfolio.UsersPerDay);
                var waba = await store.AddWabaAsync(unit, workspace, portfolio, app, meta.Waba.Id, meta.Waba.Name);
                await store.AddNumberAsync(unit, workspace, waba, new NewNumber(meta.Number.Id, meta.Number.DisplayPhoneNumber, meta.Number.VerifiedName, pace, meta.Graph, meta.Options.AccessToken));
            },
            WritePriority.Live,
            ct);
        await numbers.ReloadAsync(ct);
    }

    /// <summary>The password is written down before the user is made: killed in between, the next start uses it.</summary>
    private async Task<DemoSecrets> AdministratorAsync(Id<Workspace> workspace, DemoSecrets secrets, CancellationToken ct)
    {
        if (!await people.NeedsSetupAsync(ct))
        {
            return secrets;
        }

        secrets = secrets.Password is null ? (secrets with { Password = DemoSecrets.NewPassword() }).Keep(Folder) : secrets;
        var made = await people.SetUpAsync(new SetUp(Name, DemoShop.Address, secrets.Password!, "Demo") { Workspace = workspace }, ct);
        return made.IsOk ? secrets : throw new CommandException(made.Problem!.Sentence());
    }

    private async Task<DemoSecrets> KeyAsync(Actor actor, DemoSecrets secrets, CancellationToken ct)
    {
        if (secrets.AccessToken is { } known && await keys.FindAsync(known, ct) is not null)
        {
            return secrets;
        }

        var text = await database.InTransactionAsync(unit => keys.CreateAsync(unit, actor, "Demo", Permissions.All), WritePriority.Live, ct);
        return (secrets with { AccessToken = text }).Keep(Folder);
    }

    private async Task ContactsAsync(Actor actor, DemoSecrets secrets, CancellationToken ct)
    {
        if (secrets.HasContacts || options.Value.Contacts == 0)
        {
            return;
        }

        using var csv = DemoContacts.Regulars(options.Value.Contacts);
        var report = await audiences.ImportAsync(actor, csv, new ImportOptions { Name = "Regular customers" }, ct);
        if (report.Problem is { } problem)
        {
            LogNotImported(problem.Sentence());
            return;
        }

        (secrets with { HasContacts = true }).Keep(Folder);
    }

    [LoggerMessage(LogLevel.Warning, "The demo's templates were not synchronised: {Why}")]
    private partial void LogNotSynced(string why);

    [LoggerMessage(LogLevel.Warning, "The demo's contacts were not imported: {Why}")]
    private partial void LogNotImported(string why);
}
