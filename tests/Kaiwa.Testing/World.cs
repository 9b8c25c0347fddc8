using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Core;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Features;
using Kaiwa.Simulator;
using Kaiwa.WhatsApp.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kaiwa.Testing;

/// <summary>
/// Kaiwa and a simulated Meta with its phones, each behind HTTP of its own, on one movable clock. It hides wiring, never behaviour:
/// what a test does goes through the same doors and wires as in production.
/// </summary>
public sealed class World : IAsyncDisposable
{
    private const string AppKey = "shop";
    private readonly TestDatabase data;
    private readonly WebApplication meta;
    private readonly Dictionary<string, string?> settings;
    private WebApplication? kaiwa;
    private int shops;

    private World(TestDatabase data, WebApplication meta, Dictionary<string, string?> settings)
    {
        this.data = data;
        this.meta = meta;
        this.settings = settings;
    }

    public ISimulator Simulator => meta.Services.GetRequiredService<ISimulator>();

    public SimulatedClock Clock => Simulator.Clock;

    public IServiceProvider Services => kaiwa!.Services;

    public Database Database => Services.GetRequiredService<Database>();

    public Uri KaiwaAddress => new(kaiwa!.Urls.First());

    public Uri MetaAddress => new(meta.Urls.First());

    /// <param name="engine">The database under Kaiwa.</param>
    /// <param name="configure">Settings of Kaiwa, such as <c>Kaiwa:Dispatch:AmbiguousWait</c>.</param>
    /// <param name="simulate">Settings of the simulator; delays are short unless said.</param>
    public static async Task<World> StartAsync(Engine engine, Action<Dictionary<string, string?>>? configure = null, Action<SimulatorOptions>? simulate = null)
    {
        var data = await TestDatabase.NewAsync(engine);
        var settings = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Kaiwa:Database:Connection"] = data.Connection,
            ["Kaiwa:Database:DataFolder"] = data.Folder,
        };
        configure?.Invoke(settings);
        var world = new World(data, await StartMetaAsync(data, simulate), settings);
        await world.StartKaiwaAsync();
        return world;
    }

    /// <summary>A shop of its own: workspace, number at the simulator, an agent at the inbox.</summary>
    public Task<Shop> OpenShopAsync(Action<ShopOptions>? configure = null)
    {
        var options = new ShopOptions { Seed = Simulator.Options.Seed.Portfolios[0], Index = shops++ };
        configure?.Invoke(options);
        return Shop.OpenAsync(this, options, AppKey);
    }

    /// <summary>A customer's phone. Any valid number is one.</summary>
    public Phone Phone(string number) => new(this, Simulator.Phone(number));

    /// <summary>Moves time for Kaiwa, for Meta and for the phones alike.</summary>
    public Task AdvanceAsync(TimeSpan by) => Simulator.AdvanceAsync(by);

    /// <summary>Kaiwa stops and starts again on the same database.</summary>
    public async Task RestartKaiwaAsync()
    {
        await StopAsync(kaiwa!);
        await StartKaiwaAsync();
        await PointMetaAtKaiwaAsync();
    }

    /// <summary>What the shop's API answers a program: a client with the key as its Bearer token.</summary>
    public HttpClient Program(string key)
    {
        var client = new HttpClient { BaseAddress = KaiwaAddress };
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    /// <summary>A webhook about the shop's number that no simulated phone makes, signed as Meta signs.</summary>
    /// <param name="shop">Whose number.</param>
    /// <param name="value">The change's value without <c>messaging_product</c> and <c>metadata</c>.</param>
    public async Task HearAsync(Shop shop, string value)
    {
        var whole = (JsonObject)JsonNode.Parse(value)!;
        whole["messaging_product"] = "whatsapp";
        whole["metadata"] = new JsonObject { ["display_phone_number"] = "1", ["phone_number_id"] = shop.Number.MetaId };
        var body = Encoding.UTF8.GetBytes(new JsonObject
        {
            ["object"] = "whatsapp_business_account",
            ["entry"] = new JsonArray(new JsonObject { ["id"] = shop.Number.Waba.MetaId, ["changes"] = new JsonArray(new JsonObject { ["field"] = "messages", ["value"] = whole }) }),
        }.ToJsonString());
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(KaiwaAddress, "/webhooks/whatsapp/" + AppKey)) { Content = new ByteArrayContent(body) };
        request.Headers.Add(WebhookSignature.HeaderName, WebhookSignature.Sign(body, Encoding.UTF8.GetBytes(Simulator.Options.AppSecret)));
        using var answer = await http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        if (kaiwa is not null)
        {
            await StopAsync(kaiwa);
        }

        await StopAsync(meta);
        data.Dispose();
    }

    internal Task PointMetaAtKaiwaAsync() => Simulator.SetWebhookAsync(new Uri(KaiwaAddress, "/webhooks/whatsapp/" + AppKey), verify: false);

    private static async Task<WebApplication> StartMetaAsync(TestDatabase data, Action<SimulatorOptions>? simulate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["Logging:LogLevel:Default"] = "Warning";
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSimulator(options =>
        {
            options.DataFile = Path.Combine(data.Folder, "simulator.db");
            options.SentAfter = options.DeliveredAfter = options.ReadAfter = DelayRange.Milliseconds(1, 5);
            simulate?.Invoke(options);
        });
        var app = builder.Build();
        app.MapSimulator();
        await app.StartAsync();
        return app;
    }

    private async Task StartKaiwaAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(Clock);
        builder.AddCore();
        builder.AddFeatures();
        kaiwa = builder.Build();
        kaiwa.UseAuthentication();
        kaiwa.UseAuthorization();
        kaiwa.MapCore();
        kaiwa.MapFeatures();
        await kaiwa.Services.PrepareCoreAsync();
        await kaiwa.StartAsync();
    }

    private static async Task StopAsync(WebApplication app)
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }
}

/// <summary>What kind of shop a test needs.</summary>
public sealed class ShopOptions
{
    public required SeedPortfolio Seed { get; set; }

    public int Index { get; set; }

    /// <summary>Messages per second; by default what the simulator allows the number.</summary>
    public int? Pace { get; set; }

    /// <summary>Unique customers a day; by default the simulator's.</summary>
    public long? CustomerLimit { get; set; }
}
