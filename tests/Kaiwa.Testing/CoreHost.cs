using System.Net;
using System.Text;
using Kaiwa.Core;
using Kaiwa.Core.Effects;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.WhatsApp.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Testing;

/// <summary>The engine alone behind real HTTP, with one connected number: for tests of what arrives.</summary>
public sealed class CoreHost : IAsyncDisposable
{
    public const string NumberId = "106540352242922";
    public const string WabaId = "102290129340398";
    private const string Secret = "a-secret-of-the-app";
    private readonly TestDatabase data;
    private readonly WebApplication app;
    private readonly HttpClient http = new();

    private CoreHost(TestDatabase data, WebApplication app)
    {
        this.data = data;
        this.app = app;
    }

    public IServiceProvider Services => app.Services;

    public Database Database => app.Services.GetRequiredService<Database>();

    public Number Number => app.Services.GetRequiredService<NumberDirectory>().FindByMetaId(NumberId)!;

    public string WebhookUrl => app.Urls.First() + "/webhooks/whatsapp/shop";

    public static async Task<CoreHost> StartAsync(Engine engine, IDoEffect? doer = null)
    {
        var data = await TestDatabase.NewAsync(engine);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Kaiwa:Database:Connection"] = data.Connection,
            ["Kaiwa:Database:DataFolder"] = data.Folder,
        });
        builder.Configuration["Logging:LogLevel:Default"] = "Warning";
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.AddCore();
        builder.Services.AddSingleton(new MigrationSource(typeof(Kaiwa.Features.FeaturesList).Assembly)); // the template database has their tables
        if (doer is not null)
        {
            builder.Services.AddSingleton(doer);
        }

        var app = builder.Build();
        app.MapCore();
        var host = new CoreHost(data, app);
        await app.Services.PrepareCoreAsync();
        await host.ConnectNumberAsync();
        await app.StartAsync();
        return host;
    }

    /// <summary>Posts a webhook as Meta does.</summary>
    public async Task<HttpStatusCode> DeliverAsync(string json, string secret = Secret)
    {
        var body = Encoding.UTF8.GetBytes(json);
        using var request = new HttpRequestMessage(HttpMethod.Post, WebhookUrl) { Content = new ByteArrayContent(body) };
        request.Headers.Add(WebhookSignature.HeaderName, WebhookSignature.Sign(body, Encoding.UTF8.GetBytes(secret)));
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        data.Dispose();
    }

    private async Task ConnectNumberAsync()
    {
        var store = Services.GetRequiredService<NumberStore>();
        await Database.InTransactionAsync(async unit =>
        {
            var workspace = await Services.GetRequiredService<WorkspaceStore>().CreateAsync(unit, "Test shop");
            var app = await store.AddAppAsync(unit, "shop", "1", Secret, "verify-me");
            var portfolio = await store.AddPortfolioAsync(unit, "77", "Test portfolio", 1000);
            var waba = await store.AddWabaAsync(unit, workspace, portfolio, app, WabaId, "Test account");
            await store.AddNumberAsync(unit, workspace, waba, new NewNumber(NumberId, "+15550783881", "Test shop", 80, new Uri("http://127.0.0.1:9"), "token"));
        });
        await Services.GetRequiredService<NumberDirectory>().ReloadAsync();
    }
}
