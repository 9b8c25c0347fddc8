using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Audiences;
using Kaiwa.Features.Broadcasts;
using Kaiwa.Simulator;
using Kaiwa.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Tests.Features.Broadcasts;

public sealed class BroadcastTests
{
    private static readonly Dictionary<string, string> Greeting = new(StringComparer.Ordinal)
    {
        ["first_name"] = "{{ contact.first_name | default: \"there\" }}",
        ["discount"] = "15%",
    };

    [Theory, Engines]
    public async Task Only_people_who_agreed_are_written_to_and_the_others_are_counted_by_reason(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await ImportAsync(world, shop, "phone,first_name,opt_in\n+6281200000001,Ana,yes\n+6281200000002,,yes\n+6281200000003,Cem,no\n+6281200000004,Dina,\n");

        var id = await shop.BroadcastAsync("spring_sale", "en_US", Greeting);

        var view = await DoneAsync(shop, id);
        view.Total.ShouldBe(2);
        view.Excluded.ToDictionary(one => one.Reason, one => one.Count).ShouldBe(new Dictionary<Exclusion, long> { [Exclusion.OptedOut] = 1, [Exclusion.ConsentUnknown] = 1 }, ignoreOrder: true);
        (await world.Phone("+6281200000001").ReceivedAsync()).ShouldHaveSingleItem().ShouldContain("Ana");
        (await world.Phone("+6281200000002").ReceivedAsync()).ShouldHaveSingleItem().ShouldContain("there");
        (await world.Phone("+6281200000003").ReceivedAsync()).ShouldBeEmpty();
        (await world.Phone("+6281200000004").ReceivedAsync()).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task Somebody_whose_value_is_missing_is_left_out_and_counted(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await ImportAsync(world, shop, "phone,first_name,opt_in\n+6281200000001,Ana,yes\n+6281200000002,,yes\n");

        var id = await shop.BroadcastAsync("spring_sale", "en_US", new(StringComparer.Ordinal) { ["first_name"] = "{{ contact.first_name }}", ["discount"] = "15%" });

        var view = await DoneAsync(shop, id);
        view.Total.ShouldBe(1);
        view.Excluded.ShouldHaveSingleItem().Reason.ShouldBe(Exclusion.MissingValue);
    }

    [Theory, Engines]
    public async Task Who_changed_their_number_is_written_to_on_the_new_one(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await ImportAsync(world, shop, "phone,first_name,opt_in\n+6281200000001,Ana,yes\n");
        await world.Phone("+6281200000001").WriteAsync(shop, "Hello");
        await world.HearAsync(shop, """{"messages":[{"from":"6281200000001","id":"wamid.moved","timestamp":"1795341700","type":"system","system":{"type":"user_changed_number","body":"Ana changed from 6281200000001 to 6281200000009","wa_id":"6281200000009"}}]}""");

        await DoneAsync(shop, await shop.BroadcastAsync("spring_sale", "en_US", Greeting));

        (await world.Phone("+6281200000009").ReceivedAsync(1)).ShouldHaveSingleItem().ShouldContain("Ana");
        (await world.Phone("+6281200000001").ReceivedAsync()).ShouldBeEmpty();
        var contact = (await world.Services.GetRequiredService<IAudiences>().ListAsync(shop.Actor, new ContactFilter())).Items.ShouldHaveSingleItem();
        contact.Phone.ShouldBe("+6281200000009");
    }

    [Theory, Engines]
    public async Task A_tag_chooses_the_audience(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await ImportAsync(world, shop, "phone,tags,opt_in\n+6281200000001,vip,yes\n+6281200000002,other,yes\n");

        var id = await CreateAsync(world, shop, new Audience.Tag("vip"));
        await Broadcasts(world).StartAsync(shop.Actor, id);

        (await DoneAsync(shop, id)).Total.ShouldBe(1);
        (await world.Phone("+6281200000001").ReceivedAsync(1)).ShouldHaveSingleItem();
        (await world.Phone("+6281200000002").ReceivedAsync()).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task A_paused_broadcast_sends_nothing_more_until_it_is_resumed(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync(options => options.Pace = 20);
        await shop.AddCustomersAsync(60);
        var id = await shop.BroadcastAsync();
        await Eventually.TrueAsync(async () => (await world.Simulator.LedgerAsync()).Accepted > 3, "the first messages");

        (await Broadcasts(world).PauseAsync(shop.Actor, id)).IsOk.ShouldBeTrue();
        await Eventually.TrueAsync(async () => await WaitingAsync(world, shop, id) is { Queued: 0, Sending: 0 }, "what was under way to end");

        ((await WaitingAsync(world, shop, id)).Held + (await world.Simulator.LedgerAsync()).Accepted).ShouldBe(60);
        var paused = await shop.ViewAsync(id);
        paused.State.ShouldBe(BroadcastState.Paused);
        paused.HoldReason.ShouldNotBeNull().Type.ShouldBe("broadcast-paused");
        paused.Funnel.Held.ShouldBe(0);

        (await Broadcasts(world).ResumeAsync(shop.Actor, id)).IsOk.ShouldBeTrue();
        await DoneAsync(shop, id);
        (await world.Simulator.LedgerAsync()).PhonesWithOne.ShouldBe(60);
    }

    [Theory, Engines]
    public async Task A_cancelled_broadcast_counts_the_rest_as_cancelled(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync(options => options.Pace = 20);
        await shop.AddCustomersAsync(60);
        var id = await shop.BroadcastAsync();
        await Eventually.TrueAsync(async () => (await world.Simulator.LedgerAsync()).Accepted > 3, "the first messages");

        (await Broadcasts(world).CancelAsync(shop.Actor, id)).IsOk.ShouldBeTrue();

        await Eventually.TrueAsync(async () => (await shop.ViewAsync(id)).FinishedAt is not null, "the end");
        var view = await shop.ViewAsync(id);
        view.State.ShouldBe(BroadcastState.Cancelled);
        (view.Funnel.Cancelled + view.Funnel.Accepted).ShouldBe(60, view.Funnel.ToString());
        view.Funnel.Cancelled.ShouldBeGreaterThan(0);
        (await Broadcasts(world).ResumeAsync(shop.Actor, id)).Problem.ShouldNotBeNull().Type.ShouldBe("broadcast-state");
    }

    [Theory, Engines]
    public async Task A_broadcast_over_the_portfolio_limit_holds_with_the_reason(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync(options => options.CustomerLimit = 20);
        await shop.AddCustomersAsync(30);

        var id = await shop.BroadcastAsync("spring_sale", "en_US", Greeting);

        await Eventually.TrueAsync(async () => (await shop.ViewAsync(id)).Funnel.Held > 0, "the hold");
        var view = await shop.ViewAsync(id);
        view.State.ShouldBe(BroadcastState.Running);
        view.HoldReason.ShouldNotBeNull().Type.ShouldBe("budget-spent");
        (await world.Simulator.LedgerAsync()).PhonesWithOne.ShouldBeLessThanOrEqualTo(20);
    }

    [Theory, Engines]
    public async Task A_scheduled_broadcast_starts_when_its_time_has_come(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await shop.AddCustomersAsync(5);
        var id = await CreateAsync(world, shop, new Audience.All());
        (await Broadcasts(world).ScheduleAsync(shop.Actor, id, world.Clock.GetUtcNow() + TimeSpan.FromHours(2))).IsOk.ShouldBeTrue();
        (await shop.ViewAsync(id)).State.ShouldBe(BroadcastState.Scheduled);

        await world.AdvanceAsync(TimeSpan.FromHours(2));

        (await DoneAsync(shop, id)).Total.ShouldBe(5);
    }

    [Theory, Engines]
    public async Task A_broadcast_goes_on_after_a_restart_and_nobody_is_written_to_twice(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync(options => options.Pace = 60);
        await shop.AddCustomersAsync(150);
        var id = await shop.BroadcastAsync();
        await Eventually.TrueAsync(async () => (await world.Simulator.LedgerAsync()).Accepted > 20, "some messages");

        await world.RestartKaiwaAsync();

        await DoneAsync(shop, id);
        var ledger = await world.Simulator.LedgerAsync();
        ledger.PhonesWithOne.ShouldBe(150);
        ledger.PhonesWithMore.ShouldBe(0);
    }

    [Theory, Engines]
    public async Task It_pauses_by_itself_when_too_many_fail(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        world.Simulator.SetFaults(new FaultPlan { Failures = [new SendFault { Code = 131026 }] });
        var shop = await world.OpenShopAsync(options => options.Pace = 100);
        await shop.AddCustomersAsync(2000);

        var id = await shop.BroadcastAsync();

        await Eventually.TrueAsync(async () => (await shop.ViewAsync(id)).State == BroadcastState.Paused, "the automatic pause");
        var view = await shop.ViewAsync(id);
        view.HoldReason.ShouldNotBeNull().Type.ShouldBe("broadcast-failing");
        view.Failures.ShouldHaveSingleItem().Problem.Type.ShouldBe("meta-131026");
        view.Funnel.Accepted.ShouldBeLessThan(2000);
    }

    [Theory, Engines]
    public async Task Two_members_who_turn_out_to_be_one_person_get_one_message(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        var ana = world.Phone("+6281200000001");
        var contacts = world.Services.GetRequiredService<ContactStore>();
        var now = world.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var portfolio = shop.Number.Waba.Portfolio.MetaId;
        var phone = new PersonClaim(shop.Actor.Workspace, portfolio) { Phone = ana.Simulated.WaId };
        var hidden = new PersonClaim(shop.Actor.Workspace, portfolio) { UserId = ana.Simulated.UserId };
        await world.Database.InTransactionAsync(async unit =>
        {
            var people = await contacts.ResolveAsync(unit, [phone, hidden]);
            await contacts.SetConsentAsync(unit, people.Select(one => new ContactStore.ConsentChange(shop.Actor.Workspace, one!.Value.Contact, Consent.In, now, "test")).ToList());
        });
        var id = await CreateAsync(world, shop, new Audience.All());
        await Broadcasts(world).StartAsync(shop.Actor, id);
        await Broadcasts(world).PauseAsync(shop.Actor, id);
        await Eventually.TrueAsync(async () => (await shop.ViewAsync(id)).Total == 2, "both to be frozen");

        await world.Database.InTransactionAsync(unit => contacts.ResolveAsync(unit, [phone with { UserId = ana.Simulated.UserId }]));
        await Broadcasts(world).ResumeAsync(shop.Actor, id);

        await DoneAsync(shop, id);
        (await ana.ReceivedAsync()).ShouldHaveSingleItem();
    }

    [Theory, Engines]
    public async Task Those_who_answered_are_counted(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync();
        await ImportAsync(world, shop, "phone,opt_in\n+6281200000001,yes\n+6281200000002,yes\n");
        var id = await shop.BroadcastAsync();
        await DoneAsync(shop, id);
        await world.AdvanceAsync(TimeSpan.FromMinutes(1));

        await world.Phone("+6281200000001").WriteAsync(shop, "Nice, tell me more");

        await Eventually.TrueAsync(async () => (await shop.ViewAsync(id)).Funnel.Replied == 1, "the answer to be counted");
    }

    [Theory, Engines]
    public async Task Enqueuing_a_batch_twice_makes_no_second_message(Engine engine)
    {
        await using var world = await World.StartAsync(engine);
        var shop = await world.OpenShopAsync(options => options.Pace = 1);
        await shop.AddCustomersAsync(10);
        var id = await shop.BroadcastAsync();
        var store = world.Services.GetRequiredService<BroadcastStore>();
        await Eventually.TrueAsync(async () => (await store.FindAsync(id, default))!.NextOrdinal == 10, "the batch to be enqueued");
        var stale = (await store.FindAsync(id, default))! with { NextOrdinal = 0 };
        var content = (await world.Services.GetRequiredService<BroadcastContents>().OfAsync(stale, default))!;

        var moved = await world.Services.GetRequiredService<SendNextBatch>().StepAsync(stale, content, shop.Number, default);

        moved.ShouldBeNull();
        var view = await shop.ViewAsync(id);
        (view.Funnel.Queued + view.Funnel.Sending + view.Funnel.Accepted).ShouldBe(10);
    }

    [Fact]
    public async Task A_broadcast_that_does_not_fit_its_template_is_refused_with_the_missing_names()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();

        var problem = (await Broadcasts(world).CreateAsync(shop.Actor, new NewBroadcast { Name = "b", TemplateName = "spring_sale", Language = "en_US" })).Problem;

        problem.ShouldNotBeNull().Type.ShouldBe("broadcast-variables-missing");
        problem.Arguments.ShouldHaveSingleItem().ShouldBe("first_name, discount");
    }

    [Fact]
    public async Task A_template_that_is_not_approved_cannot_be_started()
    {
        await using var world = await World.StartAsync(Engine.Sqlite);
        var shop = await world.OpenShopAsync();
        var id = (await Broadcasts(world).CreateAsync(shop.Actor, new NewBroadcast
        {
            Name = "b",
            TemplateName = "winter_sale",
            Language = "en_US",
            Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["1"] = "Ana" },
        })).Value;

        (await Broadcasts(world).StartAsync(shop.Actor, id)).Problem.ShouldNotBeNull().Type.ShouldBe("broadcast-template-status");
    }

