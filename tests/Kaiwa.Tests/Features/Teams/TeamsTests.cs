using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.Teams;

public sealed class TeamsTests
{
    [Theory, Engines]
    public async Task A_team_has_a_name_and_people_of_the_workspace_only(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var teams = host.Get<ITeams>();
        var (mika, kenji, outsider) = (await host.HireAsync("mika", Role.Agent), await host.HireAsync("kenji", Role.Agent), await host.HireAsync("eve", Role.Agent, host.Stranger));

        var id = (await teams.CreateAsync(host.Shop.Actor, " Sales ", [Me(mika), Me(kenji), Me(outsider), Me(mika)])).Value;

        var team = (await teams.ListAsync(mika)).ShouldHaveSingleItem();
        (team.Id, team.Name).ShouldBe((id, "Sales"));
        team.Members.ShouldBe([Me(mika), Me(kenji)], ignoreOrder: true);
        (await teams.ChangeAsync(host.Shop.Actor, id, "Sales and care", [Me(kenji)])).IsOk.ShouldBeTrue();
        (await teams.ListAsync(mika)).Single().Members.ShouldBe([Me(kenji)]);
        (await teams.DeleteAsync(host.Shop.Actor, id)).IsOk.ShouldBeTrue();
        (await teams.ListAsync(mika)).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task Who_leaves_the_workspace_leaves_its_teams_and_is_not_back_in_them_when_back(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var mika = await host.HireAsync("mika", Role.Agent);
        await host.Get<ITeams>().CreateAsync(host.Shop.Actor, "Sales", [Me(mika)]);

        await host.Get<IPeople>().RemoveAsync(host.Shop.Actor, Me(mika));
        (await host.Get<ITeams>().ListAsync(host.Shop.Actor)).Single().Members.ShouldBeEmpty();
        await host.HireAsync("mika", Role.Agent);

        (await host.Get<ITeams>().ListAsync(host.Shop.Actor)).Single().Members.ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task Teams_say_what_is_wrong(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var teams = host.Get<ITeams>();
        var agent = await host.HireAsync("mika", Role.Agent);
        var id = (await teams.CreateAsync(host.Shop.Actor, "Sales", [])).Value;

        (await teams.CreateAsync(agent, "Mine", [])).Problem!.Type.ShouldBe("not-permitted");
        (await teams.CreateAsync(host.Shop.Actor, "Sales", [])).Problem!.Type.ShouldBe("team-name-taken");
        (await teams.CreateAsync(host.Shop.Actor, " ", [])).Problem!.Type.ShouldBe("team-name-missing");
        (await teams.ChangeAsync(host.Stranger.Actor, id, "Taken over", [])).Problem!.Type.ShouldBe("team-unknown");
        (await teams.DeleteAsync(host.Stranger.Actor, id)).Problem!.Type.ShouldBe("team-unknown");
        (await teams.ListAsync(host.Shop.Actor)).Single().Name.ShouldBe("Sales");
    }

    [Fact]
    public async Task Programs_make_teams()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var mika = await host.HireAsync("mika", Role.Agent);
        using var program = host.Client(await host.KeyAsync(Permissions.All));

        (await program.PostAsJsonAsync("/api/v1/teams", new { name = "Sales", members = new[] { Me(mika).ToString() } })).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await program.GetFromJsonAsync<JsonArray>("/api/v1/teams"))![0]!["members"]![0]!.GetValue<string>().ShouldBe(Me(mika).ToString());
    }

    [Theory, Engines]
    public async Task Somebody_is_online_while_a_screen_is_open_unless_they_said_otherwise(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var presence = host.Get<IPresence>();
        var (mika, kenji) = (await host.HireAsync("mika", Role.Agent), await host.HireAsync("kenji", Role.Agent));
        var heard = new List<Change>();
        using var listening = host.Get<ILiveFeed>().Subscribe(mika.Workspace, change =>
        {
            if (change.Topic == "presence")
            {
                heard.Add(change);
            }
        });
        async Task<Presence> OfMikaAsync() => (await presence.AllAsync(kenji))[Me(mika)];

        (await OfMikaAsync()).ShouldBe(Presence.Offline);
        var first = presence.Enter(mika);
        var second = presence.Enter(mika);
        (await OfMikaAsync()).ShouldBe(Presence.Online);
        await presence.SetAwayAsync(mika, true);
        (await OfMikaAsync()).ShouldBe(Presence.Away);
        await presence.SetAwayAsync(mika, false);
        first.Dispose();
        first.Dispose();
        (await OfMikaAsync()).ShouldBe(Presence.Online);
        second.Dispose();
        (await OfMikaAsync()).ShouldBe(Presence.Offline);

        heard.Count.ShouldBe(4); // the first screen, away, back, the last screen
        heard.ShouldAllBe(change => change.Subject == mika.Subject);
    }

    private static Id<User> Me(Actor actor) => new(actor.Subject);
}
