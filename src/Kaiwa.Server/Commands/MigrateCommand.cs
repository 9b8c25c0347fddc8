using System.CommandLine;
using Kaiwa.Core;
using Kaiwa.Core.Storage;
using Kaiwa.Features;

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
        await using var app = OfflineHost.Build(new ServerSettings { Data = parsed.GetValue(CommonOptions.Data), Database = parsed.GetValue(CommonOptions.Database) });
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

/// <summary>The engine and the features without their background work: for commands that look or mend.</summary>
internal static class OfflineHost
{
    public static WebApplication Build(ServerSettings settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.AddServerConfiguration(settings);
        builder.AddServerLogging(settings with { Quiet = true });
        builder.AddCore();
        builder.AddFeatures();
        return builder.Build();
    }

    public static void RefuseWhenBehind(WebApplication app)
    {
        if (app.Services.GetRequiredService<Migrator>().Pending() is { Count: > 0 } behind)
        {
            throw new CommandException($"The database lacks {behind.Count} migration(s), from {behind[0]}. Run `kaiwa migrate`, then try again.");
        }
    }
}
