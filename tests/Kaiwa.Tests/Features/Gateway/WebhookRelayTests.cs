using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.Gateway;

/// <summary>Meta's events on to the shop's own programs, over real HTTP.</summary>
public sealed class WebhookRelayTests
{
    [Theory, Engines]
    public async Task What_a_customer_writes_arrives_signed_in_Metas_own_envelope(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await Receiver.SubscribeAsync(world, shop);
        var ana = world.Phone("+62 811 1111 111");

        var wamid = await ana.WriteAsync(shop, "Is the blue one in stock? 🙂");

        await receiver.TextsAsync(1);
        var delivery = receiver.Taken.ShouldHaveSingleItem();
        delivery.IsSigned.ShouldBeTrue();
        delivery.Text.ShouldBe("Is the blue one in stock? 🙂");
        delivery.Body["object"]!.GetValue<string>().ShouldBe("whatsapp_business_account");
        delivery.Body["entry"]![0]!["id"]!.GetValue<string>().ShouldBe(shop.Number.Waba.MetaId);
        delivery.Change!["field"]!.GetValue<string>().ShouldBe("messages");
        delivery.Change["value"]!["messaging_product"]!.GetValue<string>().ShouldBe("whatsapp");
        delivery.Change["value"]!["metadata"]!["phone_number_id"]!.GetValue<string>().ShouldBe(shop.Number.MetaId);
        delivery.Change["value"]!["contacts"]![0]!["wa_id"]!.GetValue<string>().ShouldBe(ana.Number.TrimStart('+'));
        delivery.Message!["id"]!.GetValue<string>().ShouldBe(wamid);
    }

    [Theory, Engines]
    public async Task A_programs_own_callback_data_comes_back_with_every_status(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await Receiver.SubscribeAsync(world, shop);
        using var program = world.Program(shop.Key);

        var (_, with) = await SendAsync(program, shop, "6281200000001", "order-42");
        var (_, without) = await SendAsync(program, shop, "6281200000002", null);

        await StatusesAsync(receiver, Wamid(with), 3);
        await StatusesAsync(receiver, Wamid(without), 3);
        var statuses = receiver.Taken.Select(delivery => delivery.Status!).ToList();
        statuses.Where(status => status["id"]!.GetValue<string>() == Wamid(with)).ShouldAllBe(status => status["biz_opaque_callback_data"]!.GetValue<string>() == "order-42");
        statuses.Where(status => status["id"]!.GetValue<string>() == Wamid(without)).ShouldAllBe(status => status["biz_opaque_callback_data"] == null);
        receiver.Taken.ShouldAllBe(delivery => delivery.IsSigned && delivery.Change!["value"]!["metadata"]!["phone_number_id"]!.GetValue<string>() == shop.Number.MetaId);
        receiver.Taken.Select(delivery => delivery.Event).ShouldBeUnique();
        receiver.Taken.ShouldAllBe(delivery => !delivery.Body.ToJsonString().Contains("\"k.", StringComparison.Ordinal));
    }

    [Theory, Engines]
    public async Task A_conversation_that_the_receiver_stumbles_over_keeps_its_order_and_holds_up_nobody(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await Receiver.SubscribeAsync(world, shop);
        var (ana, ben) = (world.Phone("+62 811 1111 111"), world.Phone("+62 811 2222 222"));
        await ben.WriteAsync(shop, "ben 0");
        await receiver.TextsAsync(1);
        var stumbles = true;
        receiver.Answer = delivery => delivery.Text == "ana 1" && Volatile.Read(ref stumbles) ? 500 : 200;

        for (var i = 1; i <= 4; i++)
        {
            await ana.WriteAsync(shop, $"ana {i}");
            await ben.WriteAsync(shop, $"ben {i}");
        }

        await receiver.TextsAsync(5);
        receiver.Texts.ShouldBe(["ben 0", "ben 1", "ben 2", "ben 3", "ben 4"]);
        (await ViewAsync(world, shop, receiver))["waiting"]!.GetValue<long>().ShouldBe(4);
        Volatile.Write(ref stumbles, false);
        await world.AdvanceAsync(TimeSpan.FromHours(2));
        await receiver.TextsAsync(9);
        receiver.Texts.Where(text => text.StartsWith("ana", StringComparison.Ordinal)).ShouldBe(["ana 1", "ana 2", "ana 3", "ana 4"]);
        receiver.Taken.Select(delivery => delivery.Event).ShouldBeUnique();
    }

