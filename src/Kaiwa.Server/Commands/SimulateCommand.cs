using System.CommandLine;
using Kaiwa.Simulator;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Kaiwa.Server.Commands;

/// <summary><c>kaiwa simulate</c>: Meta and the customers' phones alone, to test any WhatsApp program against.</summary>
internal static class SimulateCommand
{
    private const string DefaultUrl = "http://localhost:5081";

    private static readonly Option<Uri?> Webhook = CommonOptions.Address("--webhook", "Where signed webhooks go. Can be set later by POST /webhook.");
    private static readonly Option<bool> Open = new("--open") { Description = "No throughput, pair or portfolio limit: for benchmarks." };
    private static readonly Option<string?> AppSecret = new("--app-secret") { Description = "The secret that webhooks are signed with." };
    private static readonly Option<string?> VerifyToken = new("--verify-token") { Description = "The token of the webhook handshake." };
    private static readonly Option<string?> AccessToken = new("--access-token") { Description = "The token that the Graph API takes." };
    private static readonly Option<int?> UsersPerDay = new("--users-per-day") { Description = "The portfolio's limit of unique people in 24 hours. Default: 100000." };
    private static readonly Option<int?> MessagesPerSecond = new("--messages-per-second") { Description = "The number's throughput. Default: 1000." };
    private static readonly Option<bool> Prompt = new("--prompt") { Description = "Sent, delivered and read follow at once, as if every phone lay open: for benchmarks." };
    private static readonly Option<double?> WebhookRetryCap = new("--webhook-retry-cap") { Description = "The longest pause, in seconds, before an unanswered webhook is posted again. Default: 30." };
    private static readonly Option<bool> Shoppers = new("--shoppers") { Description = "Customers write and answer by themselves." };

    public static Command Create()
    {
        var command = new Command("simulate", "Run the simulator of Meta alone.");
        foreach (var option in (Option[])[CommonOptions.Urls, CommonOptions.Data, CommonOptions.Credentials, Webhook, Open, AppSecret, VerifyToken, AccessToken, UsersPerDay, MessagesPerSecond, Prompt, WebhookRetryCap, Shoppers])
        {
            command.Options.Add(option);
        }

        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        var data = Path.GetFullPath(parsed.GetValue(CommonOptions.Data) ?? "data");
        Directory.CreateDirectory(data);
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.AddServerLogging(new ServerSettings { Demo = true });
        builder.WebHost.UseUrls((parsed.GetValue(CommonOptions.Urls) ?? DefaultUrl).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 110 * 1024 * 1024;
        });
        var options = new SimulatorOptions();
        builder.Services.AddSimulator(o => Configure(options = o, parsed, data));
        await using var app = builder.Build();
        app.MapSimulator();
        await app.StartAsync(ct);

        var origin = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First().TrimEnd('/');
        var waba = options.Seed.Portfolios[0].BusinessAccounts[0];
        var credentials = new Credentials
        {
            GraphBaseUrl = origin,
            AccessToken = options.AccessToken,
            PhoneNumberId = waba.Numbers[0].Id,
            WabaId = waba.Id,
            WebhookUrl = options.WebhookUrl?.ToString(),
            AppSecret = options.AppSecret,
            VerifyToken = options.VerifyToken,
            SimulatorUrl = origin + "/simulator",
        };
        if (parsed.GetValue(CommonOptions.Credentials) is { } file)
        {
            credentials.Write(file);
        }

        var output = parsed.InvocationConfiguration.Output;
        await output.WriteLineAsync($"The simulator is ready at {origin}");
        await output.WriteLineAsync($"  Phones     {credentials.SimulatorUrl}");
        await output.WriteLineAsync($"  Graph API  {origin}/v23.0/{credentials.PhoneNumberId}/messages  Bearer {credentials.AccessToken}");
        await output.WriteLineAsync($"  Webhooks   {credentials.WebhookUrl ?? "to nowhere yet: POST /webhook"}");
        await app.WaitForShutdownAsync(ct);
        return 0;
    }

    private static void Configure(SimulatorOptions options, ParseResult parsed, string data)
    {
        options.DataFile = Path.Combine(data, "simulator.db");
        options.WebhookUrl = parsed.GetValue(Webhook);
        options.Open = parsed.GetValue(Open);
        options.ShoppersOn = parsed.GetValue(Shoppers);
        options.WebhookRetryCap = parsed.GetValue(WebhookRetryCap) is { } cap ? TimeSpan.FromSeconds(cap) : options.WebhookRetryCap;
        options.AppSecret = parsed.GetValue(AppSecret) ?? options.AppSecret;
        options.VerifyToken = parsed.GetValue(VerifyToken) ?? options.VerifyToken;
        options.AccessToken = parsed.GetValue(AccessToken) ?? options.AccessToken;
        if (parsed.GetValue(Prompt))
        {
            options.SentAfter = options.DeliveredAfter = options.ReadAfter = DelayRange.None;
        }

        if (parsed.GetValue(UsersPerDay) is { } users)
        {
            options.Seed.Portfolios[0] = Copy(options.Seed.Portfolios[0], users);
        }

        if (parsed.GetValue(MessagesPerSecond) is { } pace)
        {
            var numbers = options.Seed.Portfolios[0].BusinessAccounts[0].Numbers;
            numbers[0] = numbers[0] with { MessagesPerSecond = pace };
        }
    }

    private static SeedPortfolio Copy(SeedPortfolio portfolio, int users)
    {
        var copy = new SeedPortfolio(portfolio.Id, portfolio.Name) { UsersPerDay = users };
        foreach (var account in portfolio.BusinessAccounts)
        {
            copy.BusinessAccounts.Add(account);
        }

        return copy;
    }
}
