using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Kaiwa.Load.Measuring;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Fuzz;

/// <summary>Wrong bodies over HTTP: an answer of 500 or more, or none, is a failure. Webhooks are rightly signed, messages carry a valid key.</summary>
internal sealed class HttpFuzz(Credentials shop) : IDisposable
{
    private const int Connections = 32;
    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = Connections, UseProxy = false, UseCookies = false }) { Timeout = TimeSpan.FromSeconds(60) };

    public int Failures { get; private set; }

    /// <summary>How often each status was answered.</summary>
    public SortedDictionary<int, int> Answers { get; } = [];

    public Task<double> WebhooksAsync(IReadOnlyList<byte[]> seeds, int seed, long bodies, CancellationToken ct) => RunAsync(seeds, seed, bodies, Webhook, ct);

    public Task<double> MessagesAsync(IReadOnlyList<byte[]> seeds, int seed, long bodies, CancellationToken ct) => RunAsync(seeds, seed, bodies, Message, ct);

    public void Dispose() => http.Dispose();

    private async Task<double> RunAsync(IReadOnlyList<byte[]> seeds, int seed, long bodies, Func<byte[], HttpRequestMessage> request, CancellationToken ct)
    {
        var mutator = new Mutator(seeds, seed);
        var start = Stopwatch.GetTimestamp();
        var left = bodies;
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(
            async () =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                {
                    byte[] body;
                    lock (mutator)
                    {
                        body = mutator.Next().Body;
                    }

                    await SendAsync(request, body, ct);
                }
            },
            ct)));
        return bodies / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private async Task SendAsync(Func<byte[], HttpRequestMessage> make, byte[] body, CancellationToken ct)
    {
        try
        {
            using var request = make(body);
            using var answer = await http.SendAsync(request, ct);
            var text = await answer.Content.ReadAsStringAsync(ct);
            Note((int)answer.StatusCode, answer.StatusCode >= HttpStatusCode.InternalServerError ? $"answered {(int)answer.StatusCode} {text}" : null, body);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException && !ct.IsCancellationRequested)
        {
            Note(0, $"gave no answer ({error.Message})", body);
        }
    }

    private void Note(int status, string? failure, byte[] body)
    {
        lock (Answers)
        {
            Answers[status] = Answers.GetValueOrDefault(status) + 1;
            if (failure is not null)
            {
                Failures++;
                Report.Say($"Kaiwa {failure} to {Convert.ToBase64String(body)}");
            }
        }
    }

    private HttpRequestMessage Webhook(byte[] body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, shop.WebhookUrl) { Content = Json(body) };
        request.Headers.TryAddWithoutValidation("X-Hub-Signature-256", "sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(shop.AppSecret), body)));
        return request;
    }

    private HttpRequestMessage Message(byte[] body) => new(HttpMethod.Post, new Uri(shop.GraphBaseUrl, $"/v23.0/{shop.PhoneNumberId}/messages"))
    {
        Content = Json(body),
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", shop.AccessToken) },
    };

    private static ByteArrayContent Json(byte[] body) => new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
}
