namespace Kaiwa.Simulator.Webhooks;

/// <summary>How webhooks were answered: counts, and acknowledgement times in buckets two per cent wide.</summary>
internal sealed class AckStatistics
{
    private const int Buckets = 1200;
    private readonly long[] buckets = new long[Buckets];
    private long attempts;
    private long acknowledged;
    private long retried;
    private long failed;
    private long givenUp;
    private long dropped;
    private long duplicated;

    public long Attempts => Interlocked.Read(ref attempts);
    public long Acknowledged => Interlocked.Read(ref acknowledged);
    public long Retried => Interlocked.Read(ref retried);
    public long Failed => Interlocked.Read(ref failed);
    public long GivenUp => Interlocked.Read(ref givenUp);
    public long Dropped => Interlocked.Read(ref dropped);
    public long Duplicated => Interlocked.Read(ref duplicated);

    public void Attempted(bool isRetry)
    {
        Interlocked.Increment(ref attempts);
        if (isRetry)
        {
            Interlocked.Increment(ref retried);
        }
    }

    public void Answered(double microseconds)
    {
        Interlocked.Increment(ref acknowledged);
        var index = microseconds <= 1 ? 0 : (int)(Math.Log(microseconds) / 0.02);
        Interlocked.Increment(ref buckets[Math.Min(index, Buckets - 1)]);
    }

    public void Unanswered() => Interlocked.Increment(ref failed);

    public void GaveUp() => Interlocked.Increment(ref givenUp);

    public void WasDropped() => Interlocked.Increment(ref dropped);

    public void WasDuplicated() => Interlocked.Increment(ref duplicated);

    /// <summary>The time, in milliseconds, below which this share of acknowledgements lies.</summary>
    public double PercentileMs(double share)
    {
        long total = 0;
        foreach (var count in buckets)
        {
            total += count;
        }

        var wanted = (long)Math.Ceiling(total * share);
        long seen = 0;
        for (var i = 0; i < Buckets && total > 0; i++)
        {
            seen += Interlocked.Read(ref buckets[i]);
            if (seen >= wanted)
            {
                return Math.Round(Math.Exp((i + 1) * 0.02) / 1000, 3);
            }
        }

        return 0;
    }

    public void Reset()
    {
        Array.Clear(buckets);
        attempts = acknowledged = retried = failed = givenUp = dropped = duplicated = 0;
    }
}
