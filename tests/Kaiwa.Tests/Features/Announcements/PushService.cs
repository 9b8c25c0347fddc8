using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kaiwa.Features.Announcements;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kaiwa.Tests.Features.Announcements;

/// <summary>A push service and the browser behind it: takes messages over HTTP, checks who signed them and decrypts them as RFC 8291 says.</summary>
internal sealed class PushService : IAsyncDisposable
{
    private readonly ConcurrentQueue<Shown> shown = new();
    private readonly ECDiffieHellman browser = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] auth = RandomNumberGenerator.GetBytes(16);
    private WebApplication? app;

    public IReadOnlyList<Shown> Notices => [.. shown];

    public int Status { get; set; } = 201;

    public int Tries { get; private set; }

    /// <summary>Answers nobody until it has ended.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    public NewDevice Device(string path = "/push/1") => new(app!.Urls.First() + path, Base64Url.EncodeToString(PublicKey), Base64Url.EncodeToString(auth), "Aiko's laptop");

    public static async Task<PushService> StartAsync()
    {
        var service = new PushService();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        service.app = builder.Build();
        service.app.MapPost("/push/{id}", service.TakeAsync);
        await service.app.StartAsync();
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await app!.DisposeAsync();
    }

    private byte[] PublicKey => Write(browser.ExportParameters(false).Q);

    private async Task TakeAsync(HttpContext http, string id)
    {
        Tries++;
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        await Held;
        http.Response.StatusCode = Status;
        if (Status == 201)
        {
            shown.Enqueue(new Shown(id, JsonNode.Parse(Open(body.ToArray()))!, http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        }
    }

    private byte[] Open(byte[] body)
    {
        var (salt, size, keySize) = (body[..16], BinaryPrimitives.ReadUInt32BigEndian(body.AsSpan(16)), body[20]);
        (size, keySize).ShouldBe((4096u, (byte)65));
        var sender = body[21..86];
        using var peer = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = sender[1..33], Y = sender[33..] } });
        var secret = Hmac(Hmac(auth, browser.DeriveRawSecretAgreement(peer.PublicKey)), [.. "WebPush: info"u8, 0, .. PublicKey, .. sender, 1]);
        var start = Hmac(salt, secret);
        var key = Hmac(start, [.. "Content-Encoding: aes128gcm"u8, 0, 1])[..16];
        var nonce = Hmac(start, [.. "Content-Encoding: nonce"u8, 0, 1])[..12];
        var plain = new byte[body.Length - 86 - 16];
        using var aes = new AesGcm(key, 16);
        aes.Decrypt(nonce, body.AsSpan(86, plain.Length), body.AsSpan(86 + plain.Length), plain);
        plain[^1].ShouldBe((byte)2);
        return plain[..^1];
    }

    private static byte[] Hmac(byte[] key, byte[] data) => HMACSHA256.HashData(key, data);

    private static byte[] Write(ECPoint point) => [4, .. point.X!, .. point.Y!];

    internal sealed record Shown(string Device, JsonNode Message, IReadOnlyDictionary<string, string> Headers);
}
