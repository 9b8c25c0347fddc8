using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.Gateway;

/// <summary>A program that does not wait for Meta's id hears of it through the relay.</summary>
public sealed class AsyncSendTests
{
    private const string Ana = "6281200000001";

    [Theory, Engines]
    public async Task A_send_that_does_not_wait_is_answered_with_our_id_and_the_wamid_follows(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await Receiver.SubscribeAsync(world, shop);
        using var program = world.Program(shop.Key);

        using var answer = await SendAsync(program, shop, Template(), "order-7");
        using var again = await SendAsync(program, shop, Template(), "order-7");

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.GetValues("Preference-Applied").ShouldBe(["respond-async"]);
        var id = await IdAsync(answer);
        (await IdAsync(again)).ShouldBe(id);
        await Eventually.TrueAsync(() => Task.FromResult(receiver.Taken.Count(delivery => delivery.Status is not null) >= 3), "three statuses");
        receiver.Taken.ShouldAllBe(delivery => delivery.Status!["kaiwa_message_id"]!.GetValue<string>() == id);
        (await world.Simulator.MessagesAsync(Ana)).ShouldHaveSingleItem().Wamid.ShouldBe(receiver.Taken[0].Status!["id"]!.GetValue<string>());
    }

    [Theory, Engines]
    public async Task A_send_that_never_came_to_Meta_is_told_as_failed(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await Receiver.SubscribeAsync(world, shop);
        using var program = world.Program(shop.Key);

        using var answer = await SendAsync(program, shop, new JsonObject { ["type"] = "text", ["text"] = new JsonObject { ["body"] = "Hello" } }, "order-8");

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Eventually.TrueAsync(() => Task.FromResult(receiver.Taken.Count > 0), "the failure");
        var delivery = receiver.Taken.ShouldHaveSingleItem();
        delivery.IsSigned.ShouldBeTrue();
        delivery.Status!["status"]!.GetValue<string>().ShouldBe("failed");
        delivery.Status["errors"]![0]!["code"]!.GetValue<int>().ShouldBe(131047);
        delivery.Status["kaiwa_message_id"]!.GetValue<string>().ShouldBe(await IdAsync(answer));
        delivery.Status["biz_opaque_callback_data"]!.GetValue<string>().ShouldBe("mine");
        delivery.Status["recipient_id"]!.GetValue<string>().ShouldBe(Ana);
        delivery.Change!["value"]!["metadata"]!["phone_number_id"]!.GetValue<string>().ShouldBe(shop.Number.MetaId);
    }

    private static Task<World> StartAsync(Engine engine) => World.StartAsync(engine, settings => settings["Kaiwa:Relay:AllowPrivateAddresses"] = "true");

    private static JsonObject Template() =>
        new() { ["type"] = "template", ["template"] = new JsonObject { ["name"] = "hello_world", ["language"] = new JsonObject { ["code"] = "en_US" } } };

    private static async Task<string> IdAsync(HttpResponseMessage answer) => JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["kaiwa_message_id"]!.GetValue<string>();

    private static async Task<HttpResponseMessage> SendAsync(HttpClient program, Shop shop, JsonObject message, string key)
    {
        message["messaging_product"] = "whatsapp";
        message["to"] = Ana;
        message["biz_opaque_callback_data"] = "mine";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/v23.0/{shop.Number.MetaId}/messages") { Content = new StringContent(message.ToJsonString(), Encoding.UTF8, "application/json") };
        request.Headers.Add("Prefer", "respond-async");
        request.Headers.Add("Idempotency-Key", key);
        return await program.SendAsync(request);
    }
}
