using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Simulator;
using Kaiwa.Tests.WhatsApp;

namespace Kaiwa.Tests.Simulator;

public sealed class MessageKindsTests
{
    private const string Ana = "+16505551234";

    /// <summary>A kind, the member to change, what to put there, and what Meta answers to that.</summary>
    [Theory]
    [InlineData("cta_url", "interactive.action.parameters.display_text", "\"123456789012345678901\"", 131009)]
    [InlineData("location_request", "interactive.action.name", "\"x\"", 131009)]
    [InlineData("product", "interactive.action.product_retailer_id", "null", 131008)]
    [InlineData("product_list", "interactive.header", null, 131008)]
    [InlineData("product_list", "interactive.action.sections.0.title", "\"1234567890123456789012345\"", 131009)]
    [InlineData("product_list", "interactive.action.sections.0.product_items", "[]", 131008)]
    [InlineData("flow", "interactive.action.parameters.flow_name", "\"n\"", 131009)]
    [InlineData("flow", "interactive.action.parameters.flow_action_payload.data", "{}", 131009)]
    [InlineData("address_message", "interactive.action.parameters.country", "\"US\"", 131009)]
    [InlineData("carousel", "interactive.action.cards", "[]", 131009)]
    [InlineData("carousel", "interactive.action.cards.1.header", """{"type":"video","video":{"link":"https://x.example/a.mp4"}}""", 131009)]
    [InlineData("carousel_products", "interactive.action.cards.1.action.catalog_id", "\"2\"", 131009)]
    [InlineData("voice_call", "interactive.action.parameters.ttl_minutes", "0", 131009)]
    [InlineData("order_details", "interactive.action.parameters.total_amount.value", "1", 131009)]
    [InlineData("order_details", "interactive.action.parameters.order.expiration.timestamp", "\"1\"", 131009)]
    [InlineData("order_status", "interactive.action.parameters.order.status", "\"lost\"", 131009)]
    [InlineData("template_carousel", "template.components.1.cards", "[]", 132012)]
    [InlineData("template_carousel", "template.components.1.cards.0.components.1.parameters", "[]", 132000)]
    [InlineData("template_carousel", "template.components.1.cards.0.components.3.parameters", "[]", 131008)]
    [InlineData("template_limited_time_offer", "template.components.1.parameters.0.limited_time_offer", "{}", 131008)]
    [InlineData("template_limited_time_offer", "template.components.1.parameters.0.limited_time_offer.expiration_time_ms", "1", 132018)]
    [InlineData("template_mpm", "template.components.0.parameters.0.action.sections", "[]", 131009)]
    [InlineData("template_mpm", "template.components", "[]", 131008)]
    [InlineData("template_spm", "template.components.0.parameters.0.type", "\"image\"", 132012)]
    [InlineData("template_order_details", "template.components.0.parameters.0.action.order_details.currency", "\"USD\"", 131009)]
    [InlineData("template_order_status", "template.components.0.parameters.0.order_status.order.status", "\"lost\"", 131009)]
    [InlineData("template_authentication", "template.components.0.parameters.0.text", "\"1234567890123456\"", 132018)]
    [InlineData("template_voice_call", "template.components.0.parameters.0.ttl_minutes", "43201", 132018)]
    public async Task A_wrong_member_is_refused_with_Metas_code(string kind, string path, string? value, int code)
    {
        await using var world = await SimulatedWorld.StartAsync(EveryKind.Seed);
        await world.Simulator.Phone(Ana).WriteAsync("Hello");
        JsonNode request = EveryKind.Request(kind, Ana);
        (await world.SendRawAsync(request.ToJsonString())).Status.ShouldBe(HttpStatusCode.OK);
        var steps = path.Split('.');
        var parent = steps[..^1].Aggregate(request, (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!);
        if (value is null)
        {
            parent.AsObject().Remove(steps[^1]);
        }
        else
        {
            parent[steps[^1]] = JsonNode.Parse(value);
        }

        (await world.SendRawAsync(request.ToJsonString())).ErrorCode.ShouldBe(code);
    }

    [Fact]
    public async Task A_phone_orders_fills_in_and_allows_as_Metas_webhooks_say_it()
    {
        await using var world = await SimulatedWorld.StartAsync(EveryKind.Seed);
        var phone = world.Simulator.Phone(Ana);
        await phone.WriteAsync("Hello");
        foreach (var kind in new[] { "product_list", "flow", "call_permission_request", "request_contact_info" })
        {
            (await world.SendRawAsync(EveryKind.Request(kind, Ana).ToJsonString())).Status.ShouldBe(HttpStatusCode.OK);
        }

        await world.Simulator.SettleAsync(TimeSpan.FromSeconds(10));
        var form = (await phone.ThreadAsync()).Messages.Single(message => message.Buttons.Any(button => button.Kind == "flow"));
        await phone.OrderAsync(new PhoneCartItem("sku-1", 2, 30));
        await phone.FillInAsync(new Dictionary<string, string> { ["date"] = "2026-12-24" });
        await phone.TapAsync("accept");
        await phone.TapAsync("contact");

        var messages = await world.InboundAsync();
        var order = messages.Single(message => message.Text("type") == "order").GetProperty("order");
        order.GetRawText().ShouldBe("""{"catalog_id":"194836987003835","text":"","product_items":[{"product_retailer_id":"sku-1","quantity":2,"item_price":30,"currency":"USD"}]}""");
        var filled = messages.Single(message => message.TryGetProperty("interactive", out var interactive) && interactive.Text("type") == "nfm_reply");
        filled.GetProperty("context").Text("id").ShouldBe(form.Id);
        var reply = filled.GetProperty("interactive").GetProperty("nfm_reply");
        reply.Text("name").ShouldBe("flow");
        JsonElement.DeepEquals(JsonElement.Parse(reply.Text("response_json")), JsonElement.Parse("""{"flow_token":"tok-1","date":"2026-12-24"}""")).ShouldBeTrue();
        messages.ShouldContain(message => message.GetRawText().Contains("\"response\":\"accept\"", StringComparison.Ordinal));
        messages.Single(message => message.Text("type") == "contacts").GetProperty("contacts")[0].Text("origin").ShouldBe("contact_request");
    }

    [Fact]
    public async Task A_phone_shows_the_products_the_cards_and_the_bill()
    {
        await using var world = await SimulatedWorld.StartAsync(EveryKind.Seed);
        var phone = world.Simulator.Phone(Ana);
        await phone.WriteAsync("Hello");
        async Task<PhoneThreadMessage> ShownAsync(string kind)
        {
            (await world.SendRawAsync(EveryKind.Request(kind, Ana).ToJsonString())).Status.ShouldBe(HttpStatusCode.OK);
            await world.Simulator.SettleAsync(TimeSpan.FromSeconds(10));
            return (await phone.ThreadAsync()).Messages[^1];
        }

        (await ShownAsync("product_list")).Products.ShouldBe([new PhoneProduct("194836987003835", "sku-1", "Plants"), new PhoneProduct("194836987003835", "sku-2", "Plants")]);
        (await ShownAsync("order_details")).Lines.ShouldBe(["2 × Bread  1.00 INR", "Tax  10.00 INR", "Shipping  10.00 INR", "Discount  -10.00 INR", "Total  210.00 INR"]);
        (await ShownAsync("carousel")).Cards.Select(card => (card.Text, card.Buttons[0].Label)).ShouldBe([("A", "Buy"), ("B", "Buy")]);
        (await ShownAsync("template_carousel")).Cards.Select(card => (card.Text, card.Buttons[0].Id)).ShouldBe([("10% off", "more-0"), ("10% off", "more-1")]);
        (await ShownAsync("template_limited_time_offer")).Buttons[0].Id.ShouldBe("CARIBE25");
    }

    [Fact]
    public async Task A_tap_answers_the_message_that_was_tapped_and_the_button_that_was_meant()
    {
        await using var world = await SimulatedWorld.StartAsync(EveryKind.Seed);
        var phone = world.Simulator.Phone(Ana);
        await phone.WriteAsync("Hello");
        JsonNode request = EveryKind.Request("template_carousel", Ana);
        var cards = request["template"]!["components"]![1]!["cards"]!.AsArray();
        var last = cards[1]!;
        cards.RemoveAt(1);
        cards.Insert(0, last);
        foreach (var _ in new[] { "first", "second" })
        {
            (await world.SendRawAsync(request.ToJsonString())).Status.ShouldBe(HttpStatusCode.OK);
        }

        await world.Simulator.SettleAsync(TimeSpan.FromSeconds(10));
        var first = (await phone.ThreadAsync()).Messages.First(message => message.Cards.Count > 0);
        first.Cards.Select(card => card.Buttons[0].Id).ShouldBe(["more-0", "more-1"]);
        await phone.SendAsync(new PhoneMessage { Button = "more-1", ReplyTo = first.Id });

        var tap = (await world.InboundAsync()).Single(message => message.Text("type") == "button");
        tap.GetProperty("context").Text("id").ShouldBe(first.Id);
        tap.GetProperty("button").GetRawText().ShouldBe("""{"payload":"more-1","text":"More"}""");
    }

    [Fact]
    public async Task A_type_is_taken_in_any_case()
    {
        await using var world = await SimulatedWorld.StartAsync(EveryKind.Seed);
        var phone = world.Simulator.Phone(Ana);
        await phone.WriteAsync("Hello");
        JsonNode request = EveryKind.Request("buttons", Ana);
        var interactive = request["interactive"]!;
        interactive["type"] = "BUTTON";
        interactive["header"] = new JsonObject { ["type"] = "TEXT", ["text"] = "Our hours" };

        (await world.SendRawAsync(request.ToJsonString())).Status.ShouldBe(HttpStatusCode.OK);
        await world.Simulator.SettleAsync(TimeSpan.FromSeconds(10));
        var shown = (await phone.ThreadAsync()).Messages[^1];
        shown.Header.ShouldBe("Our hours");
        shown.Buttons.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Only_a_bill_in_rupees_must_be_open_for_five_minutes()
    {
        await using var world = await SimulatedWorld.StartAsync(EveryKind.Seed);
        await world.Simulator.Phone(Ana).WriteAsync("Hello");
        JsonNode request = EveryKind.Request("order_details_brazil", Ana);
        request["interactive"]!["action"]!["parameters"]!["order"]!["expiration"] = new JsonObject { ["timestamp"] = "1", ["description"] = "soon" };

        (await world.SendRawAsync(request.ToJsonString())).Status.ShouldBe(HttpStatusCode.OK);
    }
}
