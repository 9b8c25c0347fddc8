namespace Kaiwa.Simulator;

/// <summary>The simulator as code in the same process sees it: tests and the demo command. Everything here is also served over HTTP.</summary>
public interface ISimulator
{
    /// <summary>Simulated time; share it with the server under test.</summary>
    SimulatedClock Clock { get; }

    SimulatorOptions Options { get; }

    /// <summary>Where webhooks go.</summary>
    Uri? WebhookUrl { get; }

    /// <summary>Points the webhooks at a URL, after Meta's handshake when asked for; false when that failed (the URL is set all the same).</summary>
    Task<bool> SetWebhookAsync(Uri url, bool verify = true, CancellationToken ct = default);

    /// <summary>A customer's phone; any valid number is one.</summary>
    SimulatedPhone Phone(string number);

    Task<LedgerSummary> LedgerAsync(LedgerQuery? query = null, CancellationToken ct = default);

    /// <summary>Accepted messages, oldest first, after a sequence number.</summary>
    Task<IReadOnlyList<LedgerMessage>> MessagesAsync(string? phone = null, long after = 0, int limit = 1000, CancellationToken ct = default);

    /// <summary>Messages that phones wrote, oldest first, after a sequence number.</summary>
    Task<IReadOnlyList<LedgerInbound>> InboundAsync(long after = 0, int limit = 1000, CancellationToken ct = default);

    /// <summary>Puts faults in force; null lifts them.</summary>
    void SetFaults(FaultPlan? plan);

    WebhookSummary Webhooks();

    void ResetStatistics();

    /// <summary>Moves simulated time forward and keeps that across restarts.</summary>
    Task AdvanceAsync(TimeSpan by, CancellationToken ct = default);

    /// <summary>Waits until every message is finished and every webhook acknowledged; false when the time ran out.</summary>
    Task<bool> SettleAsync(TimeSpan atMost, CancellationToken ct = default);

    /// <summary>Sets believable customers going, or stops them.</summary>
    Task SetShoppersAsync(ShopperPlan plan, CancellationToken ct = default);

    /// <summary>Forgets messages, phones and counts.</summary>
    Task ResetAsync(CancellationToken ct = default);
}
