using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Core;
using Kaiwa.Core.Events;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features;
using Kaiwa.Features.People;
using Kaiwa.Testing;
using Kaiwa.WhatsApp.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features;

/// <summary>Engine and features behind real HTTP, two shops with a number each, and a Meta that notes what it is told.</summary>
internal sealed class FeaturesHost : IAsyncDisposable
{
    private const string Secret = "a-secret-of-the-app";
    private readonly TestDatabase data;
    private readonly WebApplication app;
    private readonly HttpClient http = new();

    private FeaturesHost(TestDatabase data, WebApplication app, FakeMeta meta, ShiftedClock clock)
    {
        this.data = data;
        this.app = app;
        Meta = meta;
        Clock = clock;
    }

    public FakeMeta Meta { get; }

    public ShiftedClock Clock { get; }

    public Tenant Shop { get; private set; } = null!;

    /// <summary>Another shop on the same server, which must never see anything of the first.</summary>
    public Tenant Stranger { get; private set; } = null!;

    public Database Database => Get<Database>();

    public string Address => app.Urls.First();

    public T Get<T>()
        where T : notnull => app.Services.GetRequiredService<T>();

    public static async Task<FeaturesHost> StartAsync(Engine engine)
    {
        var data = await TestDatabase.NewAsync(engine);
        var meta = await FakeMeta.StartAsync();
        var clock = new ShiftedClock();
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Kaiwa:Database:Connection"] = data.Connection,
            ["Kaiwa:Database:DataFolder"] = data.Folder,
            ["Kaiwa:Push:AllowPrivateAddresses"] = "true",
            ["Logging:LogLevel:Default"] = "Error",
        });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.AddCore();
        builder.AddFeatures();
        var app = builder.Build();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapCore();
        app.MapFeatures();
        var host = new FeaturesHost(data, app, meta, clock);
        await app.Services.PrepareCoreAsync();
        host.Shop = await host.ConnectAsync("Test shop", "shop", "1001", "2001", "+81 3-1234-5678");
        host.Stranger = await host.ConnectAsync("Other shop", "other", "1002", "2002", "+1 650 555 0001");
        await app.StartAsync();
        return host;
    }

    /// <summary>Posts a webhook as Meta does, and runs every reaction to it.</summary>
    public async Task DeliverAsync(params string[] webhooks)
    {
        foreach (var json in webhooks)
        {
            var body = Encoding.UTF8.GetBytes(json);
            using var request = new HttpRequestMessage(HttpMethod.Post, Address + "/webhooks/whatsapp/" + (json.Contains("\"2002\"", StringComparison.Ordinal) ? "other" : "shop")) { Content = new ByteArrayContent(body) };
            request.Headers.Add(WebhookSignature.HeaderName, WebhookSignature.Sign(body, Encoding.UTF8.GetBytes(Secret)));
            using var response = await http.SendAsync(request);
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        foreach (var reaction in Get<IEnumerable<IReact<MessageReceived>>>())
        {
            // A part is only read once no older transaction is open, so one run may not be enough.
            await Eventually.TrueAsync(() => CatchUpAsync(reaction.Name), reaction.Name);
        }
    }

    public async Task<string> KeyAsync(Permissions permissions) =>
        await Database.InTransactionAsync(unit => Get<ApiKeys>().CreateAsync(unit, Shop.Actor, "program", permissions));

    /// <summary>Somebody who was invited to a shop, the first one unless said, and came.</summary>
    public async Task<Actor> HireAsync(string name, Role role, Tenant? at = null, string password = "blue kettle sings")
    {
        var owner = (at ?? Shop).Actor with { Permissions = Roles.Table[Role.Owner] };
        var link = (await Get<IInvitations>().InviteAsync(owner, name + "@shop.example", role)).Value;
        return (await Get<IInvitations>().AcceptAsync(link.Token, name, password, "en")).Value.SignedIn!.Actor;
    }

    /// <summary>A browser in which somebody has just signed in.</summary>
    public async Task<HttpClient> BrowserAsync(string name, string password = "blue kettle sings")
    {
        var browser = Client();
        (await browser.PostAsJsonAsync("/api/v1/session", new { email = name + "@shop.example", password })).StatusCode.ShouldBe(HttpStatusCode.OK);
        return browser;
    }

    /// <summary>A client that shows a key, if given, and keeps cookies.</summary>
    public HttpClient Client(string? key = null)
    {
        var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(Address) };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        }

        return client;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await app.StopAsync();
        await app.DisposeAsync();
        await Meta.DisposeAsync();
        data.Dispose();
    }

    private async Task<bool> CatchUpAsync(string reaction)
    {
        const string Waiting = """
            SELECT count(*) FROM delivery_part WHERE kind = 1 AND seq > COALESCE((SELECT seq FROM reaction_cursor WHERE name = @reaction), 0)
            """;
        await Get<EventPump>().RunAsync(reaction, CancellationToken.None);
        return await Database.FirstAsync<long>(Waiting, new { reaction }) == 0;
    }

    private async Task<Tenant> ConnectAsync(string name, string appKey, string number, string waba, string display)
    {
        var store = Get<NumberStore>();
        var workspace = await Database.InTransactionAsync(async unit =>
        {
            var id = await Get<WorkspaceStore>().CreateAsync(unit, name);
            var metaApp = await store.AddAppAsync(unit, appKey, appKey + "-app", Secret, "verify-me");
            var portfolio = await store.AddPortfolioAsync(unit, "7" + number, name, 1000);
            var account = await store.AddWabaAsync(unit, id, portfolio, metaApp, waba, name);
            await store.AddNumberAsync(unit, id, account, new NewNumber(number, display, name, 80, Meta.Address, "token"));
            return id;
        });
        await Get<NumberDirectory>().ReloadAsync();
        return new Tenant(new Actor(workspace, ActorKind.User, "Aiko", Permissions.All), Get<NumberDirectory>().FindByMetaId(number)!);
    }
}

