namespace Kaiwa.Load.Product;

/// <summary>How soon webhooks were acknowledged.</summary>
internal sealed record SimulatorStats(double AckP50Ms, double AckP99Ms);
