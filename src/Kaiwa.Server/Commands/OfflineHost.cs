using System.CommandLine;
using Kaiwa.Core;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Features;

namespace Kaiwa.Server.Commands;

/// <summary>The engine and the features without their background work: for commands that look or mend.</summary>
internal static class OfflineHost
{
    /// <summary>On the database that the options name, whatever its age.</summary>
    public static WebApplication Build(ParseResult parsed)
    {
        var settings = new ServerSettings { Data = parsed.GetValue(CommonOptions.Data), Database = parsed.GetValue(CommonOptions.Database), Quiet = true };
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.AddServerConfiguration(settings);
        builder.AddServerLogging(settings);
        builder.AddCore();
        builder.AddFeatures();
        return builder.Build();
    }

    /// <summary>The same with the shop's numbers read; a database that is behind is refused.</summary>
    public static async Task<WebApplication> OpenAsync(ParseResult parsed, CancellationToken ct)
    {
        var app = Build(parsed);
        if (app.Services.GetRequiredService<Migrator>().Pending() is { Count: > 0 } behind)
        {
            await app.DisposeAsync();
            throw new CommandException($"The database lacks {behind.Count} migration(s), from {behind[0]}. Run `kaiwa migrate`, then try again.");
        }

        await app.Services.GetRequiredService<NumberDirectory>().ReloadAsync(ct);
        return app;
    }
}
