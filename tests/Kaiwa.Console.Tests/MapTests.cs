using Kaiwa.Console.Maps;
using Kaiwa.Console.Settings;
using Kaiwa.Features.ShopProfile;

namespace Kaiwa.Console.Tests;

public sealed class MapTests
{
    [Theory]
    [InlineData(35.6812, 139.7671, "Japan")]
    [InlineData(-6.2088, 106.8456, "Indonesia")]
    [InlineData(1.3521, 103.8198, "Singapore")]
    [InlineData(52.52, 13.405, "Germany")]
    [InlineData(-29.5, 28.25, "Lesotho")]
    [InlineData(-28.5, 26.5, "South Africa")]
    [InlineData(22.281, 114.158, "Hong Kong")]
    [InlineData(66.0, -172.0, "Russia")]
    public void A_place_is_in_its_country(double latitude, double longitude, string country) => CountryOutline.Of(new Spot(latitude, longitude))!.Name.ShouldBe(country);

    [Fact]
    public void The_open_sea_has_no_outline() => CountryOutline.Of(new Spot(0, -30)).ShouldBeNull();

    [Fact]
    public void Every_country_fits_its_frame_in_a_few_thousand_letters_and_its_places_lie_in_the_frame()
    {
        foreach (var land in WorldMap.Lands.Where(land => land.Country is "Russia" or "Indonesia" or "Norway" or "Fiji" or "Vatican" or "Canada"))
        {
            var outline = CountryOutline.Of(land.Rings[0][0])!;
            (outline.Own.Length + outline.Around.Length).ShouldBeLessThan(25_000, land.Country);
        }

        var (x, y) = CountryOutline.Of(new Spot(35.6812, 139.7671))!.Point(new Spot(35.6812, 139.7671));
        x.ShouldBeInRange(0, CountryOutline.Width);
        y.ShouldBeInRange(0, CountryOutline.Height);
    }

    [Theory]
    [InlineData(35.6812, 139.7671, 34.7025, 135.4959, 403_000, 2_000)] // Tokyo to Osaka
    [InlineData(51.5074, -0.1278, 48.8566, 2.3522, 343_500, 1_000)] // London to Paris
    [InlineData(0, 179.9, 0, -179.9, 22_239, 10)] // over the date line
    public void Distances_are_over_the_ground(double a, double b, double c, double d, double metres, double within) =>
        new Spot(a, b).MetresTo(new Spot(c, d)).ShouldBe(metres, within);

    [Theory]
    [InlineData("35.6812, 139.7671")]
    [InlineData("35.6812 139.7671")]
    [InlineData("35.6812、139.7671")]
    public void A_place_is_read_as_a_map_gives_it(string typed) => ShopState.Read(typed).ShouldBe(new ShopPlace(35.6812, 139.7671));

    [Theory]
    [InlineData("Tokyo")]
    [InlineData("35.6812")]
    [InlineData("1, 2, 3")]
    public void Words_are_no_place(string typed) => ShopState.Read(typed).ShouldBeNull();
}
