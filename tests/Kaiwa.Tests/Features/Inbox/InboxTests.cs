using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Features.Inbox;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.Inbox;

public sealed class InboxTests
{
    private static readonly Webhook Ana = new();

    [Theory, Engines]
    public async Task A_message_opens_a_conversation_with_its_words_and_one_unread(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);

        await host.DeliverAsync(Ana.Text("wamid.1", "Is the blue one in stock?", 0));

        var row = (await List(host)).ShouldHaveSingleItem();
        row.Name.ShouldBe("Ana");
        row.Number.ShouldBe("+819011112222");
        row.Preview.ShouldBe("Is the blue one in stock?");
        row.PreviewDirection.ShouldBe(Direction.Incoming);
        row.Unread.ShouldBe(1);
        row.Status.ShouldBe(ConversationStatus.Open);
        row.NumberName.ShouldBe("+81 3-1234-5678");
        (await host.Get<IInbox>().UnreadAsync(host.Shop.Actor)).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task The_same_messages_in_any_order_and_number_give_the_same_conversation(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var ana = Ana with { Time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 600 };
        string[] webhooks = [ana.Text("wamid.1", "First", 0), ana.Text("wamid.2", "Secnd", 1), ana.Edit("wamid.3", "wamid.2", "Second", 2), ana.Reaction("wamid.4", "wamid.1", "👍", 0)];

        await host.DeliverAsync(webhooks[2], webhooks[3], webhooks[1], webhooks[2], webhooks[0], webhooks[1], webhooks[3], webhooks[0]);

        var row = (await List(host)).ShouldHaveSingleItem();
        row.Preview.ShouldBe("Second");
        row.Unread.ShouldBe(2);
        (await Thread(host, row.Id)).Select(message => (message.Text, message.IsEdited, message.ReactionEmoji)).ShouldBe([("First", false, null), ("Second", true, null)]);
    }

    [Theory, Engines]
    public async Task A_reply_is_sent_and_becomes_the_last_line(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Ana.Text("wamid.1", "Hello?", 0));
        var conversation = (await List(host))[0].Id;

        var reply = await host.Get<IInbox>().ReplyAsync(host.Shop.Actor, conversation, "Yes, how can we help?");

