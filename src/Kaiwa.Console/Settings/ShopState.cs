using System.Globalization;
using Kaiwa.Console.Shell;
using Kaiwa.Core.Web;
using Kaiwa.Features.ShopProfile;

namespace Kaiwa.Console.Settings;

/// <summary>The shop as its form has it.</summary>
internal sealed class ShopState(IShop shop, Session session)
{
    public string Name { get; set; } = "";

    public string TimeZone { get; set; } = "UTC";

    /// <summary>Degrees as people copy them from a map: <c>35.6812, 139.7671</c>; empty for nowhere.</summary>
    public string Place { get; set; } = "";

    public Problem? Problem { get; private set; }

    public static IReadOnlyList<string> TimeZones { get; } = [.. TimeZoneInfo.GetSystemTimeZones().Select(zone => zone.Id).Order(StringComparer.Ordinal)];

    public async Task LoadAsync() => Show(await shop.FindAsync(await session.ActorAsync()));

    public async Task<bool> SaveAsync()
    {
        // What is no pair of numbers is no place on earth either: the door says so.
        var place = string.IsNullOrWhiteSpace(Place) ? null : Read(Place) ?? new ShopPlace(double.NaN, double.NaN);
        var saved = await shop.ChangeAsync(await session.ActorAsync(), new ShopView(Name, TimeZone, place));
        Problem = saved.Problem;
        if (Problem is null)
        {
            Show(saved.Value);
        }

        return Problem is null;
    }

    internal static ShopPlace? Read(string typed)
    {
        var parts = typed.Split([',', ';', ' ', '、', '，'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts.Length == 2
            && double.TryParse(parts[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var latitude)
            && double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var longitude)
            ? new ShopPlace(latitude, longitude)
            : null;
    }

    private void Show(ShopView view)
    {
        (Name, TimeZone) = (view.Name, view.TimeZone);
        Place = view.Place is { } place ? string.Create(CultureInfo.InvariantCulture, $"{place.Latitude:0.######}, {place.Longitude:0.######}") : "";
    }
}
