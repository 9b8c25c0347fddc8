using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.ShopProfile;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.ShopProfile;

public sealed class ShopTests
{
    [Theory, Engines]
    public async Task A_shop_says_where_it_is_and_may_take_it_back(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var shop = host.Get<IShop>();

        (await shop.ChangeAsync(host.Shop.Actor, new ShopView(" Tea of Uji ", "Asia/Tokyo", new ShopPlace(34.8892, 135.8077)))).IsOk.ShouldBeTrue();
        (await shop.FindAsync(host.Shop.Actor)).ShouldBe(new ShopView("Tea of Uji", "Asia/Tokyo", new ShopPlace(34.8892, 135.8077)));

        (await shop.ChangeAsync(host.Shop.Actor, new ShopView("Tea of Uji", "Asia/Tokyo"))).IsOk.ShouldBeTrue();
        (await shop.FindAsync(host.Shop.Actor)).Place.ShouldBeNull();
    }

    [Theory, Engines]
    public async Task What_cannot_be_is_refused_and_changes_nothing(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var shop = host.Get<IShop>();
        var before = await shop.FindAsync(host.Shop.Actor);
        async Task<string?> Refusal(ShopView view, Actor? actor = null) => (await shop.ChangeAsync(actor ?? host.Shop.Actor, view)).Problem?.Type;

        (await Refusal(new ShopView(" ", "UTC"))).ShouldBe("shop-name-needed");
        (await Refusal(new ShopView("Tea", "Mars/Olympus"))).ShouldBe("shop-time-zone");
        (await Refusal(new ShopView("Tea", "UTC", new ShopPlace(91, 0)))).ShouldBe("place-not-on-earth");
        (await Refusal(new ShopView("Tea", "UTC", new ShopPlace(double.NaN, double.NaN)))).ShouldBe("place-not-on-earth");
        (await Refusal(new ShopView("Tea", "UTC"), host.Shop.Actor with { Permissions = Permissions.Read | Permissions.Send })).ShouldBe("not-permitted");
        (await shop.FindAsync(host.Shop.Actor)).ShouldBe(before);
    }
}