        var sent = await Eventually.GetAsync(() => Task.FromResult(host.Meta.Sent.FirstOrDefault()), "the reply at Meta");
        sent["text"]!["body"]!.GetValue<string>().ShouldBe("Yes, how can we help?");
        sent["to"]!.GetValue<string>().ShouldBe("+819011112222");
        var row = (await List(host))[0];
        row.Preview.ShouldBe("Yes, how can we help?");
        row.PreviewDirection.ShouldBe(Direction.Outgoing);
        var message = (await Thread(host, conversation))[^1];
        message.Id.ShouldBe(reply.Value);
        message.Origin.ShouldBe(Origin.Person);
    }

    [Theory, Engines]
    public async Task A_reply_after_24_hours_is_refused_and_points_to_templates(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Ana.Text("wamid.1", "Hello?", 0));
        var conversation = (await List(host))[0].Id;
        host.Clock.Advance(TimeSpan.FromHours(25));

        var reply = await host.Get<IInbox>().ReplyAsync(host.Shop.Actor, conversation, "Too late");

        reply.Problem!.Type.ShouldBe("window-closed");
        reply.Problem.Sentence().ShouldContain("Send a template instead");
        reply.Problem.Sentence("ja").ShouldContain("テンプレート");
        (await Thread(host, conversation)).ShouldHaveSingleItem().Direction.ShouldBe(Direction.Incoming);
    }

    [Theory, Engines]
    public async Task A_reply_that_is_posted_twice_with_one_client_id_is_one_message(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Ana.Text("wamid.1", "Hello?", 0));
        var conversation = (await List(host))[0].Id;
        var client = Guid.NewGuid();

        var first = await host.Get<IInbox>().ReplyAsync(host.Shop.Actor, conversation, "Once", client);
        host.Clock.Advance(TimeSpan.FromHours(25));
        var second = await host.Get<IInbox>().ReplyAsync(host.Shop.Actor, conversation, "Once", client);

        second.Value.ShouldBe(first.Value);
        (await Thread(host, conversation)).Count(message => message.Direction == Direction.Outgoing).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task Replies_without_words_or_with_too_many_are_refused(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Ana.Text("wamid.1", "Hello?", 0));
        var conversation = (await List(host))[0].Id;

        (await host.Get<IInbox>().ReplyAsync(host.Shop.Actor, conversation, "  ")).Problem!.Type.ShouldBe("text-empty");
        (await host.Get<IInbox>().ReplyAsync(host.Shop.Actor, conversation, new string('x', 4097))).Problem!.Type.ShouldBe("text-too-long");
    }

    [Theory, Engines]
    public async Task Reading_clears_the_count_and_shows_blue_ticks_once(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Ana.Text("wamid.1", "One", 0), Ana.Text("wamid.2", "Two", 1));
        var conversation = (await List(host))[0].Id;

        (await host.Get<IInbox>().MarkReadAsync(host.Shop.Actor, conversation)).Value.ShouldBeTrue();
        (await host.Get<IInbox>().MarkReadAsync(host.Shop.Actor, conversation)).Value.ShouldBeFalse();

        await Eventually.TrueAsync(() => Task.FromResult(host.Meta.Read.Any()), "the read mark at Meta");
        host.Meta.Read.ShouldBe(["wamid.2"]);
        (await List(host))[0].Unread.ShouldBe(0);

        await host.DeliverAsync(Ana.Text("wamid.3", "Three", 1));
        (await List(host))[0].Unread.ShouldBe(1);
    }

    [Theory, Engines]
    public async Task A_resolved_conversation_reopens_by_words_and_not_by_an_emoji(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Ana.Text("wamid.1", "Thank you", 0));
        var conversation = (await List(host))[0].Id;
        await host.Get<IInbox>().SetStatusAsync(host.Shop.Actor, conversation, ConversationStatus.Resolved);

        await host.DeliverAsync(Ana.Reaction("wamid.2", "wamid.1", "❤️", 1));
        (await List(host))[0].Status.ShouldBe(ConversationStatus.Resolved);

        await host.DeliverAsync(Ana.Text("wamid.3", "One more thing", 2));
        (await List(host))[0].Status.ShouldBe(ConversationStatus.Open);
    }

    [Theory, Engines]
    public async Task Only_its_writer_changes_or_takes_back_a_message(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Ana.Text("wamid.1", "Hello?", 0));
        var conversation = (await List(host))[0].Id;
        await host.Get<IInbox>().ReplyAsync(host.Shop.Actor, conversation, "The price is 100");
        await Eventually.TrueAsync(async () => (await Thread(host, conversation))[^1].State >= MessageState.Accepted, "the reply's id");

        await host.DeliverAsync(Ana.Edit("wamid.2", "wamid.out1", "The price is 1", 800), Ana.Revoke("wamid.3", "wamid.out1", 801), Ana.Reaction("wamid.4", "wamid.out1", "🎉", 802));

        var reply = (await Thread(host, conversation)).Single(message => message.Direction == Direction.Outgoing);
        reply.Text.ShouldBe("The price is 100");
        reply.IsEdited.ShouldBeFalse();
        reply.IsRevoked.ShouldBeFalse();
        reply.ReactionEmoji.ShouldBe("🎉");
    }

    [Theory, Engines]
    public async Task A_message_taken_back_shows_no_words_and_a_later_empty_reaction_takes_the_emoji_away(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Ana.Text("wamid.1", "Hello", 0), Ana.Text("wamid.2", "My card is 4111", 1), Ana.Revoke("wamid.3", "wamid.2", 2));

        var row = (await List(host))[0];

        row.Preview.ShouldBe("");
        row.PreviewKind.ShouldBe("revoke");
        var last = (await Thread(host, row.Id))[^1];
        last.IsRevoked.ShouldBeTrue();
        last.Text.ShouldBeNull();
        last.Content.ShouldNotContain("4111");
    }

    [Theory, Engines]
    public async Task An_answer_shows_what_it_answers(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Ana.Answer("wamid.2", "wamid.1", "This one", 1), Ana.Text("wamid.1", "Blue or red?", 0));

        var thread = await Thread(host, (await List(host))[0].Id);
        thread[^1].QuotedText.ShouldBe("Blue or red?");
        thread[^1].QuotedPosition.ShouldBe(thread[0].Position);
    }

    [Theory, Engines]
    public async Task A_thread_is_read_backwards_in_parts(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync([.. Enumerable.Range(0, 7).Select(i => Ana.Text($"wamid.{i}", $"Message {i}", i / 3))]);
        var conversation = (await List(host))[0].Id;
        var inbox = host.Get<IInbox>();

        var latest = (await inbox.ThreadAsync(host.Shop.Actor, conversation, null, 3)).Value;
        var before = (await inbox.ThreadAsync(host.Shop.Actor, conversation, ThreadPlace.Before(latest[0].Position), 3)).Value;
        var first = (await inbox.ThreadAsync(host.Shop.Actor, conversation, ThreadPlace.Before(before[0].Position), 3)).Value;

        first.Concat(before).Concat(latest).Select(message => message.Text).ShouldBe(Enumerable.Range(0, 7).Select(i => $"Message {i}"));
    }

    [Theory, Engines]
    public async Task A_thread_is_read_around_a_message_after_one_and_from_a_day_on(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync([.. Enumerable.Range(0, 7).Select(i => Ana.Text($"wamid.{i}", $"Message {i}", i / 3))]);
        var conversation = (await List(host))[0].Id;
        var all = await Thread(host, conversation);
        async Task<string?[]> Read(ThreadPlace place, int limit) => [.. (await host.Get<IInbox>().ThreadAsync(host.Shop.Actor, conversation, place, limit)).Value.Select(message => message.Text)];

        (await Read(ThreadPlace.Around(all[3].Position), 4)).ShouldBe(["Message 1", "Message 2", "Message 3", "Message 4"]);
        (await Read(ThreadPlace.Around(all[0].Position), 4)).ShouldBe(["Message 0", "Message 1"]);
        (await Read(ThreadPlace.After(all[3].Position), 2)).ShouldBe(["Message 4", "Message 5"]);
        (await Read(ThreadPlace.After(all[6].Position), 2)).ShouldBeEmpty();
        (await Read(ThreadPlace.From(all[3].At), 3)).ShouldBe(["Message 3", "Message 4", "Message 5"]);
        (await Read(ThreadPlace.Before("nonsense"), 1)).ShouldBe(["Message 6"]);
    }

    [Theory, Engines]
    public async Task Conversations_are_found_by_name_number_and_words_and_percent_signs_mean_themselves(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Ana.Text("wamid.1", "50% off?", 0), (Ana with { From = "14155552671", Name = "Bob" }).Text("wamid.2", "Hello", 1));

        (await Search(host, "ana")).ShouldBe(["Ana"]);
        (await Search(host, "555-26")).ShouldBe(["Bob"]);
        (await Search(host, "0% o")).ShouldBe(["Ana"]);
        (await Search(host, "%%")).ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task Lists_go_on_where_they_stopped(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync([.. Enumerable.Range(0, 5).Select(i => (Ana with { From = $"81901111000{i}", Name = $"C{i}" }).Text($"wamid.{i}", "Hi", i / 2))]);
        var inbox = host.Get<IInbox>();

        var names = new List<string>();
        string? cursor = null;
        do
        {
            var page = await inbox.ListAsync(host.Shop.Actor, new ConversationFilter(Cursor: cursor, Limit: 2));
            names.AddRange(page.Items.Select(row => row.Name));
            cursor = page.Next;
        }
        while (cursor is not null);

        names.ShouldBe(["C4", "C3", "C2", "C1", "C0"], ignoreOrder: true);
        names.Distinct().Count().ShouldBe(5);
    }

    [Theory, Engines]
    public async Task Another_shop_sees_and_moves_nothing(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Ana.Text("wamid.1", "Secret", 0));
        var conversation = (await List(host))[0].Id;
        var message = (await Thread(host, conversation))[0].Id;
        var (inbox, stranger) = (host.Get<IInbox>(), host.Stranger.Actor);

        (await inbox.ListAsync(stranger, new ConversationFilter())).Items.ShouldBeEmpty();
        (await inbox.OpenAsync(stranger, conversation)).Problem!.Type.ShouldBe("conversation-unknown");
        (await inbox.ThreadAsync(stranger, conversation)).Problem!.Type.ShouldBe("conversation-unknown");
        (await inbox.ReplyAsync(stranger, conversation, "Hi")).Problem!.Type.ShouldBe("conversation-unknown");
        (await inbox.MarkReadAsync(stranger, conversation)).Problem!.Type.ShouldBe("conversation-unknown");
        (await inbox.SetStatusAsync(stranger, conversation, ConversationStatus.Resolved)).Problem!.Type.ShouldBe("conversation-unknown");
        (await inbox.ResendAsync(stranger, message)).Problem!.Type.ShouldBe("message-unknown");
        (await inbox.UnreadAsync(stranger)).ShouldBe(0);
    }

    [Theory, Engines]
    public async Task One_customer_writing_to_two_shops_is_two_conversations(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);

        await host.DeliverAsync(Ana.Text("wamid.1", "To the first", 0), (Ana with { Number = "1002", Waba = "2002" }).Text("wamid.2", "To the other", 0));

        (await List(host)).ShouldHaveSingleItem().Preview.ShouldBe("To the first");
        (await host.Get<IInbox>().ListAsync(host.Stranger.Actor, new ConversationFilter())).Items.ShouldHaveSingleItem().Preview.ShouldBe("To the other");
    }

    [Theory, Engines]
    public async Task Two_contacts_that_turn_out_to_be_one_have_one_conversation(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Ana.Text("wamid.1", "By phone", 0), (Ana with { From = "", UserId = "JP.123", Name = "Ana2" }).Text("wamid.2", "By user id", 1));
        (await List(host)).Count.ShouldBe(2);

        await host.DeliverAsync((Ana with { UserId = "JP.123" }).Text("wamid.3", "Both", 2));

        var row = (await List(host)).ShouldHaveSingleItem();
        row.Unread.ShouldBe(3);
        row.Preview.ShouldBe("Both");
        (await Thread(host, row.Id)).Select(message => message.Text).ShouldBe(["By phone", "By user id", "Both"]);
    }

    [Theory, Engines]
    public async Task A_failed_message_is_resent_once(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync(Ana.Text("wamid.1", "Hello", 0));
        var conversation = (await List(host))[0].Id;
        var inbox = host.Get<IInbox>();
        var old = (await inbox.ReplyAsync(host.Shop.Actor, conversation, "Again, please")).Value;
        (await inbox.ResendAsync(host.Shop.Actor, old)).Problem!.Type.ShouldBe("not-to-resend");
        await Eventually.TrueAsync(async () => (await Thread(host, conversation))[^1].State >= MessageState.Accepted, "the reply's id");
        await host.Database.InTransactionAsync(unit => unit.ExecuteAsync("UPDATE message SET state = 45 WHERE id = @old", new { old }));

        var answers = await Task.WhenAll(inbox.ResendAsync(host.Shop.Actor, old), inbox.ResendAsync(host.Shop.Actor, old));

        answers.Count(answer => answer.IsOk).ShouldBe(1);
        answers.Single(answer => !answer.IsOk).Problem!.Type.ShouldBe("already-resent");
        (await Thread(host, conversation)).Count(message => message.Text == "Again, please").ShouldBe(2);
    }

    [Theory, Engines]
    public async Task The_panel_shows_who_the_customer_is(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.DeliverAsync((Ana with { UserId = "JP.123" }).Text("wamid.1", "Hello", 0));

        var view = (await host.Get<IInbox>().OpenAsync(host.Shop.Actor, (await List(host))[0].Id)).Value;

        view.NumberId.ShouldBe(host.Shop.Number.Id);
        view.Identities.Select(identity => identity.Value).ShouldBe(["+819011112222", "JP.123"]);
    }

    private static async Task<IReadOnlyList<ConversationRow>> List(FeaturesHost host) => (await host.Get<IInbox>().ListAsync(host.Shop.Actor, new ConversationFilter())).Items;

    private static async Task<IReadOnlyList<ThreadMessage>> Thread(FeaturesHost host, Id<Conversation> id) => (await host.Get<IInbox>().ThreadAsync(host.Shop.Actor, id)).Value;

    private static async Task<IEnumerable<string>> Search(FeaturesHost host, string text) =>
        (await host.Get<IInbox>().ListAsync(host.Shop.Actor, new ConversationFilter(Search: text))).Items.Select(row => row.Name);
}
