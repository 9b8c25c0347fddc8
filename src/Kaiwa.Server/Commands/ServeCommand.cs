using System.CommandLine;
using Kaiwa.Core.Dispatch;

namespace Kaiwa.Server.Commands;

/// <summary><c>kaiwa serve</c>, and <c>kaiwa</c> alone: the server until it is stopped.</summary>
internal static class ServeCommand
{
    private static readonly Option<bool> CrashPoints = new("--crash-points") { Description = "Print the names that KAIWA_CRASH_AT may have, and end." };

    public static Command Create()
    {
        var command = new Command("serve", "Run the server. The default.");
        Configure(command);
        return command;
    }

    public static void Configure(Command command)
    {
        command.Options.Add(CommonOptions.Demo);
        command.Options.Add(CommonOptions.Urls);
        command.Options.Add(CommonOptions.Data);
        command.Options.Add(CommonOptions.Database);
        command.Options.Add(CommonOptions.Credentials);
        command.Options.Add(CommonOptions.Simulator);
        command.Options.Add(CrashPoints);
        command.SetAction(RunAsync);
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        if (parsed.GetValue(CrashPoints))
        {
            foreach (var point in CrashPoint.All)
            {
                await parsed.InvocationConfiguration.Output.WriteLineAsync(point);
            }

            return 0;
        }

        await using var server = await KaiwaServer.StartAsync(CommonOptions.Settings(parsed), ct);
        await Greeting.WriteAsync(server, parsed.InvocationConfiguration.Output);
        await server.WaitForShutdownAsync(ct);
        return 0;
    }
}
