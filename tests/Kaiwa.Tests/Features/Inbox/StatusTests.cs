using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.Inbox;

public sealed class StatusTests
{
    private const string Ana = "+819011112222";

    [Theory, Engines]
    public async Task A_snoozed_conversation_wakes_when_its_time_has_come_and_not_before(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (inbox, actor) = (host.Get<IInbox>(), host.Shop.Actor);
        await host.WriteAsync("819011112222", "wamid.1");
        var conversation = await host.ConversationAsync(Ana);
        var tomorrow = DateTimeOffset.FromUnixTimeMilliseconds(host.Clock.GetUtcNow().AddHours(20).ToUnixTimeMilliseconds());

        await inbox.ChangeAsync(actor, [conversation], new TicketChange { Status = ConversationStatus.Snoozed, Until = tomorrow });
        host.Clock.Advance(TimeSpan.FromHours(19));
        await host.RunJobAsync("inbox.wake-snoozed");

        var asleep = await host.RowAsync(Ana);
        (asleep.Status, asleep.SnoozedUntil).ShouldBe((ConversationStatus.Snoozed, tomorrow));

        host.Clock.Advance(TimeSpan.FromHours(2));
        await host.RunJobAsync("inbox.wake-snoozed");

        var awake = await host.RowAsync(Ana);
        (awake.Status, awake.SnoozedUntil).ShouldBe((ConversationStatus.Open, null));
        (await inbox.EventsAsync(actor, conversation)).Value.Select(one => (one.Kind, one.Actor)).ShouldBe([(ConversationEventKind.Snoozed, "Aiko"), (ConversationEventKind.Woke, "")]);
    }

    [Theory, Engines]
    public async Task A_customers_word_opens_what_is_snoozed_or_resolved_but_leaves_a_bot_at_work(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (inbox, actor) = (host.Get<IInbox>(), host.Shop.Actor);
        (string Number, ConversationStatus Before, ConversationStatus After)[] cases =
        [
            ("819011110001", ConversationStatus.Snoozed, ConversationStatus.Open),
            ("819011110002", ConversationStatus.Resolved, ConversationStatus.Open),
            ("819011110003", ConversationStatus.Pending, ConversationStatus.Pending),
        ];
        foreach (var (number, before, _) in cases)
        {
            await host.WriteAsync(number, "wamid.first." + number);
            var until = before == ConversationStatus.Snoozed ? host.Clock.GetUtcNow().AddDays(7) : (DateTimeOffset?)null;
            await inbox.ChangeAsync(actor, [await host.ConversationAsync("+" + number)], new TicketChange { Status = before, Until = until });
        }

        foreach (var (number, _, after) in cases)
        {
            await host.WriteAsync(number, "wamid.second." + number, 1, "One more thing");

            var row = await host.RowAsync("+" + number);
            (row.Status, row.SnoozedUntil).ShouldBe((after, null), number);
        }

        (await inbox.EventsAsync(actor, await host.ConversationAsync("+819011110001"))).Value.Select(one => one.Kind).ShouldBe([ConversationEventKind.Snoozed, ConversationEventKind.Reopened]);
    }

    [Theory, Engines]
    public async Task A_conversation_can_sleep_until_its_customer_writes(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (inbox, actor) = (host.Get<IInbox>(), host.Shop.Actor);
        await host.WriteAsync("819011112222", "wamid.1");
        await inbox.ChangeAsync(actor, [await host.ConversationAsync(Ana)], new TicketChange { Status = ConversationStatus.Snoozed });

        host.Clock.Advance(TimeSpan.FromDays(400));
        await host.RunJobAsync("inbox.wake-snoozed");
        (await host.RowAsync(Ana)).Status.ShouldBe(ConversationStatus.Snoozed);

        await host.WriteAsync("819011112222", "wamid.2");
        (await host.RowAsync(Ana)).Status.ShouldBe(ConversationStatus.Open);
    }

