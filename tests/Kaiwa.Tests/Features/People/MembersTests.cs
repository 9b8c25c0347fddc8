using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.People;

public sealed class MembersTests
{
    [Theory, Engines]
    public async Task People_of_before_keep_what_they_could_do_though_later_migrations_came_first(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        foreach (var statement in new[]
        {
            "DROP TABLE recovery_code", "DROP TABLE two_factor", "DROP TABLE invitation", "DROP TABLE session", "DROP TABLE member", "ALTER TABLE audit DROP COLUMN actor_id",
            "DELETE FROM SchemaVersions WHERE ScriptName LIKE '%0007_people.sql'",
        })
        {
            await host.Database.InTransactionAsync(unit => unit.ExecuteAsync(statement));
        }

        await OldUserAsync(host, "first", "All", 1);
        await OldUserAsync(host, "second", "All", null);
        await OldUserAsync(host, "third", "Read, Contacts", null);

        host.Get<Migrator>().Migrate().ShouldHaveSingleItem().ShouldEndWith("0007_people.sql");

        (await host.Get<IPeople>().ListAsync(host.Shop.Actor)).Select(member => (member.Name, member.Role, member.Permissions)).ShouldBe(
        [
            ("first", Role.Owner, Permissions.All | Permissions.Own),
            ("second", Role.Admin, Permissions.All),
            ("third", Role.Custom, Permissions.Read | Permissions.Contacts),
        ],
        ignoreOrder: true);
    }

    [Theory]
    [InlineData(Role.Viewer, "GET /api/v1/contacts", "POST /api/v1/conversations/{id}/replies")]
    [InlineData(Role.Agent, "POST /api/v1/conversations/{id}/replies", "POST /api/v1/contacts/{id}/consent")]
    [InlineData(Role.Manager, "POST /api/v1/contacts/{id}/consent", "GET /api/v1/people")]
    [InlineData(Role.Admin, "GET /api/v1/people", null)]
    [InlineData(Role.Owner, "GET /api/v1/people", null)]
    public async Task Each_role_opens_its_doors_and_no_others(Role role, string may, string? mayNot)
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        await host.HireAsync("mika", role);
        using var mika = await host.BrowserAsync("mika");

