namespace Kaiwa.Simulator.Rules;

/// <summary>Messages a second of one business number: a bucket of one second's worth, refilled evenly, on the monotonic clock.</summary>
internal sealed class ThroughputLimit(int messagesPerSecond)
{
    private readonly Lock gate = new();
    private double tokens = messagesPerSecond;
    private long lastMs = long.MinValue;

    public bool TryTake(long monotonicMs)
    {
        lock (gate)
        {
            if (lastMs != long.MinValue)
            {
                tokens = Math.Min(messagesPerSecond, tokens + ((monotonicMs - lastMs) * messagesPerSecond / 1000d));
            }

            lastMs = monotonicMs;
            if (tokens < 1)
            {
                return false;
            }

            tokens--;
            return true;
        }
    }
}