    [Theory, Engines]
    public async Task Who_resolves_may_say_why_and_it_is_kept_with_their_name(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (inbox, actor) = (host.Get<IInbox>(), host.Shop.Actor);
        await host.WriteAsync("819011112222", "wamid.1");
        var conversation = await host.ConversationAsync(Ana);

        await inbox.ChangeAsync(actor, [conversation], new TicketChange { Status = ConversationStatus.Resolved, Reason = "  Delivered late " });

        var line = (await inbox.EventsAsync(actor, conversation)).Value.ShouldHaveSingleItem();
        (line.Kind, line.Actor, line.Detail).ShouldBe((ConversationEventKind.Resolved, "Aiko", "Delivered late"));
        (await host.Database.FirstAsync<string>("SELECT details FROM audit WHERE workspace_id = @workspace AND action = 'conversation.resolved'", new { workspace = actor.Workspace })).ShouldBe("Delivered late");
        (await inbox.ChangeAsync(actor, [conversation], new TicketChange { Status = ConversationStatus.Resolved, Reason = new string('x', 201) })).Problem!.Type.ShouldBe("closing-reason-too-long");
    }

    [Theory, Engines]
    public async Task Each_status_has_its_list_and_its_counts(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var inbox = host.Get<IInbox>();
        var statuses = Enum.GetValues<ConversationStatus>();
        foreach (var status in statuses)
        {
            var number = "81901111000" + (int)status;
            await host.WriteAsync(number, "wamid." + status, (int)status);
            await inbox.SetStatusAsync(host.Shop.Actor, await host.ConversationAsync("+" + number), status);
        }

        foreach (var status in statuses)
        {
            foreach (var sort in Enum.GetValues<ConversationSort>())
            {
                (await host.NumbersAsync(new ConversationFilter(status, Sort: sort))).ShouldBe(["+81901111000" + (int)status], $"{status}, {sort}");
            }

            (await inbox.CountAsync(host.Shop.Actor, status)).All.ShouldBe(1);
        }

        (await inbox.CountAsync(host.Shop.Actor, null)).All.ShouldBe(4);
    }

    [Theory, Engines]
    public async Task Many_are_changed_at_once_and_put_back_each_to_what_it_was(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var inbox = host.Get<IInbox>();
        var (mika, kenji) = (await host.HireAsync("Mika"), await host.HireAsync("Kenji"));
        string[] numbers = ["819011110001", "819011110002", "819011110003"];
        foreach (var number in numbers)
        {
            await host.WriteAsync(number, "wamid." + number);
        }

        var ids = new List<Id<Conversation>>();
        foreach (var number in numbers)
        {
            ids.Add(await host.ConversationAsync("+" + number));
        }

        await inbox.AssignAsync(mika, ids[0], Ticket.Me(mika));
        await inbox.SetStatusAsync(mika, ids[1], ConversationStatus.Pending);

        var former = await inbox.ChangeAsync(mika, ids, new TicketChange { Status = ConversationStatus.Resolved, Assignment = new Assignment(Ticket.Me(kenji)) });

        (await host.NumbersAsync(new ConversationFilter(ConversationStatus.Resolved, Whose: Whose.Mine), kenji)).Count().ShouldBe(3);

        (await inbox.RestoreAsync(mika, former.Value)).IsOk.ShouldBeTrue();

        (await host.NumbersAsync(new ConversationFilter(ConversationStatus.Pending))).ShouldBe(["+819011110002"]);
        (await host.NumbersAsync(new ConversationFilter(ConversationStatus.Open), mika)).Order().ShouldBe(["+819011110001", "+819011110003"]);
        (await host.NumbersAsync(new ConversationFilter(Whose: Whose.Mine), mika)).ShouldBe(["+819011110001"]);
    }

    [Theory, Engines]
    public async Task One_that_is_not_there_keeps_all_the_others_from_changing(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var inbox = host.Get<IInbox>();
        await host.WriteAsync("819011112222", "wamid.1");
        var conversation = await host.ConversationAsync(Ana);
        var resolve = new TicketChange { Status = ConversationStatus.Resolved };

        (await inbox.ChangeAsync(host.Shop.Actor, [conversation, Id<Conversation>.New(TimeProvider.System)], resolve)).Problem!.Type.ShouldBe("conversation-unknown");
        (await inbox.ChangeAsync(host.Stranger.Actor, [conversation], resolve)).Problem!.Type.ShouldBe("conversation-unknown");
        (await inbox.ChangeAsync(host.Shop.Actor, [.. Enumerable.Repeat(conversation, 201)], resolve)).Problem!.Type.ShouldBe("too-many-conversations");
        (await inbox.ChangeAsync(host.Shop.Actor with { Permissions = Permissions.Read }, [conversation], resolve)).Problem!.Type.ShouldBe("not-permitted");
        (await inbox.ChangeAsync(host.Shop.Actor, [conversation], new TicketChange { Status = ConversationStatus.Snoozed, Until = host.Clock.GetUtcNow() })).Problem!.Type.ShouldBe("snooze-past");

        (await host.RowAsync(Ana)).Status.ShouldBe(ConversationStatus.Open);
    }

