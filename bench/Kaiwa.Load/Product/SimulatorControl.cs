using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Kaiwa.Load.Product;

/// <summary>The simulator's control API: faults, phones, and the ledger that judges every claim.</summary>
internal sealed class SimulatorControl(Uri simulatorUrl) : IDisposable
{
    private const int Page = 5000;
    private readonly HttpClient http = new() { BaseAddress = new Uri(simulatorUrl.AbsoluteUri.TrimEnd('/') + "/"), Timeout = TimeSpan.FromSeconds(120) };

    public Task SetWebhookAsync(Uri webhook, CancellationToken ct) => PostAsync("webhook", new JsonObject
    {
        ["url"] = webhook.ToString(),
        ["verify"] = true,
    }, ct);

    public Task SetFaultsAsync(JsonObject faults, CancellationToken ct) => PostAsync("faults", faults, ct);

    public async Task<LedgerTotals> LedgerAsync(CancellationToken ct) => (await http.GetFromJsonAsync<LedgerTotals>("ledger?detail=totals", ct))!;

    public async Task<SimulatorStats> StatsAsync(CancellationToken ct) => (await http.GetFromJsonAsync<SimulatorStats>("stats", ct))!;

    public Task ResetStatsAsync(CancellationToken ct) => PostAsync("stats", [], ct);

    /// <summary>Every message the simulator has accepted, page by page.</summary>
    public IAsyncEnumerable<LedgerMessage> MessagesAsync(CancellationToken ct) => MessagesAsync(0, ct);

    /// <summary>Those accepted after the given position.</summary>
    public async IAsyncEnumerable<LedgerMessage> MessagesAsync(long after, [EnumeratorCancellation] CancellationToken ct)
    {
        while (true)
        {
            var page = (await http.GetFromJsonAsync<LedgerMessage[]>(string.Create(CultureInfo.InvariantCulture, $"ledger/messages?after={after}&limit={Page}"), ct))!;
            foreach (var message in page)
            {
                after = message.Seq;
                yield return message;
            }

            if (page.Length < Page)
            {
                yield break;
            }
        }
    }

    public Task WriteAsync(string phone, string text, string phoneNumberId, CancellationToken ct) =>
        PostAsync($"phones/{phone}/messages", new JsonObject { ["text"] = text, ["to"] = phoneNumberId }, ct);

    /// <summary>Whether the simulator has accepted a message with these words for the phone, whatever became of it since.</summary>
    public async Task<bool> HasAcceptedAsync(string phone, string words, CancellationToken ct) =>
        (await http.GetStringAsync($"ledger/messages?phone={phone}", ct)).Contains(words, StringComparison.Ordinal);

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
