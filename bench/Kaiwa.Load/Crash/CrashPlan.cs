using System.Globalization;

namespace Kaiwa.Load.Crash;

/// <summary>When the server dies in one round: once at a labelled point, and again when the broadcasts have come so far.</summary>
internal sealed record CrashPlan(string? Point, double KillAtShare)
{
    /// <summary>Every point comes round in turn; how often it is passed before it fires, and the random kill, come from the seed.</summary>
    public static IReadOnlyList<CrashPlan> Make(IReadOnlyList<string> points, int rounds, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rounds).Select(round => new CrashPlan(
            points.Count == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"{points[round % points.Count]}:{random.Next(1, 7)}"),
            0.1 + (random.NextDouble() * 0.85)))];
    }
}
