using System.Globalization;

namespace Kaiwa.Load.Crash;

/// <summary>When the server dies in one round: at labelled points, one after another, and once when the broadcasts have come so far.</summary>
internal sealed record CrashPlan(IReadOnlyList<string> Points, double KillAtShare)
{
    /// <summary>Every point comes at least once; how often it is passed before it fires, and the random kill, come from the seed.</summary>
    public static IReadOnlyList<CrashPlan> Make(IReadOnlyList<string> points, int rounds, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, rounds).Select(round => new CrashPlan(PointsOf(points, round, rounds, random), 0.1 + (random.NextDouble() * 0.85)))];
    }

    private static string[] PointsOf(IReadOnlyList<string> points, int round, int rounds, Random random)
    {
        IEnumerable<string> mine = rounds >= points.Count
            ? points.Count == 0 ? [] : [points[round % points.Count]]
            : points.Where((_, index) => index % rounds == round);

        // Freezing and enqueuing pass once for each broadcast of a round: they are listed last and come first.
        return [.. mine.Reverse().Select(point => string.Create(CultureInfo.InvariantCulture, $"{point}:{(IsRare(point) ? 1 : random.Next(1, 20))}"))];
    }

    private static bool IsRare(string point) => point.Contains("freeze", StringComparison.Ordinal) || point.Contains("enqueue", StringComparison.Ordinal);
}
