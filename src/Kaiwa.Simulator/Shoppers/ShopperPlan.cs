namespace Kaiwa.Simulator;

/// <summary>How believable customers behave; shares run from 0 to 1.</summary>
public sealed record ShopperPlan
{
    public bool On { get; init; } = true;

    /// <summary>Shoppers who write by themselves when switched on.</summary>
    public int Opening { get; init; } = 6;

    /// <summary>The share of marketing templates that are answered, by text or by a tap.</summary>
    public double ReplyShare { get; init; } = 0.04;

    /// <summary>The share of marketing templates answered with a stop.</summary>
    public double StopShare { get; init; } = 0.004;

    /// <summary>The share of an agent's answers that shoppers answer again.</summary>
    public double AnswerShare { get; init; } = 0.6;

    public double MinDelayMs { get; init; } = 2000;
    public double MaxDelayMs { get; init; } = 25000;
    public int Seed { get; init; } = 7;
}
