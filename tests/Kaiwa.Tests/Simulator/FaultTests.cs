using System.Net;
using Kaiwa.Simulator;

namespace Kaiwa.Tests.Simulator;

public sealed class FaultTests
{
    [Fact]
    public async Task The_next_three_sends_fail_when_asked_to()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.PostAsync("/faults", new { sends = new[] { new { code = 131056, count = 3 } } });

        for (var i = 0; i < 3; i++)
        {
            (await world.SendTemplateAsync("+16505551234")).ErrorCode.ShouldBe(131056);
        }

        (await world.SendTemplateAsync("+16505551234")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_header_makes_one_send_fail()
    {
        await using var world = await SimulatedWorld.StartAsync();

        (await world.SendAsync(new { messaging_product = "whatsapp", to = "+16505551234", type = "template", template = new { name = "hello_world", language = new { code = "en_US" } } }, simulate: "code=131056")).ErrorCode.ShouldBe(131056);
    }

    [Fact]
    public async Task A_connection_cut_after_accepting_leaves_a_message_that_is_seen()
    {
        await using var world = await SimulatedWorld.StartAsync();
        world.Simulator.SetFaults(new FaultPlan { CutAfterAccept = 1 });

        await Should.ThrowAsync<HttpRequestException>(() => world.SendTemplateAsync("+16505551234"));
        await world.StatusesAsync();

        (await world.LedgerAsync()).Shown.ShouldBe(1);
    }

    [Fact]
    public async Task A_connection_cut_before_accepting_leaves_nothing()
    {
        await using var world = await SimulatedWorld.StartAsync();
        world.Simulator.SetFaults(new FaultPlan { CutBeforeAccept = 1 });

        await Should.ThrowAsync<HttpRequestException>(() => world.SendTemplateAsync("+16505551234"));

        (await world.LedgerAsync()).Accepted.ShouldBe(0);
    }

    [Fact]
    public async Task The_sent_status_can_come_before_the_answer()
    {
        await using var world = await SimulatedWorld.StartAsync();
        world.Simulator.SetFaults(new FaultPlan { StatusFirst = 1 });

        var reply = await world.SendTemplateAsync("+16505551234");

        world.Hooks.TryPeek(out var first).ShouldBeTrue();
        first!.Statuses.Single().Text("id").ShouldBe(reply.MessageId);
    }

    [Fact]
    public async Task Statuses_can_be_doubled_and_shuffled()
    {
        await using var world = await SimulatedWorld.StartAsync();
        world.Simulator.SetFaults(new FaultPlan { Duplicate = new DuplicateFault { Times = 3 }, ShuffleMs = 100 });

        await world.SendTemplateAsync("+16505551234");

        (await world.StatusesAsync()).CountBy(s => s.Text("status")).ToDictionary().ShouldBe(new Dictionary<string, int> { ["sent"] = 3, ["delivered"] = 3, ["read"] = 3 }, ignoreOrder: true);
    }

    [Fact]
    public async Task Statuses_can_be_dropped_for_good_while_the_phone_still_shows_the_message()
    {
        await using var world = await SimulatedWorld.StartAsync();
        world.Simulator.SetFaults(new FaultPlan { DropStatuses = 1 });

        await world.SendTemplateAsync("+16505551234");

        (await world.StatusesAsync()).ShouldBeEmpty();
        (await world.LedgerAsync()).Shown.ShouldBe(1);
    }

    [Fact]
    public async Task Several_updates_can_travel_in_one_webhook()
    {
        await using var world = await SimulatedWorld.StartAsync();
        world.Simulator.SetFaults(new FaultPlan { Batch = 30 });

        for (var i = 0; i < 10; i++)
        {
            await world.SendTemplateAsync("+1650555010" + i.ToString(System.Globalization.CultureInfo.InvariantCulture));
        }

        (await world.StatusesAsync()).Count.ShouldBe(30);
        world.Hooks.Count.ShouldBeLessThan(15);
        world.Hooks.ShouldAllBe(h => h.Signature == h.Expected);
    }

    [Fact]
    public async Task Held_templates_are_released_later()
    {
        await using var world = await SimulatedWorld.StartAsync();
        world.Simulator.SetFaults(new FaultPlan { Hold = new HoldFault { ReleaseMs = 20 } });

        var reply = await world.SendTemplateAsync("+16505551234", "spring_sale", [RulesTests.Body(("first_name", "Ana"), ("discount", "20%"))]);

        reply.Json.GetProperty("messages")[0].Text("message_status").ShouldBe("held_for_quality_assessment");
        (await world.StatusesAsync()).Count.ShouldBe(3);
    }

    [Fact]
    public async Task The_same_seed_fails_the_same_sends()
    {
        var first = await OutcomesAsync();
        var second = await OutcomesAsync();

        first.ShouldBe(second);
        first.ShouldContain(HttpStatusCode.OK);
        first.ShouldContain(HttpStatusCode.InternalServerError);

        static async Task<List<HttpStatusCode>> OutcomesAsync()
        {
            await using var world = await SimulatedWorld.StartAsync();
            world.Simulator.SetFaults(new FaultPlan { Seed = 42, Sends = [new SendFault { Code = 131000, Probability = 0.4 }] });
            var outcomes = new List<HttpStatusCode>();
            for (var i = 0; i < 20; i++)
            {
                outcomes.Add((await world.SendTemplateAsync("+16505551234")).Status);
            }

            return outcomes;
        }
    }

    [Fact]
    public async Task A_misspelt_fault_is_refused_rather_than_ignored()
    {
        await using var world = await SimulatedWorld.StartAsync();

        (await world.PostAsync("/faults", new { cutAfterAcept = 1 })).Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task An_unacknowledged_webhook_is_tried_again_until_it_is()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var refusals = 0;
        world.Answer = _ => Interlocked.Increment(ref refusals) <= 4 ? 500 : 200;

        await world.Simulator.Phone("+16505551234").WriteAsync("hello");

        (await world.InboundAsync()).Count.ShouldBe(5);
        var ledger = await world.LedgerAsync();
        ledger.InboundAcknowledged.ShouldBe(1);
        ledger.Webhooks.Retried.ShouldBe(4);
        ledger.Webhooks.AckP99Ms.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_webhook_that_hangs_is_given_up_after_the_timeout_and_tried_again()
    {
        await using var world = await SimulatedWorld.StartAsync(o => o.WebhookTimeout = TimeSpan.FromMilliseconds(300));
        var hang = new TaskCompletionSource();
        var calls = 0;
        world.Delay = _ => Interlocked.Increment(ref calls) == 1 ? hang.Task : Task.CompletedTask;

        await world.Simulator.Phone("+16505551234").WriteAsync("hello");

        (await world.InboundAsync()).Count.ShouldBe(2);
        (await world.LedgerAsync()).Webhooks.Unanswered.ShouldBe(1);
        hang.SetResult();
    }

    [Fact]
    public async Task Webhooks_owed_survive_a_restart_of_the_simulator()
    {
        var file = Path.Combine(Path.GetTempPath(), "kaiwa-simulator-" + Path.GetRandomFileName() + ".db");
        await using (var world = await SimulatedWorld.StartAsync(file: file))
        {
            world.Answer = _ => 503;
            await world.SendTemplateAsync("+16505551234", callback: "k.1");
            await world.Simulator.Phone("+16505559999").WriteAsync("hello");
            await world.PostAsync("/clock", new { advance = "25:00:00" });
        }

        await using (var again = await SimulatedWorld.StartAsync(file: file))
        {
            (await again.StatusesAsync()).Select(s => s.Text("status")).ShouldBe(["sent", "delivered", "read"], ignoreOrder: true);
            again.Hooks.SelectMany(h => h.Messages).Single().GetProperty("text").Text("body").ShouldBe("hello");
            var ledger = await again.LedgerAsync();
            ledger.Shown.ShouldBe(1);
            ledger.InboundAcknowledged.ShouldBe(1);
            again.Simulator.Clock.Offset.ShouldBe(TimeSpan.FromHours(25));
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        foreach (var leftover in (string[])[file, file + "-wal", file + "-shm"])
        {
            File.Delete(leftover);
        }
    }
}
