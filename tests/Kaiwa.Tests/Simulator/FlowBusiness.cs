using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Kaiwa.Tests.Simulator;

/// <summary>The endpoint of a flow, as a business writes it.</summary>
internal sealed class FlowBusiness : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly RSA pair;

    private FlowBusiness(WebApplication app, RSA pair)
    {
        this.app = app;
        this.pair = pair;
        app.MapPost("/flow", HandleAsync);
    }

    public string Address => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First() + "/flow";

    /// <summary>The HTTP status and the plain text of the answer; with another status than 200 it is sent as it is.</summary>
    public Func<JsonElement, (int Status, string Plain)> Answer { get; set; } = _ => (500, "");

    public ConcurrentQueue<JsonElement> Requests { get; } = new();

    public ConcurrentQueue<(string Given, string Expected)> Signatures { get; } = new();

    public static async Task<FlowBusiness> StartAsync(RSA pair)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var business = new FlowBusiness(builder.Build(), pair);
        await business.app.StartAsync();
        return business;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task HandleAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        Signatures.Enqueue((http.Request.Headers["X-Hub-Signature-256"].ToString(), "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(SimulatedWorld.Secret), body.ToArray()))));
        var envelope = JsonDocument.Parse(body.ToArray()).RootElement;
        var key = pair.Decrypt(envelope.GetProperty("encrypted_aes_key").GetBytesFromBase64(), RSAEncryptionPadding.OaepSHA256);
        var iv = envelope.GetProperty("initial_vector").GetBytesFromBase64();
        var request = JsonDocument.Parse(Gcm(encrypts: false, key, iv, envelope.GetProperty("encrypted_flow_data").GetBytesFromBase64())).RootElement;
        Requests.Enqueue(request);
        var (status, plain) = Answer(request);
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain";
        await http.Response.WriteAsync(status == 200 ? Convert.ToBase64String(Gcm(encrypts: true, key, [.. iv.Select(b => (byte)(b ^ 0xFF))], Encoding.UTF8.GetBytes(plain))) : plain);
    }

    private static byte[] Gcm(bool encrypts, byte[] key, byte[] iv, byte[] input)
    {
        var cipher = new GcmBlockCipher(new AesEngine());
        cipher.Init(encrypts, new AeadParameters(new KeyParameter(key), 128, iv));
        var output = new byte[cipher.GetOutputSize(input.Length)];
        cipher.DoFinal(output, cipher.ProcessBytes(input, output));
        return output;
    }
}
