namespace Kaiwa.Simulator;

/// <summary>How a simulated Meta is set up. Everything has a default that works for a demo on one machine.</summary>
public sealed class SimulatorOptions
{
    /// <summary>The SQLite file of state and ledger. It outlives this process and the one it judges.</summary>
    public string DataFile { get; set; } = "simulator.db";

    /// <summary>Where signed webhooks go. Null keeps them pending until a URL is set.</summary>
    public Uri? WebhookUrl { get; set; }

    /// <summary>Base of the addresses that the Graph API hands out (media, paging), its prefix included. Null: taken from each request.</summary>
    public Uri? PublicBaseUrl { get; set; }

    public string AppId { get; set; } = "670843887433847";
    public string AppSecret { get; set; } = "simulated-app-secret";
    public string VerifyToken { get; set; } = "simulated-verify-token";
    public string AccessToken { get; set; } = "simulated-access-token";

    /// <summary>Opened limits for benchmarks: no throughput, pair or portfolio limit. The 24-hour window still holds.</summary>
    public bool Open { get; set; }

    /// <summary>Refuse a message outside the window in the answer itself (131047) rather than with a failed status.</summary>
    public bool WindowErrorInAnswer { get; set; }

    /// <summary>The error of a message beyond the portfolio's limit. Meta's own is not documented; see LIMITS.md.</summary>
    public int PortfolioLimitError { get; set; } = 131048;

    public SimulatorSeed Seed { get; set; } = SimulatorSeed.Demo();

    public DelayRange SentAfter { get; set; } = DelayRange.Milliseconds(80, 300);
    public DelayRange DeliveredAfter { get; set; } = DelayRange.Milliseconds(300, 1500);
    public DelayRange ReadAfter { get; set; } = DelayRange.Milliseconds(1500, 12000);

    /// <summary>The share of delivered messages that are read, from 0 to 1.</summary>
    public double ReadShare { get; set; } = 1;

    /// <summary>How long a webhook may take before it counts as unanswered.</summary>
    public TimeSpan WebhookTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The most webhooks under way at one time.</summary>
    public int WebhookConcurrency { get; set; } = 256;

    /// <summary>The longest pause between two attempts for one webhook. The first retry comes at once.</summary>
    public TimeSpan WebhookRetryCap { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a webhook is retried before it is given up. Meta: seven days.</summary>
    public TimeSpan WebhookRetryFor { get; set; } = TimeSpan.FromDays(7);

    /// <summary>The version of Meta's API that webhooks follow. Up to 23 every priced status has a <c>conversation</c>; from 24 on those of free entry points alone.</summary>
    public int WebhookVersion { get; set; } = 24;

    /// <summary>How many updates one webhook may carry. 1 sends each alone; Meta goes up to 1,000.</summary>
    public int WebhookBatch { get; set; } = 1;

    /// <summary>Whether shoppers write, read and tap by themselves from the start.</summary>
    public bool ShoppersOn { get; set; }

    /// <summary>Whether POST /reset may empty the simulator.</summary>
    public bool AllowReset { get; set; } = true;
}

/// <summary>A time between two bounds, drawn anew for each message.</summary>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct DelayRange(TimeSpan Min, TimeSpan Max)
{
    public static DelayRange None => default;

    public static DelayRange Milliseconds(double min, double max) => new(TimeSpan.FromMilliseconds(min), TimeSpan.FromMilliseconds(max));

    internal long Pick(Random dice)
    {
        var min = (long)Min.TotalMilliseconds;
        var max = (long)Max.TotalMilliseconds;
        return max <= min ? min : dice.NextInt64(min, max + 1);
    }
}
