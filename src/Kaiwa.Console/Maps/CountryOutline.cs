using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace Kaiwa.Console.Maps;

/// <summary>A country drawn into a small frame, with its neighbours behind it, and the point in the frame where a place is.</summary>
internal sealed class CountryOutline
{
    public const int Width = 280;
    public const int Height = 150;

    // What moves the pen by less than this is not seen, nor is an island smaller than a few strokes.
    private const double Fine = 1.5;
    private const double Coarse = 3;
    private const double Island = 3;
    private const double Margin = 10;
    private static readonly ConcurrentDictionary<Land, CountryOutline> Drawn = new();
    private readonly Spot middle;
    private readonly double scale;
    private readonly double narrow;

    private CountryOutline(Land land)
    {
        var box = land.Box;
        middle = new Spot((box.South + box.North) / 2, (box.West + box.East) / 2);
        narrow = Math.Max(0.1, Math.Cos(double.DegreesToRadians(middle.Latitude)));
        scale = Math.Min((Width - (2 * Margin)) / Math.Max((box.East - box.West) * narrow, 0.01), (Height - (2 * Margin)) / Math.Max(box.North - box.South, 0.01));
        var (high, wide) = (Height / 2.0 / scale, Width / 2.0 / scale / narrow);
        var frame = new Box(middle.Latitude - high, middle.Longitude - wide, middle.Latitude + high, middle.Longitude + wide);
        var seen = WorldMap.Lands.Where(other => other.Box.Meets(frame)).ToLookup(other => other.Country == land.Country);
        (Name, Own, Around) = (land.Country, Path(seen[true], land, Fine), Path(seen[false], land, Coarse));
    }

    public string Name { get; }

    /// <summary>The country as a path of SVG.</summary>
    public string Own { get; }

    /// <summary>What lies around it.</summary>
    public string Around { get; }

    /// <summary>Null on the open sea.</summary>
    public static CountryOutline? Of(Spot place) => WorldMap.Find(place) is { } land ? Drawn.GetOrAdd(land, one => new CountryOutline(one)) : null;

    public (double X, double Y) Point(Spot place) =>
        ((Width / 2.0) + ((place.Longitude - middle.Longitude) * narrow * scale), (Height / 2.0) - ((place.Latitude - middle.Latitude) * scale));

    private string Path(IEnumerable<Land> lands, Land land, double pen)
    {
        var path = new StringBuilder();
        foreach (var ring in lands.SelectMany(one => one.Rings))
        {
            var points = Visible(ring, pen);
            if (points.Count > 2 && (ring == land.Rings[0] || IsSeen(points)))
            {
                path.Append('M').AppendJoin('L', points.Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#} {p.Y:0.#}"))).Append('Z');
            }
        }

        return path.ToString();
    }

    // Runs of points beyond the same edge are nothing but detours, and so are steps finer than the pen.
    private List<(double X, double Y)> Visible(Spot[] ring, double pen)
    {
        var points = new List<(double X, double Y)>();
        foreach (var spot in ring)
        {
            var next = Point(spot);
            while (points.Count > 1 && (Beyond(points[^2]) & Beyond(points[^1]) & Beyond(next)) != 0)
            {
                points.RemoveAt(points.Count - 1);
            }

            if (points.Count == 0 || Math.Abs(next.X - points[^1].X) + Math.Abs(next.Y - points[^1].Y) > pen)
            {
                points.Add(next);
            }
        }

        return points;
    }

    private static bool IsSeen(List<(double X, double Y)> points) =>
        points.Max(p => p.X) - points.Min(p => p.X) > Island || points.Max(p => p.Y) - points.Min(p => p.Y) > Island;

    private static int Beyond((double X, double Y) point) => (point.X < 0 ? 1 : point.X > Width ? 2 : 0) | (point.Y < 0 ? 4 : point.Y > Height ? 8 : 0);
}
