using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kaiwa.Simulator;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kaiwa.Tests.Simulator;

/// <summary>A simulator on a real socket, a business that receives its webhooks, and a client with the token.</summary>
internal sealed class SimulatedWorld : IAsyncDisposable
{
    public const string NumberId = "106540352242922";
    public const string AccountId = "102290129340398";
    public const string Secret = "test-secret";
    public const string Token = "test-token";

    private readonly WebApplication business;
    private readonly WebApplication app;
    private readonly bool ownsFile;

    private SimulatedWorld(WebApplication app, WebApplication business, string file, bool ownsFile)
    {
        this.app = app;
        this.business = business;
        this.ownsFile = ownsFile;
        File = file;
        Simulator = app.Services.GetRequiredService<ISimulator>();
        Client = new HttpClient { BaseAddress = new Uri(Address(app)) };
        Client.DefaultRequestHeaders.Authorization = new("Bearer", Token);
    }

    public string File { get; }
    public ISimulator Simulator { get; }
    public HttpClient Client { get; }
    public ConcurrentQueue<Hook> Hooks { get; private init; } = new();

    /// <summary>What the business answers to each webhook.</summary>
    public Func<Hook, int> Answer { get; set; } = _ => 200;

    /// <summary>How long the business takes to answer.</summary>
    public Func<Hook, Task> Delay { get; set; } = _ => Task.CompletedTask;

    public static async Task<SimulatedWorld> StartAsync(Action<SimulatorOptions>? configure = null, string? file = null, bool embedded = false)
    {
        SimulatedWorld? world = null;
        var hooks = new ConcurrentQueue<Hook>();
        var receiver = Web();
        receiver.MapGet("/hook", (HttpContext http) => http.Request.Query["hub.verify_token"] == "verify-me" ? http.Request.Query["hub.challenge"].ToString() : "");
        receiver.MapPost("/hook", async (HttpContext http) =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            var hook = new Hook(body.ToArray(), http.Request.Headers["X-Hub-Signature-256"].ToString());
            hooks.Enqueue(hook);
            await (world?.Delay(hook) ?? Task.CompletedTask);
            http.Response.StatusCode = world?.Answer(hook) ?? 200;
        });
        await receiver.StartAsync();

        var data = file ?? Path.Combine(Path.GetTempPath(), "kaiwa-simulator-" + Path.GetRandomFileName() + ".db");
        var host = Web(services => services.AddSimulator(options =>
        {
            options.DataFile = data;
            options.AppSecret = Secret;
            options.AccessToken = Token;
            options.VerifyToken = "verify-me";
            options.WebhookUrl = new Uri(Address(receiver) + "/hook");
            options.SentAfter = options.DeliveredAfter = options.ReadAfter = DelayRange.Milliseconds(1, 3);
            options.WebhookRetryCap = TimeSpan.FromMilliseconds(50);
            configure?.Invoke(options);
        }));
        host.MapSimulator(embedded ? "/simulator/graph" : "", embedded ? "/simulator" : "");
        host.MapGet("/{digits}/messages", () => "the server's own");
        host.MapGet("/ledger", () => "the server's own");
        await host.StartAsync();
        return world = new SimulatedWorld(host, receiver, data, file is null) { Hooks = hooks };
    }

    public Task<Reply> SendAsync(object message, string? simulate = null) => SendRawAsync(JsonSerializer.Serialize(message), simulate);

    public Task<Reply> SendTemplateAsync(string to, string name = "hello_world", object[]? components = null, string? callback = null) => SendAsync(new
    {
        messaging_product = "whatsapp",
        to,
        type = "template",
        template = new { name, language = new { code = "en_US" }, components = components ?? [] },
        biz_opaque_callback_data = callback,
    });

    public Task<Reply> SendTextAsync(string to, string text) => SendAsync(new { messaging_product = "whatsapp", to, type = "text", text = new { body = text } });

    public async Task<Reply> SendRawAsync(string json, string? simulate = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v23.0/{NumberId}/messages") { Content = new StringContent(json.Replace(",\"biz_opaque_callback_data\":null", "", StringComparison.Ordinal), Encoding.UTF8, "application/json") };
        if (simulate is not null)
        {
            request.Headers.Add("X-Simulate", simulate);
        }

        using var response = await Client.SendAsync(request);
        return await Reply.ReadAsync(response);
    }

    public async Task<Reply> GetAsync(string path)
    {
        using var response = await Client.GetAsync(path);
        return await Reply.ReadAsync(response);
    }

    public async Task<Reply> PostAsync(string path, object body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var response = await Client.PostAsync(path, content);
        return await Reply.ReadAsync(response);
    }

    public Task<LedgerSummary> LedgerAsync() => Simulator.LedgerAsync(ct: TestContext.Current.CancellationToken);

    /// <summary>Waits until all is delivered and acknowledged, and returns every status in the order of arrival.</summary>
    public async Task<IReadOnlyList<JsonElement>> StatusesAsync()
    {
        (await Simulator.SettleAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue("the simulator should come to rest");
        return [.. Hooks.SelectMany(h => h.Statuses)];
    }

    public async Task<IReadOnlyList<JsonElement>> InboundAsync()
    {
        (await Simulator.SettleAsync(TimeSpan.FromSeconds(20))).ShouldBeTrue("the simulator should come to rest");
        return [.. Hooks.SelectMany(h => h.Messages)];
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await app.DisposeAsync();
        await business.DisposeAsync();
        if (ownsFile)
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            foreach (var leftover in (string[])[File, File + "-wal", File + "-shm"])
            {
                System.IO.File.Delete(leftover);
            }
        }
    }

    private static WebApplication Web(Action<IServiceCollection>? services = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        services?.Invoke(builder.Services);
        return builder.Build();
    }

    private static string Address(WebApplication app) => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public sealed record Reply(HttpStatusCode Status, JsonElement Json)
    {
        public static async Task<Reply> ReadAsync(HttpResponseMessage response)
        {
            var text = await response.Content.ReadAsStringAsync();
            return new Reply(response.StatusCode, JsonDocument.Parse(text.Length == 0 ? "{}" : text).RootElement);
        }

        public int ErrorCode => Json.GetProperty("error").GetProperty("code").GetInt32();

        public string MessageId => Json.GetProperty("messages")[0].GetProperty("id").GetString()!;
    }

    public sealed record Hook(byte[] Body, string Signature)
    {
        public string Text => Encoding.UTF8.GetString(Body);

        public string Expected => "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Body));

        public IEnumerable<JsonElement> Changes => JsonDocument.Parse(Body).RootElement.GetProperty("entry").EnumerateArray().SelectMany(e => e.GetProperty("changes").EnumerateArray());

        public IEnumerable<JsonElement> Values => Changes.Select(c => c.GetProperty("value"));

        public IEnumerable<JsonElement> Statuses => Many("statuses");

        public IEnumerable<JsonElement> Messages => Many("messages");

        private IEnumerable<JsonElement> Many(string name) => Values.Where(v => v.TryGetProperty(name, out _)).SelectMany(v => v.GetProperty(name).EnumerateArray());
    }
}

internal static class JsonReading
{
    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;
}
