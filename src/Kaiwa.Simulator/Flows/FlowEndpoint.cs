using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Api.Json;
using Kaiwa.WhatsApp.Webhooks;

namespace Kaiwa.Simulator.Flows;

/// <summary>Asks the endpoint of a flow, as a phone does: encrypted, signed, and once more with a new key when it could not decrypt.</summary>
internal sealed class FlowEndpoint(SimulatorOptions options) : IDisposable
{
    private const long MaxAnswerBytes = 14 << 20; // 10 MB in Base64

    // A third party's observation of how long WhatsApp waits; Meta names no number.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionIdleTimeout = TimeSpan.FromMinutes(2) });
    private readonly byte[] secret = Encoding.UTF8.GetBytes(options.AppSecret);

    /// <summary>The endpoint's answer in the clear, or why there is none.</summary>
    public async Task<Answer> AskAsync(string endpoint, Func<string?> publicKey, JsonObject request, CancellationToken ct)
    {
        var answer = await TryAsync(endpoint, publicKey(), request, ct);
        return answer.Http == 421 ? await TryAsync(endpoint, publicKey(), request, ct) : answer;
    }

    public void Dispose() => http.Dispose();

    private async Task<Answer> TryAsync(string endpoint, string? pem, JsonObject request, CancellationToken ct)
    {
        if (pem is null)
        {
            return new Answer(0, null, "The number has no public key: upload one to whatsapp_business_encryption.");
        }

        using var key = RSA.Create();
        key.ImportFromPem(pem);
        var cipher = FlowCipher.New();
        var body = cipher.Seal(key, JsonSerializer.SerializeToUtf8Bytes(request));
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using var message = new HttpRequestMessage(HttpMethod.Post, endpoint) { Content = content };
        message.Headers.TryAddWithoutValidation(WebhookSignature.HeaderName, WebhookSignature.Sign(body, secret));
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(ct);
        timeout.CancelAfter(Patience);
        try
        {
            using var response = await http.SendAsync(message, timeout.Token);
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, timeout.Token);
            var text = Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(timeout.Token));
            var status = (int)response.StatusCode;
            return status == 200 ? new Answer(status, Read(cipher, text), null) : new Answer(status, null, Sentence(status, text));
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException && !ct.IsCancellationRequested)
        {
            return new Answer(0, null, $"The endpoint did not answer: {failure.Message}");
        }
        catch (Exception wrong) when (wrong is FormatException or JsonException)
        {
            return new Answer(200, null, $"The endpoint's answer cannot be read: {wrong.Message}");
        }
    }

    private static JsonObject Read(FlowCipher cipher, string text) =>
        StrictJson.Parse(cipher.Open(text)) as JsonObject ?? throw new JsonException("It is no JSON object.");

    private static string Sentence(int status, string text) => status switch
    {
        421 => "The endpoint could not decrypt the request (HTTP 421), not with a new key either.",
        427 => Words(text) ?? "The flow token is no longer valid (HTTP 427).",
        432 => "The endpoint refused the signature (HTTP 432).",
        _ => $"The endpoint answered HTTP {status}.",
    };

    private static string? Words(string text)
    {
        try
        {
            return (string?)StrictJson.Parse(text)?["error_msg"];
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What came back: the HTTP status (0 for none), and the plain text or the reason.</summary>
    internal sealed record Answer(int Http, JsonObject? Plain, string? Error);
}
