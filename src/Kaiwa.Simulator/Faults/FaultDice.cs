namespace Kaiwa.Simulator.Faults;

/// <summary>A fault plan at work. Decisions are a hash of the seed and a running number: the same plan and the same order of requests give the same faults.</summary>
internal sealed class FaultDice
{
    private readonly int[] sendsLeft;
    private readonly int[] failuresLeft;
    private long rolls;

    public FaultDice(FaultPlan plan)
    {
        Plan = plan;
        sendsLeft = [.. plan.Sends.Select(s => s.Count == 0 ? int.MaxValue : s.Count)];
        failuresLeft = [.. plan.Failures.Select(s => s.Count == 0 ? int.MaxValue : s.Count)];
    }

    public FaultPlan Plan { get; }

    public bool Strikes(double probability) => probability > 0 && (probability >= 1 || Roll() < probability);

    /// <summary>A whole number of milliseconds between two bounds.</summary>
    public long Between(double minMs, double maxMs) => (long)(minMs + (Roll() * Math.Max(0, maxMs - minMs)));

    public SendFault? NextSendFault() => Next(Plan.Sends, sendsLeft);

    public SendFault? NextFailure() => Next(Plan.Failures, failuresLeft);

    private SendFault? Next(IReadOnlyList<SendFault> faults, int[] left)
    {
        for (var i = 0; i < faults.Count; i++)
        {
            if (Volatile.Read(ref left[i]) > 0 && Strikes(faults[i].Probability) && Interlocked.Decrement(ref left[i]) >= 0)
            {
                return faults[i];
            }
        }

        return null;
    }

    private double Roll()
    {
        unchecked
        {
            // SplitMix64 over seed and running number.
            var z = ((ulong)Plan.Seed * 0x9E3779B97F4A7C15) + ((ulong)Interlocked.Increment(ref rolls) * 0xBF58476D1CE4E5B9);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return ((z ^ (z >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