        (await CallAsync(mika, may)).ShouldNotBe(HttpStatusCode.Forbidden);
        if (mayNot is not null)
        {
            (await CallAsync(mika, mayNot)).ShouldBe(HttpStatusCode.Forbidden);
        }
    }

    [Theory, Engines]
    public async Task A_workspace_keeps_its_last_owner_even_when_two_owners_remove_each_other(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var people = host.Get<IPeople>();
        var (mika, kenji) = (await host.HireAsync("mika", Role.Owner), await host.HireAsync("kenji", Role.Owner));

        var answers = await Task.WhenAll(people.RemoveAsync(mika, Me(kenji)), people.SetRoleAsync(kenji, Me(mika), Role.Agent));

        answers.Count(answer => answer.IsOk).ShouldBe(1);
        answers.Single(answer => !answer.IsOk).Problem!.Type.ShouldBe("last-owner");
        (await people.ListAsync(mika)).Count(member => member.Role == Role.Owner).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task Nobody_gives_more_than_they_have_nor_touches_who_may_do_more(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var people = host.Get<IPeople>();
        var owner = await host.HireAsync("olga", Role.Owner);
        var admin = await host.HireAsync("adam", Role.Admin);
        var agent = await host.HireAsync("aiko", Role.Agent);

        (await people.SetRoleAsync(admin, Me(admin), Role.Owner)).Problem!.Type.ShouldBe("not-allowed");
        (await people.SetRoleAsync(admin, Me(owner), Role.Viewer)).Problem!.Type.ShouldBe("not-allowed");
        (await people.RemoveAsync(admin, Me(owner))).Problem!.Type.ShouldBe("not-allowed");
        (await people.SetRoleAsync(agent, Me(agent), Role.Manager)).Problem!.Type.ShouldBe("not-allowed");
        (await host.Get<IInvitations>().InviteAsync(admin, "new@shop.example", Role.Owner)).Problem!.Type.ShouldBe("not-allowed");
        (await people.SetRoleAsync(admin, Me(agent), Role.Custom, Permissions.Read | Permissions.Broadcast)).IsOk.ShouldBeTrue();
        (await people.ListAsync(admin)).Single(member => member.Name == "aiko").Permissions.ShouldBe(Permissions.Read | Permissions.Broadcast);
        (await people.SetRoleAsync(admin, Me(agent), Role.Custom, Permissions.Contacts)).IsOk.ShouldBeTrue();
        (await people.ListAsync(admin)).Single(member => member.Name == "aiko").Permissions.ShouldBe(Permissions.Read | Permissions.Contacts, "whoever belongs may read");
    }

    [Theory, Engines]
    public async Task A_custom_role_never_holds_what_belongs_to_owners(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var owner = await host.HireAsync("olga", Role.Owner);
        var agent = await host.HireAsync("aiko", Role.Agent);

        await host.Get<IPeople>().SetRoleAsync(owner, Me(agent), Role.Custom, Permissions.Read | Permissions.Own);

        (await host.Get<IPeople>().ListAsync(owner)).Single(member => member.Name == "aiko").Permissions.ShouldBe(Permissions.Read);
    }

    [Theory, Engines]
    public async Task Who_is_removed_is_out_at_once_and_their_conversations_are_nobodys(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var owner = await host.HireAsync("olga", Role.Owner);
        var agent = await host.HireAsync("aiko", Role.Agent);
        using var browser = await host.BrowserAsync("aiko");
        await host.DeliverAsync(new Inbox.Webhook { From = "819011112222" }.Text("wamid.1", "Hello?", 0));
        var inbox = host.Get<IInbox>();
        var conversation = (await inbox.ListAsync(owner, new ConversationFilter())).Items[0].Id;
        await inbox.AssignAsync(owner, conversation, Me(agent));

        (await host.Get<IPeople>().RemoveAsync(owner, Me(agent))).IsOk.ShouldBeTrue();

        (await browser.GetAsync("/api/v1/conversations")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        await Eventually.TrueAsync(async () => (await inbox.CountAsync(owner, ConversationStatus.Open)).Unassigned == 1, "the conversation to be nobody's");
        var line = (await inbox.EventsAsync(owner, conversation)).Value[^1];
        (line.Kind, line.Actor, line.Detail).ShouldBe((ConversationEventKind.AssigneeLeft, "", "aiko"));
        (await host.Get<IPeople>().SignInAsync("aiko@shop.example", "blue kettle sings")).Problem!.Type.ShouldBe("no-workspace");
        (await host.Get<IPeople>().ListAsync(owner)).Select(member => member.Name).ShouldBe(["olga"]);
    }

    [Theory, Engines]
    public async Task Somebody_in_two_workspaces_changes_between_them_and_comes_back_to_the_last_one(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.HireAsync("mika", Role.Agent);
        var link = (await host.Get<IInvitations>().InviteAsync(host.Stranger.Actor, "mika@shop.example", Role.Viewer)).Value;
        (await host.Get<IInvitations>().AcceptAsync(link.Token, "", "blue kettle sings", "en")).Value.SignedIn!.Actor.Workspace.ShouldBe(host.Stranger.Actor.Workspace);
        using var browser = await host.BrowserAsync("mika");
        var there = (await browser.GetFromJsonAsync<JsonNode>("/api/v1/session"))!;
        (there["workspace"]!.GetValue<string>(), there["permissions"]!.GetValue<string>()).ShouldBe((host.Stranger.Actor.Workspace.ToString(), "Read"));

        var signedIn = (await host.Get<IPeople>().SignInAsync("mika@shop.example", "blue kettle sings")).Value;
        var actor = (await host.Get<ISessions>().OpenAsync(signedIn, "127.0.0.1", "a browser")).Actor;
        (await host.Get<ISessions>().PlacesAsync(actor)).Select(place => place.Name).ShouldBe(["Other shop", "Test shop"]);
        (await host.Get<ISessions>().SwitchAsync(actor, host.Shop.Actor.Workspace)).IsOk.ShouldBeTrue();

        var now = (await host.Get<ISessions>().CheckAsync(new Id<SessionRow>(actor.Session)))!.Actor;
        (now.Workspace, now.Permissions).ShouldBe((host.Shop.Actor.Workspace, Permissions.Read | Permissions.Send));
        (await host.Get<IPeople>().SignInAsync("mika@shop.example", "blue kettle sings")).Value.Actor.Workspace.ShouldBe(host.Shop.Actor.Workspace);
        (await host.Get<ISessions>().SwitchAsync(now, Id<Workspace>.New(TimeProvider.System))).Problem!.Type.ShouldBe("workspace-unknown");
    }

    private static Id<User> Me(Actor actor) => new(actor.Subject);

    private static async Task<HttpStatusCode> CallAsync(HttpClient client, string call)
    {
        var parts = call.Replace("{id}", Guid.Empty.ToString("N"), StringComparison.Ordinal).Split(' ');
        using var request = new HttpRequestMessage(new HttpMethod(parts[0]), parts[1]);
        request.Content = parts[0] == "POST" ? JsonContent.Create(new { text = "x", consent = "out", source = "x" }) : null;
        return (await client.SendAsync(request)).StatusCode;
    }

    private static Task OldUserAsync(FeaturesHost host, string name, string permissions, int? isFirst) => host.Database.InTransactionAsync(unit => unit.ExecuteAsync(
        "INSERT INTO app_user (id, workspace_id, email, name, password_hash, permissions, language, is_first, created_at) VALUES (@id, @workspace, @name, @name, '-', @permissions, 'en', @isFirst, 0)",
        new { id = Id<User>.New(TimeProvider.System), workspace = host.Shop.Actor.Workspace, name, permissions, isFirst }));
}
