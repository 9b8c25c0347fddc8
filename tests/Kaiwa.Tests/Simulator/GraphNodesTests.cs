using System.Net;

namespace Kaiwa.Tests.Simulator;

public sealed class GraphNodesTests
{
    [Fact]
    public async Task A_number_tells_its_limits_and_state()
    {
        await using var world = await SimulatedWorld.StartAsync();

        var node = (await world.GetAsync($"/v23.0/{SimulatedWorld.NumberId}?fields=id,display_phone_number,verified_name,throughput,whatsapp_business_manager_messaging_limit,status")).Json;

        node.Text("id").ShouldBe(SimulatedWorld.NumberId);
        node.Text("display_phone_number").ShouldBe("+1 555-010-0199");
        node.GetProperty("throughput").Text("level").ShouldBe("HIGH");
        node.Text("whatsapp_business_manager_messaging_limit").ShouldBe("TIER_100K");
        node.Text("status").ShouldBe("CONNECTED");
        node.TryGetProperty("quality_rating", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Templates_are_listed_in_pages_that_lead_on()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var names = new List<string>();
        var next = $"/v23.0/{SimulatedWorld.AccountId}/message_templates?limit=3&fields=name,language,status";
        while (next is not null)
        {
            var page = (await world.GetAsync(next)).Json;
            names.AddRange(page.GetProperty("data").EnumerateArray().Select(t => t.Text("name") + "/" + t.Text("language")));
            next = page.TryGetProperty("paging", out var paging) && paging.TryGetProperty("next", out var more) ? more.GetString() : null;
        }

        names.ShouldBeUnique();
        names.ShouldContain("hello_world/en_US");
        names.ShouldContain("spring_sale/ja");
        names.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Templates_are_filtered_by_status_and_language()
    {
        await using var world = await SimulatedWorld.StartAsync();

        var paused = (await world.GetAsync($"/v23.0/{SimulatedWorld.AccountId}/message_templates?status=PAUSED")).Json.GetProperty("data");
        var japanese = (await world.GetAsync($"/v23.0/{SimulatedWorld.AccountId}/message_templates?language=ja&category=UTILITY")).Json.GetProperty("data");

        paused.EnumerateArray().Single().Text("name").ShouldBe("winter_sale");
        japanese.EnumerateArray().Single().Text("name").ShouldBe("order_update");
    }

    [Fact]
    public async Task A_new_template_is_reviewed_and_can_then_be_sent()
    {
        await using var world = await SimulatedWorld.StartAsync();

        var created = await world.PostAsync($"/v23.0/{SimulatedWorld.AccountId}/message_templates", new
        {
            name = "back_in_stock",
            language = "en_US",
            category = "MARKETING",
            components = new object[] { new { type = "BODY", text = "Hello {{1}}, it is back.", example = new { body_text = new[] { new[] { "Ana" } } } } },
        });
        created.Json.Text("status").ShouldBe("PENDING");
        await Until(() => world.Hooks.SelectMany(h => h.Changes).Any(c => c.Text("field") == "message_template_status_update" && c.GetProperty("value").Text("event") == "APPROVED"));

        (await world.SendTemplateAsync("+16505551234", "back_in_stock", [new { type = "body", parameters = new[] { new { type = "text", text = "Ana" } } }])).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Inside_a_server_it_keeps_to_its_own_prefixes()
    {
        await using var world = await SimulatedWorld.StartAsync(embedded: true);
        var ct = TestContext.Current.CancellationToken;

        (await world.Client.GetStringAsync("/123456/messages", ct)).ShouldBe("the server's own");
        (await world.Client.GetStringAsync("/ledger", ct)).ShouldBe("the server's own");
        (await world.GetAsync("/simulator/ledger")).Json.GetProperty("accepted").GetInt32().ShouldBe(0);
        var page = (await world.GetAsync($"/simulator/graph/v23.0/{SimulatedWorld.AccountId}/message_templates?limit=3")).Json;
        (await world.GetAsync(page.GetProperty("paging").Text("next"))).Json.GetProperty("data").GetArrayLength().ShouldBe(3);

        await world.PostAsync("/simulator/phones/16505551234/messages", new { media = new { kind = "document" } });
        var id = (await world.InboundAsync()).Single().GetProperty("document").Text("id");
        using var file = await world.Client.GetAsync((await world.GetAsync("/simulator/graph/" + id)).Json.Text("url"), ct);
        file.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_account_without_subscription_sends_no_webhooks()
    {
        await using var world = await SimulatedWorld.StartAsync();
        using var response = await world.Client.DeleteAsync($"/v23.0/{SimulatedWorld.AccountId}/subscribed_apps", TestContext.Current.CancellationToken);

        await world.SendTemplateAsync("+16505551234");

        (await world.StatusesAsync()).ShouldBeEmpty();
    }

    private static async Task Until(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(15));
        while (!condition())
        {
            await Task.Delay(20, patience.Token);
        }
    }
}