    [Theory, Engines]
    public async Task A_receiver_that_was_down_for_a_day_gets_everything_in_order_and_once(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await Receiver.SubscribeAsync(world, shop);
        await receiver.StopAsync();
        var phones = Enumerable.Range(1, 3).Select(i => world.Phone($"+62 811 3333 33{i}")).ToList();
        for (var i = 1; i <= 4; i++)
        {
            foreach (var phone in phones)
            {
                await phone.WriteAsync(shop, $"{phone.Number} {i}");
            }
        }

        await Eventually.TrueAsync(async () => (await ViewAsync(world, shop, receiver))["failingSince"] is not null, "the webhook to say that it fails");
        (await ViewAsync(world, shop, receiver))["waiting"]!.GetValue<long>().ShouldBe(0, "a silent receiver costs no rows");
        await world.AdvanceAsync(TimeSpan.FromDays(1));
        await phones[0].WriteAsync(shop, $"{phones[0].Number} 5");
        await receiver.StartAsync();
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));

        await receiver.TextsAsync(13);
        receiver.Taken.Select(delivery => delivery.Event).ShouldBeUnique();
        receiver.Texts.Count.ShouldBe(13);
        foreach (var phone in phones)
        {
            receiver.Texts.Where(text => text.StartsWith(phone.Number, StringComparison.Ordinal)).ShouldBe(Enumerable.Range(1, phone == phones[0] ? 5 : 4).Select(i => $"{phone.Number} {i}"));
        }

        await Eventually.TrueAsync(async () => (await ViewAsync(world, shop, receiver))["failingSince"] is null, "the webhook to be well again");
    }

    [Theory, Engines]
    public async Task A_receiver_that_never_answers_does_not_slow_another(Engine engine)
    {
        await using var world = await StartAsync(engine, settings => settings["Kaiwa:Relay:Timeout"] = "00:01:00");
        var shop = await world.OpenShopAsync();
        await using var asleep = await Receiver.SubscribeAsync(world, shop);
        asleep.Sleeps = true;
        await using var receiver = await Receiver.SubscribeAsync(world, shop);
        var ana = world.Phone("+62 811 1111 111");

        for (var i = 1; i <= 5; i++)
        {
            await ana.WriteAsync(shop, $"ana {i}");
        }

        await receiver.TextsAsync(5);
        receiver.Texts.ShouldBe(["ana 1", "ana 2", "ana 3", "ana 4", "ana 5"]);
        (await shop.Agent.ReplyAsync(ana, "Yes!")).IsOk.ShouldBeTrue();
        (await ana.ReceivedAsync(1))[0].ShouldContain("Yes!");
    }

    [Theory, Engines]
    public async Task A_range_of_time_and_a_single_event_are_passed_on_again(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await Receiver.SubscribeAsync(world, shop);
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "before");
        await world.AdvanceAsync(TimeSpan.FromHours(1));
        var from = world.Clock.GetUtcNow();
        await ana.WriteAsync(shop, "one");
        await ana.WriteAsync(shop, "two");
        await world.AdvanceAsync(TimeSpan.FromHours(1));
        var to = world.Clock.GetUtcNow();
        await ana.WriteAsync(shop, "after");
        await receiver.TextsAsync(4);

        (await RedeliverAsync(world, shop, receiver, new { from, to })).ShouldBe(HttpStatusCode.Accepted);
        await receiver.TextsAsync(6);
        receiver.Texts.ShouldBe(["before", "one", "two", "after", "one", "two"]);
        receiver.Taken[4].Event.ShouldBe(receiver.Taken[1].Event);

        (await RedeliverAsync(world, shop, receiver, new { @event = receiver.Taken[0].Event })).ShouldBe(HttpStatusCode.Accepted);
        await receiver.TextsAsync(7);
        receiver.Texts[6].ShouldBe("before");
        (await RedeliverAsync(world, shop, receiver, new { @event = "999999" })).ShouldBe(HttpStatusCode.NotFound);
        (await RedeliverAsync(world, shop, receiver, new { from = to, to = from })).ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory, Engines]
    public async Task What_is_refused_for_seven_days_is_a_dead_letter_with_its_reason_and_can_be_delivered_again(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await Receiver.SubscribeAsync(world, shop);
        receiver.Answer = _ => 422;
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "one");
        await Eventually.TrueAsync(async () => (await ViewAsync(world, shop, receiver))["waiting"]!.GetValue<long>() == 1, "the event to wait");

        await world.AdvanceAsync(TimeSpan.FromDays(8));

        await Eventually.TrueAsync(async () => (await ViewAsync(world, shop, receiver))["dead"]!.GetValue<long>() == 1, "the event to be given up");
        var letter = (await GetAsync(world, shop, $"/api/v1/webhooks/{receiver.Id}/deliveries?state=dead"))["items"]![0]!;
        letter["problem"]!["type"]!.GetValue<string>().ShouldBe("webhook-refused");
        letter["problem"]!["arguments"]![0]!.GetValue<string>().ShouldBe("422");
        receiver.Answer = _ => 200;
        (await RedeliverAsync(world, shop, receiver, new { deadLetter = letter["deadLetter"]!.GetValue<string>() })).ShouldBe(HttpStatusCode.Accepted);
        await receiver.TextsAsync(1);
        receiver.Texts.ShouldBe(["one"]);
        (await ViewAsync(world, shop, receiver))["dead"]!.GetValue<long>().ShouldBe(0);
    }

    [Theory, Engines]
    public async Task A_receiver_that_was_silent_for_seven_days_leaves_one_dead_letter_for_the_whole_stretch(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await Receiver.SubscribeAsync(world, shop);
        await receiver.StopAsync();
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "one");
        await ana.WriteAsync(shop, "two");
        await Eventually.TrueAsync(async () => (await ViewAsync(world, shop, receiver))["failingSince"] is not null, "the webhook to say that it fails");

        await world.AdvanceAsync(TimeSpan.FromDays(8));

        await Eventually.TrueAsync(async () => (await ViewAsync(world, shop, receiver))["dead"]!.GetValue<long>() == 2, "the stretch to be given up");
        var letter = (await GetAsync(world, shop, $"/api/v1/webhooks/{receiver.Id}/deliveries?state=dead"))["items"]!.AsArray().ShouldHaveSingleItem()!;
        letter["problem"]!["type"]!.GetValue<string>().ShouldBe("webhook-unreachable");
        await receiver.StartAsync();
        (await RedeliverAsync(world, shop, receiver, new { deadLetter = letter["deadLetter"]!.GetValue<string>() })).ShouldBe(HttpStatusCode.Accepted);
        await world.AdvanceAsync(TimeSpan.FromMinutes(2));
        await receiver.TextsAsync(2);
        receiver.Texts.ShouldBe(["one", "two"]);
    }

    [Theory, Engines]
    public async Task Another_workspace_is_told_nothing_and_a_field_that_was_not_asked_for_is_not_sent(Engine engine)
    {
        await using var world = await StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await using var receiver = await Receiver.SubscribeAsync(world, shop);
        await using var others = await Receiver.SubscribeAsync(world, shop, "account_update");
        var stranger = await StrangersKeyAsync(world);
        await using var next = new Receiver();
        await next.StartAsync();
        using var program = world.Program(stranger);
        (await program.PostAsJsonAsync("/api/v1/webhooks", new { name = "next door", address = new Uri(next.Address, "/hook") })).StatusCode.ShouldBe(HttpStatusCode.Created);

        await world.Phone("+62 811 1111 111").WriteAsync(shop, "for this shop");

        await receiver.TextsAsync(1);
        (await program.GetAsync($"/api/v1/webhooks/{receiver.Id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await world.Phone("+62 811 1111 111").WriteAsync(shop, "and another");
        await receiver.TextsAsync(2);
        next.Taken.ShouldBeEmpty();
        others.Taken.ShouldBeEmpty();
    }

    private static Task<World> StartAsync(Engine engine, Action<Dictionary<string, string?>>? configure = null) => World.StartAsync(engine, settings =>
    {
        settings["Kaiwa:Relay:AllowPrivateAddresses"] = "true";
        configure?.Invoke(settings);
    });

    private static Task StatusesAsync(Receiver receiver, string wamid, int count) => Eventually.TrueAsync(
        () => Task.FromResult(receiver.Taken.Count(delivery => delivery.Status?["id"]?.GetValue<string>() == wamid) >= count), $"{count} statuses of {wamid}");

    private static async Task<JsonNode> GetAsync(World world, Shop shop, string path)
    {
        using var program = world.Program(shop.Key);
        return JsonNode.Parse(await program.GetStringAsync(path))!;
    }

    private static Task<JsonNode> ViewAsync(World world, Shop shop, Receiver receiver) => GetAsync(world, shop, $"/api/v1/webhooks/{receiver.Id}");

    private static async Task<HttpStatusCode> RedeliverAsync(World world, Shop shop, Receiver receiver, object what)
    {
        using var program = world.Program(shop.Key);
        using var answer = await program.PostAsJsonAsync($"/api/v1/webhooks/{receiver.Id}/redeliver", what);
        return answer.StatusCode;
    }

    private static async Task<(HttpStatusCode Status, JsonNode Answer)> SendAsync(HttpClient program, Shop shop, string to, string? callback)
    {
        var body = new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["to"] = to,
            ["type"] = "template",
            ["template"] = new JsonObject { ["name"] = "hello_world", ["language"] = new JsonObject { ["code"] = "en_US" } },
        };
        if (callback is not null)
        {
            body["biz_opaque_callback_data"] = callback;
        }

        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await program.PostAsync($"/v23.0/{shop.Number.MetaId}/messages", content);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }

    private static string Wamid(JsonNode answer) => answer["messages"]![0]!["id"]!.GetValue<string>();

    private static async Task<string> StrangersKeyAsync(World world) => await world.Database.InTransactionAsync(async unit =>
    {
        var workspace = await world.Services.GetRequiredService<WorkspaceStore>().CreateAsync(unit, "The shop next door");
        return await world.Services.GetRequiredService<ApiKeys>().CreateAsync(unit, Actor.System(workspace, "test"), "stranger", Permissions.All);
    });
}
