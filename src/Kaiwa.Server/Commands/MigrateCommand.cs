using System.CommandLine;
using Kaiwa.Core.Storage;

namespace Kaiwa.Server.Commands;

/// <summary><c>kaiwa migrate</c>: brings the database up to date and says what was done.</summary>
internal static class MigrateCommand
{
    public static Command Create()
    {
        var command = new Command("migrate", "Bring the database up to date.");
        command.Options.Add(CommonOptions.Data);
        command.Options.Add(CommonOptions.Database);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken ct)
    {
        await using var app = OfflineHost.Build(parsed);
        var output = parsed.InvocationConfiguration.Output;
        var names = app.Services.GetRequiredService<Migrator>().Migrate();
        foreach (var name in names)
        {
            await output.WriteLineAsync($"  {name}");
        }

        await output.WriteLineAsync(names.Count == 0 ? "The database is up to date: nothing was to be done." : $"{names.Count} migration(s) done. The database is up to date.");
        return 0;
    }
}
