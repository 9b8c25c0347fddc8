using System.Net;

namespace Kaiwa.Tests.Simulator;

public sealed class CatalogueTests
{
    private const string Account = "/v23.0/" + SimulatedWorld.AccountId;

    [Fact]
    public async Task Products_come_in_batches_and_lie_in_sets()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var catalogue = await OpenAsync(world);

        var set = (await world.PostAsync(catalogue + "/product_sets", new { name = "Green", filter = """{"retailer_id":{"is_any":["sencha"]}}""" })).Json.Text("id");

        (await world.GetAsync(catalogue + "/products?fields=retailer_id,name,price")).Json.GetProperty("data").EnumerateArray()
            .Select(product => (product.Text("retailer_id"), product.Text("name"), product.Text("price"))).ShouldBe([("sencha", "Sencha", "9.99 USD"), ("mug", "Mug", "15.00 USD")]);
        (await world.GetAsync($"/v23.0/{set}/products")).Json.GetProperty("data").EnumerateArray().Single().Text("retailer_id").ShouldBe("sencha");
        (await world.GetAsync(Account + "/product_catalogs")).Json.GetProperty("data").EnumerateArray().Single().Text("name").ShouldBe("Tea");
    }

    [Fact]
    public async Task A_product_that_the_catalogue_lacks_is_not_sent_and_any_is_when_there_is_no_catalogue()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.PostAsync("/phones/16505551234/messages", new { text = "Tea?" });
        (await SendAsync(world, "any", "oolong")).Status.ShouldBe(HttpStatusCode.OK);

        var catalogue = await OpenAsync(world);

        (await SendAsync(world, catalogue["/v23.0/".Length..], "sencha")).Status.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(world, catalogue["/v23.0/".Length..], "oolong")).ErrorCode.ShouldBe(131009);
        (await SendAsync(world, "12345", "sencha")).ErrorCode.ShouldBe(131009);
    }

    [Fact]
    public async Task A_cart_on_the_phone_has_the_catalogue_s_price()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.PostAsync("/phones/16505551234/messages", new { text = "Tea?" });
        var catalogue = await OpenAsync(world);
        await SendAsync(world, catalogue["/v23.0/".Length..], "sencha");
        await world.StatusesAsync();

        await world.PostAsync("/phones/16505551234/messages", new { cart = new[] { new { product = "sencha", quantity = 2, price = 1 } } });

        var item = (await world.InboundAsync())[^1].GetProperty("order").GetProperty("product_items")[0];
        item.GetProperty("item_price").GetDecimal().ShouldBe(9.99m);
        item.GetProperty("quantity").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task A_product_deleted_is_gone_from_the_catalogue()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var catalogue = await OpenAsync(world);

        var verdicts = (await world.PostAsync(catalogue + "/items_batch", new { item_type = "PRODUCT_ITEM", requests = new object[] { new { method = "DELETE", data = new { id = "mug" } }, new { method = "DELETE", data = new { id = "cup" } } } })).Json.GetProperty("validation_status");

        verdicts[0].GetProperty("errors").GetArrayLength().ShouldBe(0);
        verdicts[1].GetProperty("errors").GetArrayLength().ShouldBe(1);
        (await world.GetAsync(catalogue + "/products")).Json.GetProperty("data").GetArrayLength().ShouldBe(1);
    }

    private static async Task<string> OpenAsync(SimulatedWorld world)
    {
        var id = (await world.PostAsync("/v23.0/506914307656634/owned_product_catalogs", new { name = "Tea", vertical = "commerce" })).Json.Text("id");
        await world.PostAsync(Account + "/product_catalogs", new { catalog_id = id });
        await world.PostAsync($"/v23.0/{id}/items_batch", new
        {
            item_type = "PRODUCT_ITEM",
            allow_upsert = true,
            requests = new object[]
            {
                new { method = "CREATE", data = new { id = "sencha", title = "Sencha", price = "9.99 USD", availability = "in stock" } },
                new { method = "UPDATE", data = new { id = "mug", title = "Mug", price = "15.00 USD" } },
            },
        });
        return "/v23.0/" + id;
    }

    private static Task<SimulatedWorld.Reply> SendAsync(SimulatedWorld world, string catalogue, string product) => world.SendAsync(new
    {
        messaging_product = "whatsapp",
        to = "+16505551234",
        type = "interactive",
        interactive = new { type = "product", body = new { text = "Look" }, action = new { catalog_id = catalogue, product_retailer_id = product } },
    });
}
