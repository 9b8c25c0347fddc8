using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Broadcasts;
using Kaiwa.Simulator;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Core.Dispatch;

public sealed class SendingTests
{
    [Theory, Engines]
    public async Task A_reply_reaches_the_phone_once_and_its_ticks_come_back(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "Is the blue one in stock?");

        var reply = (await shop.Agent.ReplyAsync(ana, "Yes, two are left.")).Value;

        (await shop.Agent.MessageAsync(ana, reply, MessageState.Read)).Problem.ShouldBeNull();
        (await ana.ReceivedAsync()).ShouldHaveSingleItem().ShouldContain("Yes, two are left.");
    }

    [Theory, Engines]
    public async Task A_reply_after_24_hours_is_refused_and_nothing_is_sent(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "Is the blue one in stock?");
        await shop.Agent.ConversationAsync(ana);
        await world.AdvanceAsync(TimeSpan.FromHours(25));

        var answer = await shop.Agent.ReplyAsync(ana, "Yes!");

        answer.Problem.ShouldNotBeNull().Type.ShouldBe("window-closed");
        (await ana.ReceivedAsync()).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task A_broadcast_shows_every_phone_one_message(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await shop.AddCustomersAsync(300);

        var broadcast = await shop.BroadcastAsync();

        await DoneAsync(world, shop, broadcast);
        var ledger = await world.Simulator.LedgerAsync();
        ledger.PhonesWithOne.ShouldBe(300);
        ledger.PhonesWithMore.ShouldBe(0);
        var view = await shop.ViewAsync(broadcast);
        view.Total.ShouldBe(300);
    }

    [Theory, Engines]
    public async Task A_message_whose_answer_was_cut_is_settled_by_its_status_and_not_sent_again(Engine engine)
    {
        await using var world = await World.StartAsync(engine, Impatient);
        var shop = await world.OpenShopAsync();
        await shop.AddCustomersAsync(60);
        world.Simulator.SetFaults(new FaultPlan { CutAfterAccept = 0.5 });

        var broadcast = await shop.BroadcastAsync();

        await DoneAsync(world, shop, broadcast);
        var ledger = await world.Simulator.LedgerAsync();
        ledger.PhonesWithOne.ShouldBe(60);
        ledger.Doubled.ShouldBe(0);
    }

    [Theory, Engines]
    public async Task A_message_that_was_never_accepted_is_sent_again_once_other_statuses_have_flowed(Engine engine)
    {
        await using var world = await World.StartAsync(engine, Impatient);
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "Hello");
        world.Simulator.SetFaults(new FaultPlan { CutBeforeAccept = 1 });
        var lost = (await shop.Agent.ReplyAsync(ana, "This one is cut off")).Value;
        await Eventually.TrueAsync(async () => (await shop.Agent.ThreadAsync(ana)).Single(message => message.Id == lost).Job == JobState.Ambiguous, "the send to be in doubt");
        world.Simulator.SetFaults(null);

        var ben = world.Phone("+62 811 2222 222");
        await ben.WriteAsync(shop, "Me too");
        await Eventually.TrueAsync(
            async () =>
            {
                await shop.Agent.ReplyAsync(ben, "Statuses flow");
                return (await ana.ReceivedAsync()).Count > 0;
            },
            "the lost reply to arrive");

        await shop.Agent.MessageAsync(ana, lost, MessageState.Delivered);
        (await ana.ReceivedAsync()).ShouldHaveSingleItem();
    }

    [Theory, Engines]
    public async Task A_status_that_comes_before_the_answer_still_finds_its_message(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "Hello");
        world.Simulator.SetFaults(new FaultPlan { StatusFirst = 1 });

        var reply = (await shop.Agent.ReplyAsync(ana, "Hello Ana")).Value;

        (await shop.Agent.MessageAsync(ana, reply, MessageState.Read)).SentAt.ShouldNotBeNull();
    }

    [Theory, Engines]
    public async Task An_agents_reply_overtakes_a_running_broadcast(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync(options => options.Pace = 80);
        await shop.AddCustomersAsync(1000);
        var ana = world.Phone("+62 811 1111 111");
        await ana.WriteAsync(shop, "Are you there?");
        await shop.Agent.ConversationAsync(ana);
        var broadcast = await shop.BroadcastAsync();
        await Eventually.TrueAsync(async () => (await world.Simulator.LedgerAsync()).Accepted > 50, "the broadcast to run");

        await shop.Agent.ReplyAsync(ana, "Yes!");

        await ana.ReceivedAsync(1);
        (await world.Simulator.LedgerAsync(new LedgerQuery { Template = "hello_world" })).Accepted.ShouldBeLessThan(600);
        (await shop.ViewAsync(broadcast)).State.ShouldBe(BroadcastState.Running);
    }

    [Theory, Engines]
    public async Task Over_the_portfolios_limit_messages_are_held_and_go_out_when_the_day_has_passed(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync(options => options.CustomerLimit = 50);
        await shop.AddCustomersAsync(80);

        var broadcast = await shop.BroadcastAsync();

        await Eventually.TrueAsync(async () => (await shop.ViewAsync(broadcast)).Funnel is { Held: 30, Accepted: 50 }, "thirty messages to be held and fifty to be accepted");
        (await shop.ViewAsync(broadcast)).HoldReason.ShouldNotBeNull().Type.ShouldBe("budget-spent");
        (await world.Simulator.LedgerAsync()).Accepted.ShouldBe(50);
        await world.AdvanceAsync(TimeSpan.FromHours(25));
        await DoneAsync(world, shop, broadcast);
        (await world.Simulator.LedgerAsync()).PhonesWithOne.ShouldBe(80);
    }

    [Theory, Engines]
    public async Task Somebody_who_opted_out_gets_no_marketing_but_still_what_they_ordered(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await shop.AddCustomersAsync(3);
        var first = world.Phone("+14155550000");
        await first.WriteAsync(shop, "STOP");
        await world.Database.InTransactionAsync(unit => unit.ExecuteAsync(
            "UPDATE contact SET consent = 2 WHERE id IN (SELECT contact_id FROM identity WHERE value = '14155550000') -- all workspaces: one test's database"));

        var broadcast = await shop.BroadcastAsync();

        await DoneAsync(world, shop, broadcast);
        (await first.ReceivedAsync()).ShouldBeEmpty();
        (await shop.ViewAsync(broadcast)).Excluded.ShouldHaveSingleItem().Count.ShouldBe(1);
    }

    internal static Task DoneAsync(World world, Shop shop, Kaiwa.Core.Storage.Id<Broadcast> broadcast) =>
        Eventually.TrueAsync(async () => (await shop.ViewAsync(broadcast)).State == BroadcastState.Done && await world.Simulator.SettleAsync(TimeSpan.FromSeconds(5)), "the broadcast to be done", TimeSpan.FromSeconds(60));

    private static void Impatient(Dictionary<string, string?> settings) => settings["Kaiwa:Dispatch:AmbiguousWait"] = "00:00:02";
}
