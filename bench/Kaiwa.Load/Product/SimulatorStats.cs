namespace Kaiwa.Load.Product;

/// <summary>What the simulator is at, and how its webhooks fared since the last reset.</summary>
internal sealed record SimulatorStats(SimulatorStats.Posts Webhooks, int Moving)
{
    /// <summary>How many were acknowledged, and how soon.</summary>
    internal sealed record Posts(long Acknowledged, long Pending, double AckP50Ms, double AckP99Ms);
}
