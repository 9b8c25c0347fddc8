namespace Kaiwa.Console.Maps;

/// <summary>A place in degrees.</summary>
public readonly record struct Spot(double Latitude, double Longitude)
{
    private const double EarthRadius = 6_371_008.8;

    /// <summary>Over the ground, in metres, on a round earth.</summary>
    public double MetresTo(Spot other)
    {
        var (a, b) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(other.Latitude));
        var sine = Math.Pow(Math.Sin((b - a) / 2), 2) + (Math.Cos(a) * Math.Cos(b) * Math.Pow(Math.Sin(double.DegreesToRadians(other.Longitude - Longitude) / 2), 2));
        return 2 * EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt(sine)));
    }
}

/// <summary>A stretch of the globe, in degrees.</summary>
internal readonly record struct Box(double South, double West, double North, double East)
{
    public Box Grown(double by) => new(South - by, West - by, North + by, East + by);

    public bool Holds(Spot place) => place.Latitude >= South && place.Latitude <= North && place.Longitude >= West && place.Longitude <= East;

    public bool Meets(Box other) => South <= other.North && other.South <= North && West <= other.East && other.West <= East;
}

/// <summary>One piece of a country: its shore first, then what lies inside and does not belong to it.</summary>
internal sealed class Land(string country, Spot[][] rings)
{
    public string Country { get; } = country;

    public IReadOnlyList<Spot[]> Rings { get; } = rings;

    public Box Box { get; } = new(rings[0].Min(p => p.Latitude), rings[0].Min(p => p.Longitude), rings[0].Max(p => p.Latitude), rings[0].Max(p => p.Longitude));

    /// <summary>Even and odd: a ray to the east crosses the borders an odd number of times when it starts inside.</summary>
    public bool Holds(Spot place)
    {
        if (!Box.Holds(place))
        {
            return false;
        }

        var isInside = false;
        foreach (var ring in Rings)
        {
            for (int i = 0, j = ring.Length - 1; i < ring.Length; j = i++)
            {
                var (a, b) = (ring[i], ring[j]);
                if (a.Latitude > place.Latitude != b.Latitude > place.Latitude
                    && place.Longitude < ((b.Longitude - a.Longitude) * (place.Latitude - a.Latitude) / (b.Latitude - a.Latitude)) + a.Longitude)
                {
                    isInside = !isInside;
                }
            }
        }

        return isInside;
    }

    /// <summary>Degrees to the nearest point of the shore.</summary>
    public double AwayFrom(Spot place) => Rings[0].Min(p => Math.Max(Math.Abs(p.Latitude - place.Latitude), Math.Abs(p.Longitude - place.Longitude)));
}
