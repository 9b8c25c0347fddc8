using System.Globalization;

namespace Kaiwa.Features.Templates;

/// <summary>A place as a person writes it: <c>latitude, longitude, name, address</c>.</summary>
public sealed record Place(double Latitude, double Longitude, string? Name, string? Address)
{
    public static Place? Read(string text)
    {
        var parts = text.Split(',', 4, StringSplitOptions.TrimEntries);
        return parts.Length >= 2
            && double.TryParse(parts[0], CultureInfo.InvariantCulture, out var latitude) && latitude is >= -90 and <= 90
            && double.TryParse(parts[1], CultureInfo.InvariantCulture, out var longitude) && longitude is >= -180 and <= 180
            ? new Place(latitude, longitude, parts.ElementAtOrDefault(2), parts.ElementAtOrDefault(3))
            : null;
    }
}
