using Kaiwa.Console.Shell;
using Kaiwa.Features.ShopProfile;

namespace Kaiwa.Console.Maps;

/// <summary>Where the shop is, asked once for each screen.</summary>
internal sealed class ShopNearby(IShop shop, Session session)
{
    private Task<ShopView>? asked;

    public async Task<Spot?> PlaceAsync()
    {
        asked ??= shop.FindAsync(await session.ActorAsync());
        return (await asked).Place is { } place ? new Spot(place.Latitude, place.Longitude) : null;
    }
}
