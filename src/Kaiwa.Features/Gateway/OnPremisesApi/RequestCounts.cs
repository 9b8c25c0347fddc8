using System.Collections.Concurrent;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>How many calls a number had since the start, and how long they took: what monitoring programs of the old client ask for.</summary>
internal sealed class RequestCounts(TimeProvider time)
{
    private readonly long started = time.GetTimestamp();
    private readonly ConcurrentDictionary<(Id<Number> Number, string Call, string Result), Tally> tallies = new();

    public TimeSpan Uptime => time.GetElapsedTime(started);

    public void Add(Id<Number> number, string call, int status, TimeSpan took)
    {
        var tally = tallies.GetOrAdd((number, call, status < 400 ? "success" : "failure"), _ => new Tally());
        Interlocked.Increment(ref tally.Calls);
        Interlocked.Add(ref tally.Milliseconds, (long)took.TotalMilliseconds);
    }

    public IReadOnlyList<Line> Of(Id<Number> number) => tallies.Where(pair => pair.Key.Number == number)
        .Select(pair => new Line(pair.Key.Call, pair.Key.Result, Interlocked.Read(ref pair.Value.Calls), Interlocked.Read(ref pair.Value.Milliseconds)))
        .OrderBy(line => line.Call, StringComparer.Ordinal).ThenBy(line => line.Result, StringComparer.Ordinal).ToList();

    public sealed record Line(string Call, string Result, long Calls, long Milliseconds);

    private sealed class Tally
    {
        public long Calls;
        public long Milliseconds;
    }
}
