using Kaiwa.Console;
using Kaiwa.Core;
using Kaiwa.Core.Dispatch;
using Kaiwa.Features;
using Kaiwa.Server.Demo;
using Kaiwa.Simulator;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Kaiwa.Server;

/// <summary>The running server: engine, features, console and, under --demo, the simulator with its shop.</summary>
internal sealed class KaiwaServer : IAsyncDisposable
{
    public const string DefaultUrl = "http://localhost:5080";
    private readonly WebApplication app;

    private KaiwaServer(WebApplication app, string origin) => (this.app, Origin) = (app, origin);

    public IServiceProvider Services => app.Services;

    /// <summary>Where this server answers, as a browser on this machine would write it.</summary>
    public string Origin { get; }

    /// <summary>The demo shop; null without --demo.</summary>
    public DemoShop? Shop { get; private set; }

    /// <summary>Builds and starts the server; when this returns it is ready and its credentials are written.</summary>
    public static async Task<KaiwaServer> StartAsync(ServerSettings settings, CancellationToken ct = default)
    {
        var host = Build(settings);
        try
        {
            await host.Services.PrepareCoreAsync(ct);
            if (settings.IsDemo)
            {
                CrashPoint.Arm(Environment.GetEnvironmentVariable("KAIWA_CRASH_AT"));
            }

            await host.StartAsync(ct);
            var server = new KaiwaServer(host, OriginOf(host));
            if (settings.IsDemo)
            {
                server.Shop = await OpenShopAsync(server, settings, ct);
            }

            host.Services.GetRequiredService<Readiness>().IsReady = true;
            if (settings.Credentials is { } file && server.Shop is { } shop)
            {
                Credentials.Of(shop, server.Origin).Write(file);
            }

            return server;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    public Task WaitForShutdownAsync(CancellationToken ct) => app.WaitForShutdownAsync(ct);

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private static WebApplication Build(ServerSettings settings)
    {
        // Files beside the program, whatever folder or host it is started in.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(KaiwaServer).Assembly.GetName().Name });
        builder.AddServerConfiguration(settings);
        builder.WebHost.UseStaticWebAssets();
        builder.AddServerHttp();
        builder.AddServerLogging(settings);
        builder.AddServerTelemetry();
        builder.Services.AddSingleton<Readiness>();
        builder.Services.AddHealthChecks().AddCheck<ReadyCheck>("ready", tags: [ReadyCheck.Tag]);
        if (settings.MountsSimulator)
        {
            builder.Services.AddSingleton(_ => new SimulatedClock());
            builder.Services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<SimulatedClock>());
        }

        // The simulator first, so that it is stopped last: it still takes what the engine is sending.
        if (settings.MountsSimulator)
        {
            var data = builder.Configuration["Kaiwa:Database:DataFolder"] ?? "data";
            Directory.CreateDirectory(data);
            builder.Services.AddSimulator(options => options.DataFile = Path.Combine(data, "simulator.db"));
        }

        builder.AddCore();
        builder.AddFeatures();
        builder.AddConsole();
        var built = builder.Build();
        Configure(built, settings);
        return built;
    }

    private static void Configure(WebApplication app, ServerSettings settings)
    {
        if (settings.MountsSimulator)
        {
            app.MapSimulator(DemoShop.GraphPrefix, DemoShop.ControlPrefix);
        }

        app.UseServerSecurity();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapStaticAssets();
        app.MapServerHealth();
        app.MapServerTelemetry();
        app.MapCore();
        app.MapFeatures();
        app.MapConsole();
    }

    private static async Task<DemoShop> OpenShopAsync(KaiwaServer server, ServerSettings settings, CancellationToken ct)
    {
        var meta = settings.Simulator is { } lone ? await SimulatedAccount.OfAsync(lone, ct) : SimulatedAccount.Mounted(server.Origin);
        return await server.Services.GetRequiredService<OpenDemoShop>().HandleAsync(meta, server.Origin, ct);
    }

    private static string OriginOf(WebApplication app)
    {
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? DefaultUrl;
        return address.Replace("://[::]:", "://localhost:", StringComparison.Ordinal).Replace("://0.0.0.0:", "://localhost:", StringComparison.Ordinal)
            .Replace("://*:", "://localhost:", StringComparison.Ordinal).Replace("://+:", "://localhost:", StringComparison.Ordinal).TrimEnd('/');
    }
}
