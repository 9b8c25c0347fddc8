using System.Net;
using System.Text.Json;
using Kaiwa.Simulator;

namespace Kaiwa.Tests.Simulator;

public sealed class QualityTests
{
    private const string Number = $"/v23.0/{SimulatedWorld.NumberId}?fields=quality_rating,whatsapp_business_manager_messaging_limit";

    [Fact]
    public async Task Blocks_turn_the_number_yellow_and_red_and_a_quiet_week_heals_it()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var people = Enumerable.Range(0, 12).Select(i => $"+1650555{1000 + i}").ToList();
        foreach (var person in people)
        {
            await world.SendTemplateAsync(person);
        }

        await world.StatusesAsync();
        await BlockAsync(world, people[0], "+16505559999");
        (await RatingAsync(world)).ShouldBe("GREEN", "one block is no trend, and a stranger's block says nothing");
        await BlockAsync(world, people[1]);
        (await RatingAsync(world)).ShouldBe("YELLOW");
        await BlockAsync(world, people[2]);
        (await RatingAsync(world)).ShouldBe("RED");

        await world.Simulator.AdvanceAsync(TimeSpan.FromDays(7.1), TestContext.Current.CancellationToken);
        (await RatingAsync(world)).ShouldBe("GREEN");
    }

    [Fact]
    public async Task A_red_template_is_paused_for_hours_and_at_the_third_time_disabled()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var people = Enumerable.Range(0, 3).Select(i => $"+1650555{1000 + i}").ToArray();
        foreach (var person in people)
        {
            await world.SendTemplateAsync(person);
        }

        await world.StatusesAsync();
        await BlockAsync(world, people);
        var id = await TemplateIdAsync(world);

        (await world.SendTemplateAsync("+16505550001")).ErrorCode.ShouldBe(132015);
        (await world.GetAsync($"/v23.0/{id}?fields=quality_score,status")).Json.GetProperty("quality_score").Text("score").ShouldBe("RED");
        await world.Simulator.AdvanceAsync(TimeSpan.FromHours(3.1), TestContext.Current.CancellationToken);
        (await world.SendTemplateAsync("+16505550001")).Status.ShouldBe(HttpStatusCode.OK);
        await world.PostAsync($"/templates/{id}", new { quality = "RED" });
        await world.Simulator.AdvanceAsync(TimeSpan.FromHours(3.1), TestContext.Current.CancellationToken);
        (await world.SendTemplateAsync("+16505550001")).ErrorCode.ShouldBe(132015, "the second pause takes six hours");
        await world.Simulator.AdvanceAsync(TimeSpan.FromHours(3), TestContext.Current.CancellationToken);
        await world.PostAsync($"/templates/{id}", new { quality = "RED" });
        (await world.SendTemplateAsync("+16505550001")).ErrorCode.ShouldBe(132016);

        await world.Simulator.AdvanceAsync(TimeSpan.FromDays(7.1), TestContext.Current.CancellationToken);
        (await world.SendTemplateAsync("+16505550001")).ErrorCode.ShouldBe(132016, "what is disabled stays so");

        var told = await ToldAsync(world, "message_template_status_update");
        told.Select(v => v.Text("event") + " " + v.GetProperty("other_info").Text("title")).ShouldBe(
            ["PAUSED FIRST_PAUSE", "APPROVED UNPAUSE", "PAUSED SECOND_PAUSE", "APPROVED UNPAUSE", "DISABLED DISABLED"], ignoreOrder: true);
        var scores = await ToldAsync(world, "message_template_quality_update");
        scores.Select(v => v.Text("previous_quality_score") + " " + v.Text("new_quality_score")).ShouldBe(["GREEN YELLOW", "YELLOW RED", "RED GREEN"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_portfolio_that_uses_half_of_its_limit_rises_one_level_in_six_hours_while_quality_is_good()
    {
        await using var world = await SimulatedWorld.StartAsync(options => options.Seed = Small(2_000));
        for (var i = 0; i < 1_000; i++)
        {
            await world.SendTemplateAsync($"+1650555{1000 + i}");
        }

        await world.Simulator.AdvanceAsync(TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        (await LimitAsync(world)).ShouldBe("TIER_2K");
        await world.PostAsync($"/numbers/{SimulatedWorld.NumberId}", new { quality = "YELLOW" });
        await world.Simulator.AdvanceAsync(TimeSpan.FromHours(6), TestContext.Current.CancellationToken);
        (await LimitAsync(world)).ShouldBe("TIER_2K");
        await world.PostAsync($"/numbers/{SimulatedWorld.NumberId}", new { quality = "GREEN" });
        await world.Simulator.AdvanceAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        (await LimitAsync(world)).ShouldBe("TIER_10K");

        (await ToldAsync(world, "business_capability_update")).Single().Text("max_daily_conversations_per_business").ShouldBe("TIER_10K");
        var update = (await ToldAsync(world, "phone_number_quality_update")).Single();
        (update.Text("event"), update.Text("old_limit"), update.Text("current_limit")).ShouldBe(("UPGRADE", "TIER_2K", "TIER_10K"));
    }

    [Fact]
    public async Task Limit_status_category_and_former_events_come_on_demand_and_last()
    {
        var file = Path.Combine(Path.GetTempPath(), "kaiwa-quality-" + Path.GetRandomFileName() + ".db");
        string id;
        await using (var world = await SimulatedWorld.StartAsync(file: file))
        {
            id = await TemplateIdAsync(world);
            await world.PostAsync($"/numbers/{SimulatedWorld.NumberId}", new { quality = "RED", limit = "TIER_250", @event = "FLAGGED" });
            await world.PostAsync($"/templates/{id}", new { category = "MARKETING", from = "2026-12-01T00:00:00Z" });
            (await world.PostAsync($"/templates/{id}", new { category = "MARKETING", status = "DISABLED" })).Json.Text("category").ShouldBe("MARKETING");
            (await world.PostAsync($"/numbers/{SimulatedWorld.NumberId}", new { quality = "PURPLE" })).Status.ShouldBe(HttpStatusCode.BadRequest);

            (await ToldAsync(world, "phone_number_quality_update")).Select(v => v.Text("event")).ShouldBe(["DOWNGRADE", "FLAGGED"], ignoreOrder: true);
            var updates = await ToldAsync(world, "template_category_update");
            var announced = updates.Single(v => v.TryGetProperty("correct_category", out _));
            (announced.Text("new_category"), announced.Text("correct_category"), announced.GetProperty("category_update_timestamp").GetInt64()).ShouldBe(("UTILITY", "MARKETING", 1796083200));
            var done = updates.Single(v => v.TryGetProperty("previous_category", out _));
            (done.Text("previous_category"), done.Text("new_category")).ShouldBe(("UTILITY", "MARKETING"));
        }

        await using var again = await SimulatedWorld.StartAsync(file: file);
        (await RatingAsync(again)).ShouldBe("RED");
        (await LimitAsync(again)).ShouldBe("TIER_250");
        var template = (await again.GetAsync($"/v23.0/{id}?fields=status,category")).Json;
        (template.Text("status"), template.Text("category")).ShouldBe(("DISABLED", "MARKETING"));
    }

    private static async Task BlockAsync(SimulatedWorld world, params string[] people)
    {
        foreach (var person in people)
        {
            await world.Simulator.Phone(person).SetAsync(new HandsetSettings { Blocks = true });
        }
    }

    private static async Task<string> RatingAsync(SimulatedWorld world) => (await world.GetAsync(Number)).Json.Text("quality_rating");

    private static async Task<string> LimitAsync(SimulatedWorld world) => (await world.GetAsync(Number)).Json.Text("whatsapp_business_manager_messaging_limit");

    private static async Task<string> TemplateIdAsync(SimulatedWorld world) =>
        (await world.GetAsync($"/v23.0/{SimulatedWorld.AccountId}/message_templates?name=hello_world")).Json.GetProperty("data")[0].Text("id");

    [Fact]
    public async Task A_webhook_about_the_account_is_posted_on_demand()
    {
        await using var world = await SimulatedWorld.StartAsync();

        (await world.PostAsync("/notices", new { field = "account_update", value = new { @event = "DISABLED_UPDATE", ban_info = new { waba_ban_state = "SCHEDULE_FOR_DISABLE" } } })).Status.ShouldBe(HttpStatusCode.OK);
        (await world.PostAsync("/notices", new { field = "messages", value = new { } })).Status.ShouldBe(HttpStatusCode.BadRequest);
        (await world.PostAsync("/notices", new { field = "account_update" })).Status.ShouldBe(HttpStatusCode.BadRequest);

        (await ToldAsync(world, "account_update")).ShouldHaveSingleItem().GetProperty("ban_info").Text("waba_ban_state").ShouldBe("SCHEDULE_FOR_DISABLE");
    }

    private static async Task<IReadOnlyList<JsonElement>> ToldAsync(SimulatedWorld world, string field)
    {
        await world.StatusesAsync();
        return [.. world.Hooks.SelectMany(h => h.Changes).Where(c => c.Text("field") == field).Select(c => c.GetProperty("value"))];
    }

    private static SimulatorSeed Small(int usersPerDay)
    {
        var account = new SeedBusinessAccount(SimulatedWorld.AccountId, "Shop");
        account.Numbers.Add(new SeedNumber(SimulatedWorld.NumberId, "+1 555-010-0199", "Shop") { MessagesPerSecond = 5_000 });
        var portfolio = new SeedPortfolio("506914307656634", "Shop") { UsersPerDay = usersPerDay };
        portfolio.BusinessAccounts.Add(account);
        return new SimulatorSeed { Portfolios = { portfolio } };
    }
}
