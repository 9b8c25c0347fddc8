using System.Net;
using System.Net.Http.Json;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.AutoAssignment;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Teams;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.Inbox;

public sealed class TeamTicketTests
{
    private const string Ana = "+819011112222";

    [Theory, Engines]
    public async Task A_conversation_is_given_to_a_team_found_by_it_and_taken_back(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (inbox, mika) = (host.Get<IInbox>(), await host.HireAsync("Mika"));
        var sales = await TeamAsync(host, "Sales", mika);
        await host.WriteAsync("819011112222", "wamid.1");
        await host.WriteAsync("819033334444", "wamid.2");
        var conversation = await host.ConversationAsync(Ana);

        var former = (await inbox.ChangeAsync(mika, [conversation], new TicketChange { Team = new TeamAssignment(sales) })).Value;

        (await host.RowAsync(Ana)).Team.ShouldBe(new TeamName(sales, "Sales"));
        (await host.RowAsync(Ana)).Assignee.ShouldBeNull();
        (await host.NumbersAsync(new ConversationFilter { Team = sales })).ShouldBe([Ana]);
        (await inbox.RestoreAsync(mika, former)).IsOk.ShouldBeTrue();
        (await host.NumbersAsync(new ConversationFilter { Team = sales })).ShouldBeEmpty();
        (await inbox.EventsAsync(mika, conversation)).Value.Select(line => (line.Kind, line.Detail)).ShouldBe([(ConversationEventKind.TeamGiven, "Sales"), (ConversationEventKind.TeamTaken, "Sales")]);
        (await inbox.ChangeAsync(mika, [conversation], new TicketChange { Team = new TeamAssignment(Id<Team>.New(host.Clock)) })).Problem!.Type.ShouldBe("team-unknown");
    }

    [Theory, Engines]
    public async Task A_team_that_ends_leaves_its_conversations_to_nobody_and_to_who_has_them(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (inbox, mika) = (host.Get<IInbox>(), await host.HireAsync("Mika"));
        var sales = await TeamAsync(host, "Sales", mika);
        await host.WriteAsync("819011112222", "wamid.1");
        await inbox.ChangeAsync(mika, [await host.ConversationAsync(Ana)], new TicketChange { Team = new TeamAssignment(sales), Assignment = new Assignment(Ticket.Me(mika)) });

        await host.Get<ITeams>().DeleteAsync(host.Shop.Actor, sales);

        var row = await host.RowAsync(Ana);
        (row.Team, row.Assignee?.Name).ShouldBe((null, "Mika"));
        (await host.NumbersAsync(new ConversationFilter { Team = sales })).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task Over_HTTP_many_go_to_a_team_and_to_none(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var sales = await TeamAsync(host, "Sales");
        await host.WriteAsync("819011112222", "wamid.1");
        var conversation = await host.ConversationAsync(Ana);
        using var program = host.Client(await host.KeyAsync(Permissions.Read | Permissions.Send));

        (await program.PatchAsJsonAsync("/api/v1/conversations", new { conversations = new[] { conversation.ToString() }, team = sales.ToString() })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await program.GetStringAsync(new Uri("/api/v1/conversations?team=" + sales, UriKind.Relative))).ShouldContain("\"Sales\"");
        (await program.PatchAsJsonAsync($"/api/v1/conversations/{conversation}", new { noTeam = true })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await host.RowAsync(Ana)).Team.ShouldBeNull();
    }

    [Theory, Engines]
    public async Task What_a_team_was_given_goes_to_its_members_in_turns_whatever_the_rules_say(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (inbox, mika, ben) = (host.Get<IInbox>(), await host.HireAsync("Mika"), await host.HireAsync("Ben"));
        var (sales, nobody) = (await TeamAsync(host, "Sales", ben), await TeamAsync(host, "Nobody yet"));
        await host.Get<IAutoAssignment>().ChangeAsync(host.Shop.Actor, new AssignmentPlan { IsOn = true, Team = nobody, Rules = [new AssignmentRule { Words = "tea", User = Ticket.Me(mika) }] });
        await host.WriteAsync("819011112222", "wamid.1", text: "Hello?");
        var conversation = await host.ConversationAsync(Ana);
        await inbox.AssignAsync(mika, conversation, Ticket.Me(mika));
        await inbox.AssignAsync(mika, conversation, null);
        await host.RunJobAsync("auto-assignment");
        (await host.RowAsync(Ana)).Assignee.ShouldBeNull("a colleague set it free");
        await host.WriteAsync("819011112222", "wamid.2", text: "Any tea?");

        await inbox.ChangeAsync(mika, [conversation], new TicketChange { Team = new TeamAssignment(sales) });

        await Eventually.TrueAsync(async () => (await host.RowAsync(Ana)).Assignee?.Name == "Ben", "given to the team's member");
    }

    [Theory, Engines]
    public async Task What_nobody_of_its_team_can_take_does_not_hold_up_the_others(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (inbox, ben) = (host.Get<IInbox>(), await host.HireAsync("Ben"));
        var (nobody, support) = (await TeamAsync(host, "Nobody yet"), await TeamAsync(host, "Support", ben));
        await host.WriteAsync("819011112222", "wamid.1", after: -60);
        var first = await host.ConversationAsync(Ana);
        await inbox.ChangeAsync(host.Shop.Actor, [first], new TicketChange { Team = new TeamAssignment(nobody) });
        await host.Database.InTransactionAsync(async unit =>
        {
            for (var i = 0; i < 130; i++)
            {
                var args = new { id = Id<Conversation>.New(host.Clock), workspace = ben.Workspace, first };
                await unit.ExecuteAsync("INSERT INTO contact (id, workspace_id, created_at) SELECT @id, workspace_id, created_at FROM conversation WHERE workspace_id = @workspace AND id = @first", args);
                await unit.ExecuteAsync("INSERT INTO conversation (id, workspace_id, number_id, contact_id, status, team_id, waiting_since, created_at) SELECT @id, workspace_id, number_id, @id, 0, team_id, waiting_since, created_at FROM conversation WHERE workspace_id = @workspace AND id = @first", args);
            }
        });
        await host.WriteAsync("819033334444", "wamid.2");

        await host.Get<IAutoAssignment>().ChangeAsync(host.Shop.Actor, new AssignmentPlan { IsOn = true, Team = support });

        await Eventually.TrueAsync(async () => (await host.RowAsync("+819033334444")).Assignee?.Name == "Ben", "given, though others wait longer");
        (await host.RowAsync(Ana)).Assignee.ShouldBeNull();
    }

    private static async Task<Id<Team>> TeamAsync(FeaturesHost host, string name, params Actor[] members) =>
        (await host.Get<ITeams>().CreateAsync(host.Shop.Actor, name, [.. members.Select(Ticket.Me)])).Value;
}
