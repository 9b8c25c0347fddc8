using System.Globalization;
using System.Text.Json;
using Kaiwa.Simulator;

namespace Kaiwa.Tests.Simulator;

public sealed class PricingTests
{
    private const string Ana = "+16505551234";
    private const string Ben = "+16505559876";
    private static readonly JsonElement Ad = JsonDocument.Parse("""{"source_url":"https://fb.me/x","source_id":"120226305854810726","source_type":"ad","headline":"Tea"}""").RootElement;

    [Fact]
    public async Task An_answer_to_somebody_from_an_advertisement_makes_three_days_free_templates_included()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.Simulator.Phone(Ana).SendAsync(new PhoneMessage { Text = "hi", Referral = Ad });
        await world.Simulator.AdvanceAsync(TimeSpan.FromHours(23), TestContext.Current.CancellationToken);
        await world.SendTextAsync(Ana, "welcome");
        await world.StatusesAsync();
        await world.Simulator.AdvanceAsync(TimeSpan.FromHours(71), TestContext.Current.CancellationToken);
        await world.SendTemplateAsync(Ana);
        await world.StatusesAsync();
        await world.Simulator.AdvanceAsync(TimeSpan.FromHours(2), TestContext.Current.CancellationToken);
        await world.SendTemplateAsync(Ana);

        var statuses = await world.StatusesAsync();
        world.Hooks.SelectMany(h => h.Messages).Single().GetProperty("referral").Text("source_type").ShouldBe("ad");
        var sent = statuses.Where(s => s.Text("status") == "sent").ToList();
        sent.Select(s => s.GetProperty("pricing").Text("type")).ShouldBe(["free_entry_point", "free_entry_point", "regular"]);
        sent.Select(s => s.GetProperty("pricing").GetProperty("billable").GetBoolean()).ShouldBe([false, false, true]);
        sent.Select(s => s.GetProperty("pricing").Text("category")).ShouldBe(["referral_conversion", "referral_conversion", "utility"]);
        sent[2].TryGetProperty("conversation", out _).ShouldBeFalse();

        var conversations = sent.Take(2).Select(s => s.GetProperty("conversation")).ToList();
        conversations[0].Text("id").Length.ShouldBe(32);
        conversations[1].Text("id").ShouldBe(conversations[0].Text("id"), "one conversation per window");
        conversations[0].GetProperty("origin").Text("type").ShouldBe("referral_conversion");
        var began = long.Parse(sent[0].Text("timestamp"), CultureInfo.InvariantCulture);
        long.Parse(conversations[0].Text("expiration_timestamp"), CultureInfo.InvariantCulture).ShouldBeInRange(began + (72 * 3600) - 30, began + (72 * 3600));
        statuses.First(s => s.Text("status") == "delivered").GetProperty("conversation").TryGetProperty("expiration_timestamp", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task An_answer_after_a_day_opens_no_free_entry_point()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.Simulator.Phone(Ana).SendAsync(new PhoneMessage { Text = "hi", Referral = Ad });
        await world.Simulator.AdvanceAsync(TimeSpan.FromHours(25), TestContext.Current.CancellationToken);

        await world.SendTemplateAsync(Ana);

        (await world.StatusesAsync()).First(s => s.Text("status") == "sent").GetProperty("pricing").Text("type").ShouldBe("regular");
    }

    [Fact]
    public async Task A_free_entry_point_outlives_the_process()
    {
        var file = Path.Combine(Path.GetTempPath(), "kaiwa-simulator-" + Path.GetRandomFileName() + ".db");
        await using (var first = await SimulatedWorld.StartAsync(file: file))
        {
            await first.Simulator.Phone(Ana).SendAsync(new PhoneMessage { Text = "hi", Referral = Ad });
            await first.SendTextAsync(Ana, "welcome");
            await first.Simulator.Phone(Ben).SendAsync(new PhoneMessage { Text = "hi", Referral = Ad });
            await first.StatusesAsync();
        }

        await using var world = await SimulatedWorld.StartAsync(file: file);
        await world.Simulator.AdvanceAsync(TimeSpan.FromHours(20), TestContext.Current.CancellationToken);
        await world.SendTemplateAsync(Ben);
        await world.Simulator.AdvanceAsync(TimeSpan.FromHours(40), TestContext.Current.CancellationToken);
        await world.SendTemplateAsync(Ana);

        (await world.StatusesAsync()).Where(s => s.Text("status") == "sent").ShouldAllBe(s => s.GetProperty("pricing").Text("type") == "free_entry_point");
    }

    [Fact]
    public async Task Up_to_version_23_every_priced_status_has_a_conversation_of_its_own()
    {
        await using var world = await SimulatedWorld.StartAsync(options => options.WebhookVersion = 23);
        await world.SendTemplateAsync(Ana);
        await world.SendTemplateAsync(Ana);

        var statuses = await world.StatusesAsync();
        var ids = statuses.Where(s => s.Text("status") == "sent").Select(s => s.GetProperty("conversation").Text("id")).ToList();
        ids.Distinct().Count().ShouldBe(2);
        statuses.Where(s => s.Text("status") == "delivered").Select(s => s.GetProperty("conversation").Text("id")).ShouldBe(ids, ignoreOrder: true);
        statuses.Where(s => s.Text("status") == "sent").ShouldAllBe(s => s.GetProperty("conversation").GetProperty("origin").Text("type") == "utility");
        statuses.Where(s => s.Text("status") == "read").ShouldAllBe(s => !HasConversation(s));
    }

    [Fact]
    public async Task The_ledger_bills_what_the_statuses_say()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var id = await world.Simulator.Phone(Ana).SendAsync(new PhoneMessage { Text = "hi", Referral = Ad });
        await world.Simulator.Phone(Ben).WriteAsync("hi");
        foreach (var to in (string[])[Ana, Ben, "+16505550001"])
        {
            await world.SendTextAsync(to, "hello");
            await world.SendTemplateAsync(to);
            await world.SendTemplateAsync(to, "spring_sale", [RulesTests.Body(("first_name", "Ana"), ("discount", "20%"))]);
        }

        await world.SendAsync(new { messaging_product = "whatsapp", to = Ana, type = "reaction", reaction = new { message_id = id, emoji = "👍" } });

        var priced = (await world.StatusesAsync()).Where(s => s.Text("status") == "delivered").Select(s => s.GetProperty("pricing")).ToList();
        var ledger = await world.LedgerAsync();
        ledger.BilledByCategory.ShouldBe(new Dictionary<string, long> { ["service"] = 1, ["marketing"] = 2, ["utility"] = 2 });
        ledger.FreeByType.ShouldBe(new Dictionary<string, long> { ["free_entry_point"] = 3 });
        priced.Where(p => p.GetProperty("billable").GetBoolean()).GroupBy(p => p.Text("category")).ToDictionary(g => g.Key, g => (long)g.Count()).ShouldBe(ledger.BilledByCategory, ignoreOrder: true);
        priced.Where(p => !p.GetProperty("billable").GetBoolean()).GroupBy(p => p.Text("type")).ToDictionary(g => g.Key, g => (long)g.Count()).ShouldBe(ledger.FreeByType, ignoreOrder: true);
    }

    private static bool HasConversation(JsonElement status) => status.TryGetProperty("conversation", out _);
}
