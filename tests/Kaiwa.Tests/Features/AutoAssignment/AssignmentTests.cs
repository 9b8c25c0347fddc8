using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.AutoAssignment;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Labels;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;
using Kaiwa.Testing;
using Kaiwa.Tests.Features.Inbox;

namespace Kaiwa.Tests.Features.AutoAssignment;

public sealed class AssignmentTests
{
    [Theory, Engines]
    public async Task Colleagues_take_turns_and_nobody_gets_more_than_their_share(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (mika, ben) = (await host.HireAsync("Mika"), await host.HireAsync("Ben"));
        var team = await TeamAsync(host, "Support", mika, ben);
        await ChangeAsync(host, new AssignmentPlan { IsOn = true, Capacity = 2, Team = team });

        for (var i = 1; i <= 5; i++)
        {
            await host.WriteAsync($"81901111000{i}", $"wamid.{i}", i);
            if (i <= 4)
            {
                await Eventually.TrueAsync(async () => (await host.RowAsync($"+81901111000{i}")).Assignee is not null, $"conversation {i} given");
            }
        }

        var names = new List<string?>();
        for (var i = 1; i <= 5; i++)
        {
            names.Add((await host.RowAsync($"+81901111000{i}")).Assignee?.Name);
        }

        names.ShouldBe(["Mika", "Ben", "Mika", "Ben", null]);
        await host.RunJobAsync("auto-assignment");
        (await host.RowAsync("+819011110005")).Assignee.ShouldBeNull();

        await host.Get<IInbox>().ChangeAsync(ben, [await host.ConversationAsync("+819011110002")], new TicketChange { Status = ConversationStatus.Resolved });
        await Eventually.TrueAsync(async () => (await host.RowAsync("+819011110005")).Assignee?.Name == "Ben", "what waited goes to who has room");
        var told = (await host.Get<IInbox>().EventsAsync(mika, await host.ConversationAsync("+819011110005"))).Value.ShouldHaveSingleItem();
        (told.Kind, told.Actor, told.Detail).ShouldBe((ConversationEventKind.Assigned, "", "Ben"));
    }

    [Theory, Engines]
    public async Task The_first_rule_that_fits_says_who(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (mika, ben, kenji) = (await host.HireAsync("Mika"), await host.HireAsync("Ben"), await host.HireAsync("Kenji"));
        var viewer = await host.HireAsync("Vera", Role.Viewer);
        var (returns, rest) = (await TeamAsync(host, "Returns", ben), await TeamAsync(host, "Rest", kenji));
        var label = (await host.Get<ILabels>().CreateAsync(host.Shop.Actor, "VIP", default)).Value.Id;
        await host.WriteAsync("819011110001", "wamid.1", 1, "I want a REFUND, I am a good customer");
        await host.Get<IInbox>().ChangeAsync(mika, [await host.ConversationAsync("+819011110001")], new TicketChange { AddLabels = [label] });
        await host.WriteAsync("819011110002", "wamid.2", 2, "返品したいです");
        await host.WriteAsync("819011110003", "wamid.3", 3, "Do you have tea?");

        await ChangeAsync(host, new AssignmentPlan
        {
            IsOn = true,
            Team = rest,
            Rules =
            [
                new AssignmentRule { Words = "refund", User = Ticket.Me(viewer) },
                new AssignmentRule { Label = label, Words = "refund", User = Ticket.Me(mika) },
                new AssignmentRule { Words = "refund, 返品", Team = returns },
            ],
        });

        foreach (var (number, name) in new[] { ("+819011110001", "Mika"), ("+819011110002", "Ben"), ("+819011110003", "Kenji") })
        {
            await Eventually.TrueAsync(async () => (await host.RowAsync(number)).Assignee?.Name == name, $"{number} given to {name}");
        }
    }

    [Theory, Engines]
    public async Task Who_is_busy_or_away_gets_nothing_and_what_a_colleague_set_free_stays_free(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (mika, ben) = (await host.HireAsync("Mika"), await host.HireAsync("Ben"));
        var (presence, inbox) = (host.Get<IPresence>(), host.Get<IInbox>());
        using var screen = presence.Enter(mika);
        using var other = presence.Enter(ben);
        await presence.SetAwayAsync(mika, isAway: true);
        await ChangeAsync(host, new AssignmentPlan { IsOn = true, OnlyOnline = true, Team = await TeamAsync(host, "Support", mika, ben) });

        await host.WriteAsync("819011110001", "wamid.1", 1);
        await Eventually.TrueAsync(async () => (await host.RowAsync("+819011110001")).Assignee?.Name == "Ben", "given to who is there");
        other.Dispose();
        await inbox.ChangeAsync(ben, [await host.ConversationAsync("+819011110001")], new TicketChange { Assignment = new Assignment(null) });
        await host.WriteAsync("819011110002", "wamid.2", 2);
        await host.RunJobAsync("auto-assignment");
        (await host.RowAsync("+819011110002")).Assignee.ShouldBeNull();

        await presence.SetAwayAsync(mika, isAway: false);
        await Eventually.TrueAsync(async () => (await host.RowAsync("+819011110002")).Assignee?.Name == "Mika", "given to who came back");
        (await host.RowAsync("+819011110001")).Assignee.ShouldBeNull();
    }

    [Theory, Engines]
    public async Task A_plan_that_cannot_work_is_refused_in_words(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var mika = await host.HireAsync("Mika");
        var stranger = await TeamAsync(host, "Theirs", host.Stranger.Actor);
        async Task<string?> Refusal(AssignmentPlan plan, Actor? actor = null) => (await host.Get<IAutoAssignment>().ChangeAsync(actor ?? host.Shop.Actor, plan)).Problem?.Type;
        var me = Ticket.Me(mika);

        (await Refusal(new AssignmentPlan { Capacity = -1 })).ShouldBe("assignment-capacity");
        (await Refusal(new AssignmentPlan { Rules = [new AssignmentRule { Words = " , ", User = me }] })).ShouldBe("assignment-no-condition");
        (await Refusal(new AssignmentPlan { Rules = [new AssignmentRule { Words = "tea" }] })).ShouldBe("assignment-no-target");
        (await Refusal(new AssignmentPlan { Rules = [.. Enumerable.Repeat(new AssignmentRule { Words = "tea", User = me }, 51)] })).ShouldBe("assignment-rules");
        (await Refusal(new AssignmentPlan { Team = stranger })).ShouldBe("assignment-unknown");
        (await Refusal(new AssignmentPlan { IsOn = true }, mika)).ShouldBe("not-permitted");
        (await host.Get<IAutoAssignment>().FindAsync(host.Shop.Actor)).IsOn.ShouldBeFalse();
    }

    private static async Task ChangeAsync(FeaturesHost host, AssignmentPlan plan) => (await host.Get<IAutoAssignment>().ChangeAsync(host.Shop.Actor, plan)).IsOk.ShouldBeTrue();

    private static async Task<Id<Team>> TeamAsync(FeaturesHost host, string name, params Actor[] members)
    {
        var actor = members[0].Workspace == host.Stranger.Actor.Workspace ? host.Stranger.Actor : host.Shop.Actor;
        return (await host.Get<ITeams>().CreateAsync(actor, name, [.. members.Select(Ticket.Me)])).Value;
    }
}
