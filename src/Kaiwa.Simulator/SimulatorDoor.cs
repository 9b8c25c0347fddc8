using Kaiwa.Simulator.Shoppers;
using Kaiwa.Simulator.Storage;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator;

/// <summary>The door over the platform.</summary>
internal sealed class SimulatorDoor(Platform platform) : ISimulator
{
    public SimulatedClock Clock => platform.Clock;

    public SimulatorOptions Options => platform.Options;

    public Uri? WebhookUrl => platform.Sender.Target;

    public async Task<bool> SetWebhookAsync(Uri url, bool verify = true, CancellationToken ct = default)
    {
        var verified = !verify || await platform.Sender.VerifyAsync(url, platform.Options.VerifyToken, ct);
        platform.Sender.Target = url;
        return verified;
    }

    public SimulatedPhone Phone(string number) =>
        Phones.TryParse(number, out var phone) ? new SimulatedPhone(platform, phone)
        : throw new ArgumentException($"\"{number}\" is not a phone number: give it with its country code, 7 to 15 digits.", nameof(number));

    public Task<LedgerSummary> LedgerAsync(LedgerQuery? query = null, CancellationToken ct = default) => platform.Ledger.CountAsync(query ?? new LedgerQuery());

    public Task<IReadOnlyList<LedgerMessage>> MessagesAsync(string? phone = null, long after = 0, int limit = 1000, CancellationToken ct = default) =>
        platform.Ledger.MessagesAsync(phone is not null && Phones.TryParse(phone, out var number) ? number : null, after, limit);

    public Task<IReadOnlyList<LedgerInbound>> InboundAsync(long after = 0, int limit = 1000, CancellationToken ct = default) => platform.Ledger.InboundAsync(after, limit);

    public void SetFaults(FaultPlan? plan) => platform.SetFaults(plan);

    public WebhookSummary Webhooks() => platform.Ledger.Webhooks();

    public void ResetStatistics() => platform.Sender.Statistics.Reset();

    public async Task AdvanceAsync(TimeSpan by, CancellationToken ct = default)
    {
        platform.Clock.Advance(by);
        var offset = platform.Clock.Offset.Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture);
        await platform.Writer.WriteAsync(c => SettingsStore.Save(c, "clock", offset));
        await platform.Quality.LookAsync();
    }

    public async Task<bool> SettleAsync(TimeSpan atMost, CancellationToken ct = default)
    {
        var until = platform.Scheduler.NowMs + (long)atMost.TotalMilliseconds;
        while (platform.Courier.Moving > platform.Courier.Waiting || platform.Sender.Pending > 0)
        {
            if (platform.Scheduler.NowMs > until)
            {
                return false;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), platform.Clock, ct);
        }

        return true;
    }

    public Task SetShoppersAsync(ShopperPlan plan, CancellationToken ct = default) => platform.Shoppers.SetAsync(plan);

    public Task ResetAsync(CancellationToken ct = default) => platform.ResetAsync();
}
