using Kaiwa.Load.Processes;

namespace Kaiwa.Load.Product;

/// <summary>A shop under load: a lone simulator and a Kaiwa server in processes of their own. The server may be killed and started again on the same data.</summary>
internal sealed class Shop : IAsyncDisposable
{
    private readonly WorkFolder work;
    private readonly DatabaseEngine engine;
    private readonly string databaseName, database, serverUrl;
    private readonly IReadOnlyDictionary<string, string> environment;
    private ProductProcess? server;

    private Shop(WorkFolder work, DatabaseEngine engine, string databaseName, string database, ProductProcess simulator, string serverUrl, IReadOnlyDictionary<string, string> environment)
    {
        (this.work, this.engine, this.databaseName, this.database, this.serverUrl, this.environment) = (work, engine, databaseName, database, serverUrl, environment);
        Simulator = simulator;
        Control = new SimulatorControl(simulator.Credentials.SimulatorUrl ?? simulator.Credentials.GraphBaseUrl);
    }

    public ProductProcess Simulator { get; }

    public ProductProcess Server => server ?? throw new InvalidOperationException("The server is not running.");

    public SimulatorControl Control { get; }

    public KaiwaApi Api { get; private set; } = null!;

    public ShopDatabase Database => new(engine.IsSqlite ? Path.Combine(work.Folder("server"), "kaiwa.db") : null, database);

    /// <summary>What every server of this shop has logged.</summary>
    public string LogFile => work.File("server.log");

    public static async Task<Shop> OpenAsync(WorkFolder work, DatabaseEngine engine, string[] phones, IReadOnlyDictionary<string, string> settings, CancellationToken ct)
    {
        var name = $"kaiwa{Random.Shared.Next(1_000_000)}";
        var newDatabase = await engine.NewAsync(name);
        var (simulatorUrl, serverUrl) = (ProductProcess.FreeUrl(), ProductProcess.FreeUrl());
        var shared = ProductSettings.ProductionLike();
        foreach (var (key, value) in settings)
        {
            shared[key] = value;
        }

        var simulator = await ProductProcess.StartAsync(
            ProductSettings.Simulate(simulatorUrl, work.Folder("simulator"), work.File("simulator.json"), phones), work.File("simulator.json"), work.File("simulator.log"), shared, ct);
        var shop = new Shop(work, engine, name, newDatabase, simulator, serverUrl, shared);
        await shop.StartServerAsync(null, ct);
        await shop.Control.SetWebhookAsync(shop.Server.Credentials.WebhookUrl!, ct);
        return shop;
    }

    /// <summary>Starts the server, armed with a crash point or not. False when it died before it was ready.</summary>
    public async Task<bool> StartServerAsync(string? crashAt, CancellationToken ct)
    {
        var settings = new Dictionary<string, string>(environment, StringComparer.Ordinal);
        if (crashAt is not null)
        {
            settings[ProductSettings.CrashAt] = crashAt;
        }

        var arguments = ProductSettings.Serve(serverUrl, work.Folder("server"), work.File("server.json"), engine.IsSqlite ? "sqlite" : database, Simulator.Credentials.GraphBaseUrl.ToString());
        server = await ProductProcess.TryStartAsync(arguments, work.File("server.json"), LogFile, settings, ct);
        if (server is null)
        {
            return crashAt is not null ? false : throw new InvalidOperationException($"The server ended before it was ready: {ProductProcess.LastWords}");
        }

        Api?.Dispose();
        Api = new KaiwaApi(server.Credentials);
        return true;
    }

    public async Task KillServerAsync()
    {
        if (server is not null)
        {
            await server.DisposeAsync();
            server = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillServerAsync();
        await Simulator.DisposeAsync();
        Api?.Dispose();
        Control.Dispose();
        await engine.DropAsync(databaseName);
    }
}
