using System.Net;
using Kaiwa.Simulator;

namespace Kaiwa.Tests.Simulator;

public sealed class RulesTests
{
    private const string Ana = "+16505551234";

    [Fact]
    public async Task Free_text_fails_outside_the_window_and_passes_within_24_hours_of_a_message()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var ana = world.Simulator.Phone(Ana);

        (await world.SendTextAsync(Ana, "too early")).Status.ShouldBe(HttpStatusCode.OK);
        await ana.WriteAsync("Is the blue one in stock?");
        await world.SendTextAsync(Ana, "Yes!");
        await world.Simulator.AdvanceAsync(TimeSpan.FromHours(25), TestContext.Current.CancellationToken);
        await world.SendTextAsync(Ana, "too late");
        await world.StatusesAsync();

        var ledger = await world.LedgerAsync();
        ledger.FailedByCode[131047].ShouldBe(2);
        (await ana.ThreadAsync()).Messages.Where(m => !m.FromPhone).Select(m => m.Text).ShouldBe(["Yes!"]);
    }

    [Fact]
    public async Task The_window_can_be_judged_in_the_answer()
    {
        await using var world = await SimulatedWorld.StartAsync(o => o.WindowErrorInAnswer = true);

        (await world.SendTextAsync(Ana, "hello")).ErrorCode.ShouldBe(131047);
    }

    [Fact]
    public async Task The_46th_message_of_a_burst_to_one_person_hits_the_pair_rate()
    {
        await using var world = await SimulatedWorld.StartAsync();

        for (var i = 0; i < 45; i++)
        {
            (await world.SendTemplateAsync(Ana)).Status.ShouldBe(HttpStatusCode.OK);
        }

        (await world.SendTemplateAsync(Ana)).ErrorCode.ShouldBe(131056);
        (await world.SendTemplateAsync("+16505550000")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_number_refuses_more_than_its_throughput()
    {
        await using var world = await SimulatedWorld.StartAsync(o => o.Seed = Small(usersPerDay: null, messagesPerSecond: 5));

        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < 40; i++)
        {
            codes.Add((await world.SendTemplateAsync("+4917000000" + i.ToString("00", System.Globalization.CultureInfo.InvariantCulture))).Status);
        }

        codes.Take(5).ShouldAllBe(c => c == HttpStatusCode.OK);
        (await world.LedgerAsync()).RefusedByCode.Keys.ShouldBe([130429]);
    }

    [Fact]
    public async Task A_portfolio_reaches_only_so_many_people_a_day()
    {
        await using var world = await SimulatedWorld.StartAsync(o => o.Seed = Small(usersPerDay: 2, messagesPerSecond: 80));

        await world.SendTemplateAsync("+4917000000001");
        await world.SendTemplateAsync("+4917000000002");
        await world.SendTemplateAsync("+4917000000003");
        await world.SendTemplateAsync("+4917000000001");
        await world.StatusesAsync();
        (await world.LedgerAsync()).FailedByCode.ShouldBe(new Dictionary<int, long> { [131048] = 1 });

        await world.Simulator.AdvanceAsync(TimeSpan.FromHours(24.5), TestContext.Current.CancellationToken);
        await world.SendTemplateAsync("+4917000000003");
        await world.StatusesAsync();
        (await world.LedgerAsync()).FailedByCode[131048].ShouldBe(1);
    }

    [Fact]
    public async Task Opened_limits_lift_pace_and_portfolio_but_not_the_window()
    {
        await using var world = await SimulatedWorld.StartAsync(o =>
        {
            o.Seed = Small(usersPerDay: 2, messagesPerSecond: 1);
            o.Open = true;
        });

        for (var i = 0; i < 60; i++)
        {
            (await world.SendTemplateAsync(Ana)).Status.ShouldBe(HttpStatusCode.OK);
        }

        await world.SendTextAsync(Ana, "hello");
        await world.StatusesAsync();
        (await world.LedgerAsync()).FailedByCode.ShouldBe(new Dictionary<int, long> { [131047] = 1 });
    }

    [Theory]
    [InlineData("+15550102601", 131026)]
    [InlineData("+15550102602", 131049)]
    [InlineData("+15550102603", 131050)]
    [InlineData("+15550102604", 131053)]
    [InlineData("+15550102605", 130472)]
    public async Task Magic_numbers_always_fail_their_one_way(string phone, int code)
    {
        await using var world = await SimulatedWorld.StartAsync();

        (await world.SendTemplateAsync(phone)).Status.ShouldBe(HttpStatusCode.OK);
        var statuses = await world.StatusesAsync();

        statuses.Single().Text("status").ShouldBe("failed");
        statuses.Single().GetProperty("errors")[0].GetProperty("code").GetInt32().ShouldBe(code);
    }

    [Theory]
    [InlineData("+15550102620", 131000, 500)]
    [InlineData("+15550102621", 2, 503)]
    [InlineData("+15550102623", 130429, 400)]
    [InlineData("+15550102625", 131031, 403)]
    public async Task Other_magic_numbers_are_refused_at_once(string phone, int code, int http)
    {
        await using var world = await SimulatedWorld.StartAsync();

        var reply = await world.SendTemplateAsync(phone);

        reply.ErrorCode.ShouldBe(code);
        ((int)reply.Status).ShouldBe(http);
    }

    [Theory]
    [InlineData("+15550102611", new[] { "sent" })]
    [InlineData("+15550102612", new[] { "sent", "read" })]
    [InlineData("+15550102613", new[] { "sent", "delivered" })]
    [InlineData("+15550102616", new string[0])]
    public async Task Some_magic_numbers_leave_statuses_out(string phone, string[] expected)
    {
        await using var world = await SimulatedWorld.StartAsync();

        await world.SendTemplateAsync(phone);

        (await world.StatusesAsync()).Select(s => s.Text("status")).ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public async Task An_offline_phone_gets_its_messages_when_it_is_back()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var ana = world.Simulator.Phone(Ana);
        await ana.SetAsync(new HandsetSettings { Online = false });

        await world.SendTemplateAsync(Ana);
        (await world.StatusesAsync()).Select(s => s.Text("status")).ShouldBe(["sent"]);
        (await ana.ThreadAsync()).Messages.ShouldBeEmpty();

        await ana.SetAsync(new HandsetSettings { Online = true });
        (await world.StatusesAsync()).Select(s => s.Text("status")).ShouldBe(["sent", "delivered", "read"], ignoreOrder: true);
        (await ana.ThreadAsync()).Messages.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_blocked_business_never_gets_further_than_sent()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.Simulator.Phone(Ana).SetAsync(new HandsetSettings { Blocks = true });

        await world.SendTemplateAsync(Ana);

        (await world.StatusesAsync()).Select(s => s.Text("status")).ShouldBe(["sent"]);
        (await world.LedgerAsync()).NeverShown.ShouldBe(1);
    }

    [Fact]
    public async Task Who_stopped_promotions_gets_utility_but_no_marketing()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.Simulator.Phone(Ana).SetAsync(new HandsetSettings { OptedOut = true });

        await world.SendTemplateAsync(Ana);
        await world.SendTemplateAsync(Ana, "spring_sale", [Body(("first_name", "Ana"), ("discount", "20%"))]);
        await world.StatusesAsync();

        var ledger = await world.LedgerAsync();
        ledger.Shown.ShouldBe(1);
        ledger.FailedByCode.ShouldBe(new Dictionary<int, long> { [131050] = 1 });
        world.Hooks.SelectMany(h => h.Changes).Count(c => c.Text("field") == "user_preferences").ShouldBe(1);
    }

    [Fact]
    public async Task A_hidden_number_is_known_by_its_user_id_alone()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var ana = world.Simulator.Phone(Ana);
        await ana.SetAsync(new HandsetSettings { HidesNumber = true, Username = "ana.s" });
        await ana.WriteAsync("hello");

        var inbound = (await world.InboundAsync()).Single();
        inbound.TryGetProperty("from", out _).ShouldBeFalse();
        inbound.Text("from_user_id").ShouldBe(ana.UserId);
        var contact = world.Hooks.Single().Values.Single().GetProperty("contacts")[0];
        contact.TryGetProperty("wa_id", out _).ShouldBeFalse();
        contact.GetProperty("profile").Text("username").ShouldBe("ana.s");

        var reply = await world.SendAsync(new { messaging_product = "whatsapp", recipient = ana.UserId, type = "text", text = new { body = "Hello back" } });
        reply.Json.GetProperty("contacts")[0].Text("user_id").ShouldBe(ana.UserId);
        reply.Json.GetProperty("contacts")[0].TryGetProperty("wa_id", out _).ShouldBeFalse();
        (await world.StatusesAsync()).ShouldAllBe(s => s.GetProperty("recipient_user_id").GetString() == ana.UserId);
        (await ana.ThreadAsync()).Messages[^1].Text.ShouldBe("Hello back");
    }

    [Fact]
    public async Task Login_codes_cannot_be_sent_to_a_user_id()
    {
        await using var world = await SimulatedWorld.StartAsync();

        var reply = await world.SendAsync(new
        {
            messaging_product = "whatsapp",
            recipient = world.Simulator.Phone(Ana).UserId,
            type = "template",
            template = new
            {
                name = "login_code",
                language = new { code = "en_US" },
                components = new object[]
                {
                    new { type = "body", parameters = new[] { new { type = "text", text = "123456" } } },
                    new { type = "button", sub_type = "url", index = "0", parameters = new[] { new { type = "text", text = "123456" } } },
                },
            },
        });

        reply.ErrorCode.ShouldBe(131062);
    }

    internal static object Body(params (string Name, string Value)[] parameters) =>
        new { type = "body", parameters = parameters.Select(p => new { type = "text", parameter_name = p.Name, text = p.Value }).ToArray() };

    private static SimulatorSeed Small(int? usersPerDay, int messagesPerSecond)
    {
        var account = new SeedBusinessAccount(SimulatedWorld.AccountId, "Small");
        account.Numbers.Add(new SeedNumber(SimulatedWorld.NumberId, "+1 555-010-0199", "Small") { MessagesPerSecond = messagesPerSecond });
        var portfolio = new SeedPortfolio("506914307656634", "Small") { UsersPerDay = usersPerDay };
        portfolio.BusinessAccounts.Add(account);
        return new SimulatorSeed { Portfolios = { portfolio } };
    }
}
