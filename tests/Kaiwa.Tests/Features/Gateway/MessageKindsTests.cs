using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Inbox;
using Kaiwa.Simulator;
using Kaiwa.Testing;
using Kaiwa.Tests.WhatsApp;

namespace Kaiwa.Tests.Features.Gateway;

public sealed class MessageKindsTests
{
    private const string Ana = "+6281200000001";

    [Theory, Engines]
    public async Task Every_kind_goes_out_through_the_gateway_and_is_seen_on_the_phone(Engine engine)
    {
        await using var world = await World.StartAsync(engine, simulate: EveryKind.Seed);
        var shop = await world.OpenShopAsync();
        var ana = world.Phone(Ana);
        await ana.WriteAsync(shop, "Hello");
        using var program = world.Program(shop.Key);
        var sent = new Dictionary<string, string>(StringComparer.Ordinal);

        foreach (var kind in EveryKind.All)
        {
            var (status, answer) = await PostAsync(program, $"/{shop.Number.MetaId}/messages", EveryKind.Request(kind, Ana));
            status.ShouldBe(HttpStatusCode.OK, $"{kind}: {answer.ToJsonString()}");
            sent[answer["messages"]![0]!["id"]!.GetValue<string>()] = kind;
        }

        var thread = await Eventually.GetAsync(
            async () => await ana.Simulated.ThreadAsync(200) is { } seen && seen.Messages.Count(message => !message.FromPhone) == sent.Count ? seen : null, "every kind on the phone");
        var inbox = (await shop.Agent.ThreadAsync(ana)).Where(message => message.Direction == Direction.Outgoing).ToList();
        inbox.Count.ShouldBe(sent.Count);
        inbox.ShouldAllBe(message => !string.IsNullOrEmpty(message.Text));
        foreach (var message in thread.Messages.Where(message => !message.FromPhone))
        {
            message.Text.ShouldNotBeNullOrEmpty(sent[message.Id]);
            if (sent[message.Id] is not ("order_status" or "template_order_status" or "template_headers" or "template_gif"))
            {
                (message.Buttons.Count + message.Rows.Count + message.Products.Count + message.Cards.Count).ShouldBeGreaterThan(0, sent[message.Id]);
            }
        }
    }

    [Theory, Engines]
    public async Task What_the_phone_answers_reaches_the_inbox_as_what_it_is(Engine engine)
    {
        await using var world = await World.StartAsync(engine, simulate: EveryKind.Seed);
        var shop = await world.OpenShopAsync();
        var ana = world.Phone(Ana);
        await ana.WriteAsync(shop, "Hello");
        using var program = world.Program(shop.Key);

        async Task<ThreadMessage> AnswerAsync(string kind, Func<SimulatedPhone, Task<string>> act)
        {
            (await PostAsync(program, $"/{shop.Number.MetaId}/messages", EveryKind.Request(kind, Ana))).Status.ShouldBe(HttpStatusCode.OK);
            await Eventually.TrueAsync(async () => (await ana.Simulated.ThreadAsync(1)).Messages is [{ FromPhone: false }], $"{kind} on the phone");
            var before = (await shop.Agent.ThreadAsync(ana)).Count(message => message.Direction == Direction.Incoming);
            await act(ana.Simulated);
            return await Eventually.GetAsync(
                async () => (await shop.Agent.ThreadAsync(ana)).Where(message => message.Direction == Direction.Incoming).ToList() is { } seen && seen.Count > before ? seen[^1] : null,
                $"the answer to {kind}");
        }

        (await AnswerAsync("product_list", phone => phone.OrderAsync(new PhoneCartItem("sku-2", 3)))).Content.ShouldContain("\"sku-2\"");
        (await AnswerAsync("flow", phone => phone.FillInAsync(new Dictionary<string, string> { ["date"] = "2026-12-24" }))).Content.ShouldContain("tok-1");
        (await AnswerAsync("address_message", phone => phone.FillInAsync(new Dictionary<string, string> { ["city"] = "Mumbai" }))).Content.ShouldContain("address_message");
        (await AnswerAsync("call_permission_request", phone => phone.TapAsync("accept"))).Content.ShouldContain("call_permission_reply");
        (await AnswerAsync("request_contact_info", phone => phone.TapAsync("contact"))).Kind.ShouldBe("contacts");
        (await AnswerAsync("carousel_replies", phone => phone.TapAsync("b"))).Content.ShouldContain("button_reply");
        (await AnswerAsync("location_request", phone => phone.SendAsync(new PhoneMessage { Location = new PhoneLocation(1, 2) }))).Kind.ShouldBe("location");
    }

    [Theory, Engines]
    public async Task A_marketing_template_goes_by_the_marketing_messages_api(Engine engine)
    {
        await using var world = await World.StartAsync(engine, simulate: EveryKind.Seed);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);
        var request = EveryKind.Request("template_mpm", Ana);
        request["product_policy"] = "STRICT";
        request["message_activity_sharing"] = true;

        (await PostAsync(program, $"/v23.0/{shop.Number.MetaId}/marketing_messages", request)).Status.ShouldBe(HttpStatusCode.OK);
        (await PostAsync(program, $"/v23.0/{shop.Number.MetaId}/marketing_messages", EveryKind.Request("template_catalog", Ana))).Status.ShouldBe(HttpStatusCode.OK);

        (await world.Simulator.MessagesAsync(Ana)).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("marketing_messages", "template_order_status", null, 134100)]
    [InlineData("marketing_messages", "cta_url", null, 100)]
    [InlineData("marketing_messages", "template_catalog", "LOOSE", 100)]
    [InlineData("messages", "template_catalog", "STRICT", 100)]
    public async Task What_the_marketing_messages_api_does_not_take_is_refused_with_Metas_code(string edge, string kind, string? policy, int code)
    {
        await using var world = await World.StartAsync(Engine.Sqlite, simulate: EveryKind.Seed);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);
        var request = EveryKind.Request(kind, Ana);
        if (policy is not null)
        {
            request["product_policy"] = policy;
        }

        (await PostAsync(program, $"/{shop.Number.MetaId}/{edge}", request)).Answer["error"]!["code"]!.GetValue<int>().ShouldBe(code);
        (await world.Simulator.MessagesAsync(Ana)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_group_is_refused_with_Metas_code()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        using var program = world.Program(shop.Key);
        var request = JsonNode.Parse("""{"messaging_product":"whatsapp","recipient_type":"group","to":"Y2FwaV9ncm91cA","type":"pin","pin":{"type":"pin","message_id":"wamid.A","expiration_days":7}}""")!.AsObject();

        (await PostAsync(program, $"/{shop.Number.MetaId}/messages", request)).Answer["error"]!["code"]!.GetValue<int>().ShouldBe(131041);
    }

    private static async Task<(HttpStatusCode Status, JsonNode Answer)> PostAsync(HttpClient program, string path, JsonObject request)
    {
        using var answer = await program.PostAsync(path, new StringContent(request.ToJsonString(), Encoding.UTF8, "application/json"));
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
