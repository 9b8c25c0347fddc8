using System.Text.Json;

namespace Kaiwa.Console.Maps;

/// <summary>Where countries are: Natural Earth's outlines at 1:50 million, read once from the file beside this class. Nobody outside is asked.</summary>
internal static class WorldMap
{
    // A harbour may lie off so coarse a coast: half a degree is about fifty kilometres.
    private const double Shore = 0.5;
    private static readonly Lazy<IReadOnlyList<Land>> Read = new(ReadAll);

    public static IReadOnlyList<Land> Lands => Read.Value;

    /// <summary>The piece of land that a place lies on, or the nearest shore; null on the open sea.</summary>
    public static Land? Find(Spot place) => Lands.FirstOrDefault(land => land.Holds(place))
        ?? Lands.Where(land => land.Box.Grown(Shore).Holds(place)).Where(land => land.AwayFrom(place) < Shore).MinBy(land => land.AwayFrom(place));

    private static List<Land> ReadAll()
    {
        using var stream = typeof(WorldMap).Assembly.GetManifestResourceStream("Kaiwa.Console.Maps.countries-50m.json")!;
        using var file = JsonDocument.Parse(stream);
        var root = file.RootElement;
        var (scale, shift) = (Pair(root.GetProperty("transform").GetProperty("scale")), Pair(root.GetProperty("transform").GetProperty("translate")));
        var arcs = root.GetProperty("arcs").EnumerateArray().Select(arc => Arc(arc, scale, shift)).ToArray();
        var lands = new List<Land>();
        foreach (var country in root.GetProperty("objects").GetProperty("countries").GetProperty("geometries").EnumerateArray())
        {
            var name = country.GetProperty("properties").GetProperty("name").GetString() ?? "";
            var polygons = country.GetProperty("type").GetString() == "Polygon" ? [country.GetProperty("arcs")] : country.GetProperty("arcs").EnumerateArray().ToArray();
            lands.AddRange(polygons.Select(polygon => new Land(name, polygon.EnumerateArray().Select(ring => Ring(ring, arcs)).ToArray())));
        }

        return lands;
    }

    // TopoJSON: each point is told by its distance from the one before.
    private static Spot[] Arc(JsonElement arc, (double X, double Y) scale, (double X, double Y) shift)
    {
        var (x, y) = (0.0, 0.0);
        return arc.EnumerateArray().Select(step =>
        {
            var (dx, dy) = Pair(step);
            (x, y) = (x + dx, y + dy);
            return new Spot((y * scale.Y) + shift.Y, (x * scale.X) + shift.X);
        }).ToArray();
    }

    // A negative number is an arc walked backwards; the first point of each arc is the last one of the arc before.
    private static Spot[] Ring(JsonElement ring, Spot[][] arcs) => ring.EnumerateArray()
        .SelectMany((part, at) => (part.GetInt32() is var index && index < 0 ? arcs[~index].AsEnumerable().Reverse() : arcs[index]).Skip(at == 0 ? 0 : 1))
        .ToArray();

    private static (double X, double Y) Pair(JsonElement pair) => (pair[0].GetDouble(), pair[1].GetDouble());
}