    [Fact]
    public async Task Other_screens_hear_that_one_was_snoozed_and_that_it_woke()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        await host.WriteAsync("819011112222", "wamid.1");
        var conversation = await host.ConversationAsync(Ana);
        var heard = new List<Change>();
        using var listening = host.Get<ILiveFeed>().Subscribe(host.Shop.Actor.Workspace, heard.Add);

        await host.Get<IInbox>().ChangeAsync(host.Shop.Actor, [conversation], new TicketChange { Status = ConversationStatus.Snoozed, Until = host.Clock.GetUtcNow().AddHours(1) });
        host.Clock.Advance(TimeSpan.FromHours(2));
        await host.RunJobAsync("inbox.wake-snoozed");

        heard.ShouldBe([new Change(host.Shop.Actor.Workspace, "inbox", conversation.Value), new Change(host.Shop.Actor.Workspace, "inbox", conversation.Value)]);
    }

    [Theory, Engines]
    public async Task Programs_prioritise_many_at_once_and_put_back_what_was(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.WriteAsync("819011112222", "wamid.1");
        await host.WriteAsync("819011113333", "wamid.2");
        var (ana, ben) = (await host.ConversationAsync("+819011112222"), await host.ConversationAsync("+819011113333"));
        await host.Get<IInbox>().ChangeAsync(host.Shop.Actor, [ben], new TicketChange { Priority = Priority.Low });
        using var client = host.Client(await host.KeyAsync(Permissions.Read | Permissions.Send));

        using var changed = await client.PatchAsJsonAsync("/api/v1/conversations", new { conversations = new[] { ana.ToString(), ben.ToString() }, priority = "urgent" });

        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var former = (await changed.Content.ReadFromJsonAsync<JsonArray>())!;
        (await host.RowAsync("+819011112222")).Priority.ShouldBe(Priority.Urgent);
        (await host.RowAsync("+819011113333")).Priority.ShouldBe(Priority.Urgent);
        using var cleared = await client.PatchAsJsonAsync("/api/v1/conversations", new { conversations = new[] { ana.ToString(), ben.ToString() }, priority = "none" });
        cleared.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await host.RowAsync("+819011113333")).Priority.ShouldBe(Priority.None);

        using var restored = await client.PostAsJsonAsync("/api/v1/conversations/restore", new { states = former });

        restored.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await host.RowAsync("+819011112222")).Priority.ShouldBe(Priority.None);
        (await host.RowAsync("+819011113333")).Priority.ShouldBe(Priority.Low);
    }

    [Fact]
    public async Task Programs_snooze_and_read_what_was_done()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        await host.WriteAsync("819011112222", "wamid.1");
        var conversation = await host.ConversationAsync(Ana);
        using var client = host.Client(await host.KeyAsync(Permissions.Read | Permissions.Send));

        var snoozed = await client.PatchAsJsonAsync($"/api/v1/conversations/{conversation}", new { status = "snoozed", until = "2090-01-01T09:00:00Z" });

        snoozed.StatusCode.ShouldBe(HttpStatusCode.NoContent);
        var row = (await client.GetFromJsonAsync<JsonNode>("/api/v1/conversations?status=snoozed"))!["items"]![0]!;
        row["snoozedUntil"]!.GetValue<DateTimeOffset>().ShouldBe(new DateTimeOffset(2090, 1, 1, 9, 0, 0, TimeSpan.Zero));
        var line = (await client.GetFromJsonAsync<JsonArray>($"/api/v1/conversations/{conversation}/events"))!.ShouldHaveSingleItem()!;
        (line["kind"]!.GetValue<string>(), line["actor"]!.GetValue<string>()).ShouldBe(("snoozed", "program"));
    }
}
