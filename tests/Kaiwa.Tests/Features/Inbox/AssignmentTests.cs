using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.Inbox;

public sealed class AssignmentTests
{
    [Theory, Engines]
    public async Task What_a_colleague_had_who_left_is_given_back_whole_with_a_line_in_each(Engine engine)
    {
        const int Many = 1100;
        await using var host = await FeaturesHost.StartAsync(engine);
        var (inbox, mika) = (host.Get<IInbox>(), await host.HireAsync("Mika"));
        await host.WriteAsync("819011112222", "wamid.1");
        var first = await host.ConversationAsync("+819011112222");
        await inbox.AssignAsync(host.Shop.Actor, first, Ticket.Me(mika));
        await host.Database.InTransactionAsync(async unit =>
        {
            for (var i = 0; i < Many; i++)
            {
                var args = new { id = Id<Conversation>.New(host.Clock), workspace = mika.Workspace, first };
                await unit.ExecuteAsync("INSERT INTO contact (id, workspace_id, created_at) SELECT @id, workspace_id, created_at FROM conversation WHERE workspace_id = @workspace AND id = @first", args);
                await unit.ExecuteAsync("INSERT INTO conversation (id, workspace_id, number_id, contact_id, status, assigned_to, created_at) SELECT @id, workspace_id, number_id, @id, 1, assigned_to, created_at FROM conversation WHERE workspace_id = @workspace AND id = @first", args);
            }
        });

        await host.Get<IPeople>().RemoveAsync(host.Shop.Actor, Ticket.Me(mika));

        await Eventually.TrueAsync(async () => await host.EffectsAsync("inbox.let-go") == 0, "everything given back");
        async Task<long> CountAsync(string sql) => await host.Database.FirstAsync<long>(sql, new { workspace = mika.Workspace, mika = Ticket.Me(mika) }, CancellationToken.None);
        (await CountAsync("SELECT count(*) FROM conversation WHERE workspace_id = @workspace AND assigned_to = @mika")).ShouldBe(0);
        (await CountAsync("SELECT count(*) FROM conversation_event WHERE workspace_id = @workspace AND kind = 11 AND detail = 'Mika'")).ShouldBe(Many + 1);
    }

    [Theory, Engines]
    public async Task A_conversation_is_given_to_a_colleague_and_back_to_nobody(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var inbox = host.Get<IInbox>();
        var (mika, kenji) = (await host.HireAsync("Mika"), await host.HireAsync("Kenji"));
        await WriteAsync(host, "819011112222", "wamid.1", 0);
        var conversation = (await inbox.ListAsync(mika, new ConversationFilter())).Items[0].Id;

        var given = await inbox.AssignAsync(mika, conversation, Ticket.Me(kenji));
        var again = await inbox.AssignAsync(mika, conversation, Ticket.Me(kenji));

        (given.Value, again.Value).ShouldBe((true, false));
        (await inbox.OpenAsync(mika, conversation)).Value.Row.Assignee.ShouldBe(new Colleague(Ticket.Me(kenji), "Kenji"));
        (await inbox.AssignAsync(mika, conversation, null)).Value.ShouldBeTrue();
        (await inbox.OpenAsync(mika, conversation)).Value.Row.Assignee.ShouldBeNull();
    }

    [Theory, Engines]
    public async Task Views_hold_mine_nobodys_and_all_with_their_counts(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var inbox = host.Get<IInbox>();
        var (mika, kenji) = (await host.HireAsync("Mika"), await host.HireAsync("Kenji"));
        await WriteAsync(host, "819011110001", "wamid.1", -30);
        await WriteAsync(host, "819011110002", "wamid.2", -20);
        await WriteAsync(host, "819011110003", "wamid.3", -10);
        await inbox.AssignAsync(mika, await IdAsync(host, "+819011110001"), Ticket.Me(mika));
        await inbox.AssignAsync(mika, await IdAsync(host, "+819011110002"), Ticket.Me(kenji));

        (await NumbersAsync(inbox, mika, Whose.Mine)).ShouldBe(["+819011110001"]);
        (await NumbersAsync(inbox, kenji, Whose.Mine)).ShouldBe(["+819011110002"]);
        (await NumbersAsync(inbox, mika, Whose.Unassigned)).ShouldBe(["+819011110003"]);
        (await NumbersAsync(inbox, mika, Whose.All)).ShouldBe(["+819011110003", "+819011110002", "+819011110001"]);
        (await inbox.CountAsync(mika, ConversationStatus.Open)).ShouldBe(new ConversationCounts(1, 1, 3));

        await inbox.SetStatusAsync(mika, await IdAsync(host, "+819011110001"), ConversationStatus.Resolved);

        (await inbox.CountAsync(mika, ConversationStatus.Open)).ShouldBe(new ConversationCounts(0, 1, 2));
        (await inbox.CountAsync(mika, null)).ShouldBe(new ConversationCounts(1, 1, 3));
    }