internal sealed record Tenant(Actor Actor, Number Number);

/// <summary>The real time and a distance to it: what waits in real time waits as usual.</summary>
internal sealed class ShiftedClock : TimeProvider
{
    private long shift;

    public void Advance(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref shift));
}

/// <summary>Answers sends, read marks and template lists, and keeps what it was sent.</summary>
internal sealed class FakeMeta : IAsyncDisposable
{
    private readonly WebApplication app;
    private int count;

    private FakeMeta(WebApplication app) => this.app = app;

    public ConcurrentQueue<JsonNode> Received { get; } = [];

    /// <summary>Pages of the template list of every account.</summary>
    public List<string> TemplatePages { get; } = ["[]"];

    /// <summary>Who was blocked and unblocked, in order: <c>POST +81…</c>.</summary>
    public ConcurrentQueue<string> Blocks { get; } = [];

    /// <summary>The code with which the next blocks are refused; 0 for none.</summary>
    public int BlockError { get; set; }

    public Uri Address => new(app.Urls.First());

    public IEnumerable<JsonNode> Sent => Received.Where(body => body["status"] is null);

    public IEnumerable<string> Read => Received.Where(body => body["status"]?.GetValue<string>() == "read").Select(body => body["message_id"]!.GetValue<string>());

    public static async Task<FakeMeta> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["Logging:LogLevel:Default"] = "Error";
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var meta = new FakeMeta(builder.Build());
        meta.app.MapPost("/{version}/{number}/messages", meta.Take);
        meta.app.MapGet("/{version}/{waba}/message_templates", meta.Templates);
        meta.app.MapMethods("/{version}/{number}/block_users", ["POST", "DELETE"], meta.Block);
        await meta.app.StartAsync();
        return meta;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private IResult Take(JsonNode body)
    {
        Received.Enqueue(body);
        return body["status"] is not null
            ? Results.Text("""{"success":true}""", "application/json")
            : Results.Text($$"""{"messaging_product":"whatsapp","contacts":[{"input":"1","wa_id":"1"}],"messages":[{"id":"wamid.out{{Interlocked.Increment(ref count)}}"}]}""", "application/json");
    }

    private IResult Block(HttpRequest request, [FromBody] JsonNode body)
    {
        var user = body["block_users"]![0]!["user"]!.GetValue<string>();
        Blocks.Enqueue(request.Method + " " + user);
        return BlockError == 0
            ? Results.Text($$$"""{"messaging_product":"whatsapp","block_users":{"added_users":[{"input":"{{{user}}}","wa_id":"1"}]}}""", "application/json")
            : Results.Text($$$"""{"messaging_product":"whatsapp","block_users":{"added_users":[],"failed_users":[{"input":"{{{user}}}","errors":[{"message":"(#{{{BlockError}}}) No","code":{{{BlockError}}},"error_data":{"details":"Not now."}}]}]},"error":{"message":"(#139100) Failed to block some users","code":139100}}""", "application/json", statusCode: 400);
    }

    private IResult Templates(string? after)
    {
        var page = after is null ? 0 : int.Parse(after, CultureInfo.InvariantCulture);
        var paging = page + 1 < TemplatePages.Count ? $$""","paging":{"cursors":{"before":"0","after":"{{page + 1}}"},"next":"https://example.invalid/next"}""" : "";
        return Results.Text($$"""{"data":{{TemplatePages[page]}}{{paging}}}""", "application/json");
    }
}
