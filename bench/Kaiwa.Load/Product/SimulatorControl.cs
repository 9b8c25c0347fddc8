using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Kaiwa.Load.Product;

/// <summary>The simulator's control API: faults, phones, and the ledger that judges every claim.</summary>
internal sealed class SimulatorControl(Uri baseUrl) : IDisposable
{
    private readonly HttpClient http = new() { BaseAddress = baseUrl, Timeout = TimeSpan.FromSeconds(120) };

    public Uri BaseUrl => baseUrl;

    public Task SetWebhookAsync(Credentials server, CancellationToken ct) => PostAsync("webhook", new JsonObject
    {
        ["url"] = server.WebhookUrl!.ToString(),
        ["appSecret"] = server.AppSecret,
        ["verifyToken"] = server.VerifyToken,
    }, ct);

    public Task SetFaultsAsync(JsonObject faults, CancellationToken ct) => PostAsync("faults", faults, ct);

    public async Task<LedgerTotals> LedgerAsync(CancellationToken ct) => (await http.GetFromJsonAsync<LedgerTotals>("ledger", ct))!;

    public async Task<SimulatorStats> StatsAsync(CancellationToken ct) => (await http.GetFromJsonAsync<SimulatorStats>("stats", ct))!;

    public Task ResetStatsAsync(CancellationToken ct) => PostAsync("stats/reset", [], ct);

    /// <summary>Every message the simulator has accepted, page by page.</summary>
    public IAsyncEnumerable<LedgerMessage> MessagesAsync(CancellationToken ct) => MessagesAsync(0, ct);

    /// <summary>Those accepted after the given position.</summary>
    public async IAsyncEnumerable<LedgerMessage> MessagesAsync(long after, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            var page = await http.GetFromJsonAsync<LedgerPage>(string.Create(CultureInfo.InvariantCulture, $"ledger/messages?after={after}&limit=5000"), ct);
            foreach (var message in page!.Messages)
            {
                yield return message;
            }

            if (page.Next is not { } next || page.Messages.Count == 0)
            {
                yield break;
            }

            after = next;
        }
    }

    public Task WriteAsync(string phone, string text, string phoneNumberId, CancellationToken ct) =>
        PostAsync($"phones/{phone}/messages", new JsonObject { ["type"] = "text", ["text"] = new JsonObject { ["body"] = text }, ["to"] = phoneNumberId }, ct);

    public async Task<JsonNode> PhoneAsync(string phone, CancellationToken ct) => (await http.GetFromJsonAsync<JsonNode>($"phones/{phone}", ct))!;

    public void Dispose() => http.Dispose();

    private async Task PostAsync(string path, JsonObject body, CancellationToken ct)
    {
        using var answer = await http.PostAsJsonAsync(path, body, ct);
        if (!answer.IsSuccessStatusCode)
        {
            throw new InvalidOperationException($"The simulator refused POST {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(ct)}");
        }
    }
}
