using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Kaiwa.Tests.Features.Gateway;

/// <summary>A program of the shop that takes webhooks, over real HTTP, and can be down, rude or asleep.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<Delivery> taken = new();
    private readonly ConcurrentQueue<Delivery> tried = new();
    private readonly TaskCompletionSource awake = new();
    private WebApplication? app;

    /// <summary>The status that is answered; 200 unless said.</summary>
    public Func<Delivery, int> Answer { get; set; } = _ => 200;

    /// <summary>Answers nothing for as long as the test lasts.</summary>
    public bool Sleeps { get; set; }

    public string Secret { get; private set; } = "";

    public string Id { get; private set; } = "";

    public Uri Address { get; private set; } = new("http://127.0.0.1:0");

    /// <summary>What was answered with 200, in the order of arrival.</summary>
    public IReadOnlyList<Delivery> Taken => taken.ToList();

    /// <summary>All that came, taken or not.</summary>
    public IReadOnlyList<Delivery> Tried => tried.ToList();

    /// <summary>Shown to who calls; without one there is no TLS.</summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>Shown with it: those between it and its authority.</summary>
    public X509Certificate2Collection Between { get; init; } = [];

    public IReadOnlyList<string> Texts => Taken.Select(delivery => delivery.Text).OfType<string>().ToList();

    public static async Task<Receiver> SubscribeAsync(World world, Shop shop, params string[] fields)
    {
        var receiver = new Receiver();
        await receiver.StartAsync();
        using var program = world.Program(shop.Key);
        using var answer = await program.PostAsJsonAsync("/api/v1/webhooks", new { name = "orders", address = new Uri(receiver.Address, "/hook").ToString(), fields });
        var made = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        answer.StatusCode.ShouldBe(HttpStatusCode.Created, made.ToJsonString());
        (receiver.Secret, receiver.Id) = (made["secret"]!.GetValue<string>(), made["webhook"]!["id"]!.GetValue<string>());
        return receiver;
    }

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, Address.Port, Listen));
        app = builder.Build();
        app.MapPost("/hook", TakeAsync);
        app.MapPost("/moved", () => Results.Redirect(new Uri(Address, "/hook").ToString()));
        await app.StartAsync();
        Address = new Uri(app.Urls.First());
    }

    public async Task StopAsync()
    {
        if (app is not null)
        {
            await app.StopAsync(new CancellationToken(canceled: true));
            await app.DisposeAsync();
            app = null;
        }
    }

    public Task TextsAsync(int count) => Eventually.TrueAsync(() => Task.FromResult(Texts.Count >= count), $"{count} texts at the receiver");

    public ValueTask DisposeAsync()
    {
        awake.TrySetResult();
        return new ValueTask(StopAsync());
    }

    private void Listen(ListenOptions listen)
    {
        if (Certificate is { } certificate)
        {
            listen.UseHttps(https => (https.ServerCertificate, https.ServerCertificateChain) = (certificate, Between));
        }
    }

    private async Task TakeAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var bytes = body.ToArray();
        if (Sleeps)
        {
            await awake.Task;
            return;
        }

        var delivery = new Delivery(
            http.Request.Headers["X-Kaiwa-Event"].ToString(),
            JsonNode.Parse(bytes)!,
            http.Request.Headers["X-Hub-Signature-256"].ToString() == "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), bytes)),
            http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase));
        tried.Enqueue(delivery);
        http.Response.StatusCode = Answer(delivery);
        if (http.Response.StatusCode == 200)
        {
            taken.Enqueue(delivery);
        }
    }

    internal sealed record Delivery(string Event, JsonNode Body, bool IsSigned, IReadOnlyDictionary<string, string> Headers)
    {
        public JsonNode? Change => Body["entry"] is JsonArray { Count: > 0 } entries ? entries[0]!["changes"]![0] : null;

        public JsonNode? Status => Change?["value"]?["statuses"]?[0];

        public JsonNode? Message => Change?["value"]?["messages"]?[0];

        public string? From => Message?["from"]?.GetValue<string>();

        public string? Text => Message?["text"]?["body"]?.GetValue<string>();
    }
}
