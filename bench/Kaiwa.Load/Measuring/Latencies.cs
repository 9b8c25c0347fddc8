using System.Diagnostics;

namespace Kaiwa.Load.Measuring;

/// <summary>A histogram of durations: 64 exact-to-1.6 % steps per power of two of a microsecond, safe for many writers.</summary>
internal sealed class Latencies
{
    private const int Steps = 64;
    private readonly long[] buckets = new long[40 * Steps];
    private long total, max;

    public long Count => Interlocked.Read(ref total);

    public double MaxMs => Interlocked.Read(ref max) * 1000.0 / Stopwatch.Frequency;

    public void Add(long stopwatchTicks)
    {
        var micros = Math.Max(1, stopwatchTicks * 1_000_000 / Stopwatch.Frequency);
        var power = 63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)micros);
        var step = (int)((micros - (1L << power)) * Steps >> power);
        Interlocked.Increment(ref buckets[Math.Min(buckets.Length - 1, power * Steps + step)]);
        Interlocked.Increment(ref total);
        for (var seen = Interlocked.Read(ref max); stopwatchTicks > seen;)
        {
            var found = Interlocked.CompareExchange(ref max, stopwatchTicks, seen);
            if (found == seen)
            {
                break;
            }

            seen = found;
        }
    }

    /// <summary>The quantile in milliseconds, rounded up to the end of its step.</summary>
    public double P(double quantile)
    {
        var wanted = (long)Math.Ceiling(Count * quantile);
        long sum = 0;
        for (var i = 0; i < buckets.Length; i++)
        {
            sum += Interlocked.Read(ref buckets[i]);
            if (sum >= wanted && wanted > 0)
            {
                var power = i / Steps;
                return Math.Min(MaxMs, ((1L << power) + ((i % Steps + 1) * (1L << power) / (double)Steps)) / 1000.0);
            }
        }

        return 0;
    }

    public void Clear()
    {
        Array.Clear(buckets);
        (total, max) = (0, 0);
    }
}