    [Theory]
    [InlineData(49, 0, false)]
    [InlineData(50, 0, true)]
    [InlineData(50, 200, false)]
    [InlineData(60, 200, true)]
    public void At_least_fifty_failures_and_more_than_a_fifth_stop_it(long failed, long delivered, bool stops)
    {
        RecipientStore.StateCount[] states =
        [
            new() { State = MessageState.Failed, Count = failed, Accepted = failed },
            new() { State = MessageState.Delivered, Count = delivered, Accepted = delivered },
            new() { State = MessageState.Queued, Count = 10_000, Accepted = 0 },
        ];

        (WatchBroadcasts.Judge(states) is not null).ShouldBe(stops);
    }

    private static async Task<(long Queued, long Sending, long Held)> WaitingAsync(World world, Shop shop, Id<Broadcast> id)
    {
        var jobs = await world.Services.GetRequiredService<Kaiwa.Core.Outbox.Outbox>().CountOriginAsync(shop.Number, id.Value);
        long Count(JobState state) => jobs.Where(job => job.State == state).Sum(job => job.Count);
        return (Count(JobState.Queued), Count(JobState.Sending), Count(JobState.Held));
    }

    private static IBroadcasts Broadcasts(World world) => world.Services.GetRequiredService<IBroadcasts>();

    private static async Task<Id<Broadcast>> CreateAsync(World world, Shop shop, Audience audience) =>
        (await Broadcasts(world).CreateAsync(shop.Actor, new NewBroadcast { Name = "b", TemplateName = "hello_world", Language = "en_US", Audience = audience })).Value;

    private static async Task ImportAsync(World world, Shop shop, string csv)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(csv));
        var report = (await world.Services.GetRequiredService<IAudiences>().ImportAsync(shop.Actor, stream, new ImportOptions())).Value;
        report.ErrorCount.ShouldBe(0, string.Join(' ', report.Errors));
    }

    private static async Task<BroadcastView> DoneAsync(Shop shop, Id<Broadcast> id)
    {
        await Eventually.TrueAsync(async () => (await shop.ViewAsync(id)).State == BroadcastState.Done, "the broadcast to be done", TimeSpan.FromSeconds(40));
        return await shop.ViewAsync(id);
    }
}
