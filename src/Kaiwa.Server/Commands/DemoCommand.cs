using System.CommandLine;
using Kaiwa.Server.Demo;

namespace Kaiwa.Server.Commands;

/// <summary><c>kaiwa demo</c>: a running shop, shoppers, one broadcast, and the ledger's verdict.</summary>
internal static class DemoCommand
{
    private const int MostRecipients = 100_000; // the demo portfolio's limit

    private static readonly Option<int> Recipients = new("--recipients")
    {
        Description = "How many people the broadcast goes to, 1 to 100000.",
        DefaultValueFactory = _ => 1000,
        Validators = { CheckRecipients },
    };

    private static readonly Option<bool> Stay = new("--stay") { Description = "Keep serving after the verdict, until stopped." };

    public static Command Create()
    {
        var command = new Command("demo", "Serve the demo shop, send one broadcast to simulated phones, and let the ledger judge.");
        foreach (var option in (Option[])[Recipients, Stay, CommonOptions.Urls, CommonOptions.Data, CommonOptions.Database, CommonOptions.Credentials])
        {
            command.Options.Add(option);
        }

        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        await using var server = await KaiwaServer.StartAsync(CommonOptions.Settings(parsed) with { Demo = true, Quiet = true }, ct);
        await Greeting.WriteAsync(server, parsed.InvocationConfiguration.Output);
        var good = await new Demonstration(server).RunAsync(parsed.GetValue(Recipients), ct);
        if (parsed.GetValue(Stay))
        {
            await parsed.InvocationConfiguration.Output.WriteLineAsync($"The shop stays open at {server.Origin}. Ctrl+C ends it.");
            await server.WaitForShutdownAsync(ct);
        }

        return good ? 0 : 1;
    }

    private static void CheckRecipients(System.CommandLine.Parsing.OptionResult result)
    {
        if (result.GetValueOrDefault<int>() is < 1 or > MostRecipients)
        {
            result.AddError($"--recipients takes a number from 1 to {MostRecipients}: the demo's portfolio may write to no more people in a day.");
        }
    }
}
