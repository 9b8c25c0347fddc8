using Kaiwa.Server.Demo;

namespace Kaiwa.Server;

/// <summary>Configuration: appsettings.json, then the environment (Kaiwa__…), then the command line.</summary>
internal static class ServerConfiguration
{
    public static WebApplicationBuilder AddServerConfiguration(this WebApplicationBuilder builder, ServerSettings settings)
    {
        var configuration = builder.Configuration;
        var data = Path.GetFullPath(settings.Data ?? configuration["Kaiwa:Database:DataFolder"] ?? "data");
        var said = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["Kaiwa:Database:DataFolder"] = data, ["Kaiwa:Demo"] = settings.IsDemo ? "true" : "false" };
        if (settings.Database is { } database)
        {
            said["Kaiwa:Database:Connection"] = database;
        }

        // A demo is for looking at: nobody has to migrate by hand for it.
        if (settings.IsDemo && configuration["Kaiwa:Database:AutoMigrate"] is null)
        {
            said["Kaiwa:Database:AutoMigrate"] = "true";
        }

        configuration.AddInMemoryCollection(said);
        builder.WebHost.UseUrls((settings.Urls ?? configuration["urls"] ?? KaiwaServer.DefaultUrl).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        builder.Services.AddOptions<DemoOptions>().BindConfiguration("Kaiwa:DemoShop").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddOptions<TelemetryOptions>().BindConfiguration("Kaiwa:Telemetry").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<OpenDemoShop>();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(30));
        return builder;
    }
}
