using System.Diagnostics;
using System.Net.Http.Headers;
using Kaiwa.Load.Measuring;

namespace Kaiwa.Load.Product;

/// <summary>A program of the shop that sends templates to Meta's own path, at Meta's address or at Kaiwa's.</summary>
internal sealed class GraphSender(Credentials at, int connections) : IDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false, UseCookies = false, ActivityHeadersPropagator = null }) { Timeout = TimeSpan.FromSeconds(60) };
    private readonly Uri path = new(at.GraphBaseUrl.ToString().TrimEnd('/') + $"/v23.0/{at.PhoneNumberId}/messages");

    /// <summary>Sends one message to each, so many at once; the time to each answer goes into <paramref name="latencies"/>. Returns how many were not answered with 200.</summary>
    public async Task<int> SendAsync(IReadOnlyList<string> phones, Latencies latencies, CancellationToken ct)
    {
        var (next, failed) = (-1, 0);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(
            async () =>
            {
                for (var i = Interlocked.Increment(ref next); i < phones.Count; i = Interlocked.Increment(ref next))
                {
                    var start = Stopwatch.GetTimestamp();
                    using var answer = await http.SendAsync(Message(phones[i]), ct);
                    await answer.Content.ReadAsByteArrayAsync(ct);
                    latencies.Add(Stopwatch.GetTimestamp() - start);
                    Interlocked.Add(ref failed, answer.IsSuccessStatusCode ? 0 : 1);
                }
            },
            ct)));
        return failed;
    }

    public void Dispose() => http.Dispose();

    private HttpRequestMessage Message(string phone) => new(HttpMethod.Post, path)
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", at.AccessToken) },
        Content = new StringContent(
            $$"""
            {"messaging_product":"whatsapp","to":"+{{phone}}","type":"template","template":{"name":"hello_world","language":{"code":"en_US"} } }
            """,
            new MediaTypeHeaderValue("application/json")),
    };
}