    [Theory, Engines]
    public async Task Each_order_goes_through_all_conversations_page_by_page(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var inbox = host.Get<IInbox>();

        // The first waits since -50 though it wrote again; the second has been answered; the third waits since -20.
        await WriteAsync(host, "819011110001", "wamid.1", -50);
        await WriteAsync(host, "819011110001", "wamid.4", -10);
        await WriteAsync(host, "819011110002", "wamid.2", -40);
        await WriteAsync(host, "819011110003", "wamid.3", -20);
        await inbox.ReplyAsync(host.Shop.Actor, await IdAsync(host, "+819011110002"), "Here you are");

        (await PagesAsync(host, ConversationSort.Newest)).ShouldBe(["+819011110002", "+819011110001", "+819011110003"]);
        (await PagesAsync(host, ConversationSort.Oldest)).ShouldBe(["+819011110003", "+819011110001", "+819011110002"]);
        (await PagesAsync(host, ConversationSort.Waiting)).ShouldBe(["+819011110001", "+819011110003", "+819011110002"]);
    }

    [Theory, Engines]
    public async Task Nobody_of_another_shop_can_be_given_a_conversation(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var inbox = host.Get<IInbox>();
        var outsider = await host.HireAsync("Outsider", host.Stranger);
        await WriteAsync(host, "819011112222", "wamid.1", 0);
        var conversation = await IdAsync(host, "+819011112222");

        (await inbox.AssignAsync(host.Shop.Actor, conversation, Ticket.Me(outsider))).Problem!.Type.ShouldBe("assignee-unknown");
        (await inbox.AssignAsync(outsider, conversation, Ticket.Me(outsider))).Problem!.Type.ShouldBe("conversation-unknown");
        (await inbox.ColleaguesAsync(host.Shop.Actor)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Other_screens_hear_of_an_assignment()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var mika = await host.HireAsync("Mika");
        await WriteAsync(host, "819011112222", "wamid.1", 0);
        var conversation = await IdAsync(host, "+819011112222");
        var heard = new List<Change>();
        using var listening = host.Get<ILiveFeed>().Subscribe(mika.Workspace, heard.Add);

        await host.Get<IInbox>().AssignAsync(mika, conversation, Ticket.Me(mika));

        heard.ShouldBe([new Change(mika.Workspace, "inbox", conversation.Value)]);
    }

    [Fact]
    public async Task Programs_assign_and_read_the_views()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        await host.HireAsync("Mika");
        await WriteAsync(host, "819011112222", "wamid.1", 0);
        using var client = host.Client(await host.KeyAsync(Permissions.Read | Permissions.Send));
        var conversation = await IdAsync(host, "+819011112222");
        var user = (await client.GetFromJsonAsync<JsonArray>("/api/v1/conversations/colleagues"))![0]!["id"]!.GetValue<string>();

        var given = await client.PutAsJsonAsync($"/api/v1/conversations/{conversation}/assignee", new { userId = user });

        given.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.GetFromJsonAsync<JsonNode>("/api/v1/conversations?sort=waiting"))!["items"]![0]!["assignee"]!["name"]!.GetValue<string>().ShouldBe("Mika");
        (await client.GetFromJsonAsync<JsonNode>("/api/v1/conversations?whose=unassigned"))!["items"]!.AsArray().ShouldBeEmpty();
        (await client.GetFromJsonAsync<JsonNode>("/api/v1/conversations/counts?status=open"))!["all"]!.GetValue<int>().ShouldBe(1);
    }

    private static Task WriteAsync(FeaturesHost host, string from, string wamid, int after) => host.DeliverAsync(new Webhook { From = from }.Text(wamid, "Hello?", after));

    private static async Task<Id<Conversation>> IdAsync(FeaturesHost host, string number) =>
        (await host.Get<IInbox>().ListAsync(host.Shop.Actor, new ConversationFilter())).Items.Single(row => row.Number == number).Id;

    private static async Task<IEnumerable<string?>> NumbersAsync(IInbox inbox, Actor actor, Whose whose) =>
        (await inbox.ListAsync(actor, new ConversationFilter(ConversationStatus.Open, Whose: whose))).Items.Select(row => row.Number);

    private static async Task<List<string?>> PagesAsync(FeaturesHost host, ConversationSort sort)
    {
        var numbers = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await host.Get<IInbox>().ListAsync(host.Shop.Actor, new ConversationFilter(Cursor: cursor, Limit: 1, Sort: sort));
            numbers.AddRange(page.Items.Select(row => row.Number));
            cursor = page.Next;
        }
        while (cursor is not null);
        return numbers;
    }
}
