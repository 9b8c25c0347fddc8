namespace Kaiwa.Simulator;

/// <summary>Wall time that can be moved forward. Timestamps and timers stay on the real, monotonic clock: pace and timeouts are not simulated.</summary>
public sealed class SimulatedClock(TimeProvider real) : TimeProvider
{
    private long offsetTicks;

    public SimulatedClock() : this(System)
    {
    }

    public TimeSpan Offset => TimeSpan.FromTicks(Interlocked.Read(ref offsetTicks));

    public override long TimestampFrequency => real.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + Offset;

    public override long GetTimestamp() => real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => real.CreateTimer(callback, state, dueTime, period);

    /// <summary>Moves the clock by an amount; time never runs backwards.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        Interlocked.Add(ref offsetTicks, by.Ticks);
    }

    /// <summary>Moves the clock forward to an instant.</summary>
    public void AdvanceTo(DateTimeOffset now)
    {
        var by = now - GetUtcNow();
        Advance(by > TimeSpan.Zero ? by : TimeSpan.Zero);
    }

    internal void Restore(TimeSpan offset) => Interlocked.Exchange(ref offsetTicks, Math.Max(offset.Ticks, Interlocked.Read(ref offsetTicks)));

    internal long NowMs => GetUtcNow().ToUnixTimeMilliseconds();
}
