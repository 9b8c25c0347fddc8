namespace Kaiwa.Tests.Simulator;

public sealed class LedgerTests
{
    [Fact]
    public async Task The_ledger_notices_the_same_content_sent_twice()
    {
        await using var world = await SimulatedWorld.StartAsync();

        await world.SendTemplateAsync("+16505551234", "order_confirmed", [Body("Ana", "#1")]);
        await world.SendTemplateAsync("+16505551234", "order_confirmed", [Body("Ana", "#1")]);
        await world.SendTemplateAsync("+16505551234", "order_confirmed", [Body("Ana", "#2")]);
        await world.SendTemplateAsync("+16505550000", "order_confirmed", [Body("Ana", "#1")]);
        await world.StatusesAsync();

        var ledger = await world.LedgerAsync();
        ledger.Accepted.ShouldBe(4);
        ledger.Doubled.ShouldBe(1);
        ledger.Doubles.Single().Phone.ShouldBe("+16505551234");
        ledger.Doubles.Single().MessageIds.Count.ShouldBe(2);
        ledger.PhonesReached.ShouldBe(2);
        ledger.PhonesWithOne.ShouldBe(1);
        ledger.More.Single().Count.ShouldBe(3);
        ledger.BilledByCategory.ShouldBe(new Dictionary<string, long> { ["utility"] = 4 });
    }

    [Fact]
    public async Task A_resend_after_a_failure_is_no_double()
    {
        await using var world = await SimulatedWorld.StartAsync();
        world.Simulator.SetFaults(new Kaiwa.Simulator.FaultPlan { Failures = [new Kaiwa.Simulator.SendFault { Code = 131049, Count = 1 }] });

        await world.SendTemplateAsync("+16505551234");
        await world.SendTemplateAsync("+16505551234");
        await world.StatusesAsync();

        (await world.LedgerAsync()).Doubled.ShouldBe(0);
    }

    [Fact]
    public async Task The_same_content_written_differently_is_the_same_content()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.Simulator.Phone("+16505551234").WriteAsync("hi");

        await world.SendRawAsync("""{"messaging_product":"whatsapp","to":"+16505551234","type":"text","text":{"body":"caf\u00e9 / x"}}""");
        await world.SendRawAsync("""{ "messaging_product": "whatsapp", "to": "16505551234", "text": { "body": "café \/ x" } }""");

        (await world.LedgerAsync()).Doubled.ShouldBe(1);
    }

    [Fact]
    public async Task The_ledger_counts_one_template_or_what_came_since()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.SendTemplateAsync("+16505551234");
        await world.Simulator.AdvanceAsync(TimeSpan.FromHours(1), TestContext.Current.CancellationToken);
        var since = world.Simulator.Clock.GetUtcNow();
        await world.SendTemplateAsync("+16505551235", "order_confirmed", [Body("Ana", "#1")]);

        (await world.GetAsync("/ledger?template=hello_world")).Json.GetProperty("accepted").GetInt32().ShouldBe(1);
        (await world.GetAsync("/ledger?since=" + since.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture))).Json.GetProperty("accepted").GetInt32().ShouldBe(1);
        (await world.GetAsync("/simulator/ledger")).Json.GetProperty("accepted").GetInt32().ShouldBe(2);
    }

    [Fact]
    public async Task The_judge_reads_messages_and_inbound_row_by_row()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var sent = await world.SendTemplateAsync("+16505551234", callback: "k.7");
        var written = await world.Simulator.Phone("+16505551234").WriteAsync("hello");
        await world.StatusesAsync();

        var row = (await world.GetAsync("/ledger/messages?phone=16505551234")).Json.EnumerateArray().Single();
        row.Text("wamid").ShouldBe(sent.MessageId);
        row.Text("template").ShouldBe("hello_world");
        row.Text("callbackData").ShouldBe("k.7");
        row.Text("state").ShouldBe("read");
        var inbound = (await world.GetAsync("/ledger/inbound")).Json.EnumerateArray().Single();
        inbound.Text("wamid").ShouldBe(written);
        inbound.GetProperty("acknowledged").GetBoolean().ShouldBeTrue();
        (await world.GetAsync("/ledger/messages?after=" + row.GetProperty("seq"))).Json.GetArrayLength().ShouldBe(0);
    }

    private static object Body(params string[] texts) => new { type = "body", parameters = texts.Select(t => new { type = "text", text = t }).ToArray() };
}
