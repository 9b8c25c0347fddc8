using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Audit;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Inbox.Notes;
using Kaiwa.Features.People;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.Inbox;

public sealed class NoteTests
{
    private const string Ana = "+819011112222";

    [Theory, Engines]
    public async Task A_note_stands_in_the_conversation_and_never_reaches_the_customer(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (notes, mika) = (host.Get<INotes>(), await host.HireAsync("Mika"));
        await host.WriteAsync("819011112222", "wamid.1");
        var conversation = await host.ConversationAsync(Ana);

        await notes.AddAsync(mika, conversation, "  She moved house. ");

        var note = (await notes.ListAsync(mika, conversation)).Value.ShouldHaveSingleItem();
        (note.Author, note.Text).ShouldBe(("Mika", "She moved house."));
        host.Meta.Sent.ShouldBeEmpty();
        (await host.RowAsync(Ana)).Preview.ShouldBe("Hello?");
        (await notes.ListAsync(host.Stranger.Actor, conversation)).Problem!.Type.ShouldBe("conversation-unknown");
        (await notes.AddAsync(mika, conversation, " ")).Problem!.Type.ShouldBe("text-empty");
        (await notes.AddAsync(mika, conversation, new string('x', 4001))).Problem!.Type.ShouldBe("note-too-long");
        (await notes.AddAsync(mika with { Permissions = Permissions.Read }, conversation, "x")).Problem!.Type.ShouldBe("not-permitted");
    }

    [Theory, Engines]
    public async Task Who_is_named_finds_the_conversation_among_their_mentions_until_they_look(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (inbox, notes) = (host.Get<IInbox>(), host.Get<INotes>());
        var (ann, anna, mika) = (await host.HireAsync("Ann"), await host.HireAsync("Anna"), await host.HireAsync("Mika"));
        await host.WriteAsync("819011112222", "wamid.1");
        await host.WriteAsync("819011113333", "wamid.2");
        var conversation = await host.ConversationAsync(Ana);

        await notes.AddAsync(mika, conversation, "Please, @anna: who else? @Mika, myself");

        (await host.NumbersAsync(new ConversationFilter(Whose: Whose.Mentions), anna)).ShouldBe([Ana]);
        (await host.NumbersAsync(new ConversationFilter(Whose: Whose.Mentions), ann)).ShouldBeEmpty();
        (await host.NumbersAsync(new ConversationFilter(Whose: Whose.Mentions), mika)).ShouldBeEmpty();
        (await inbox.CountAsync(anna, ConversationStatus.Open)).Mentions.ShouldBe(1);

        (await notes.SeeAsync(anna, conversation)).ShouldBeTrue();
        (await notes.SeeAsync(anna, conversation)).ShouldBeFalse();

        (await inbox.CountAsync(anna, ConversationStatus.Open)).Mentions.ShouldBe(0);
        (await host.NumbersAsync(new ConversationFilter(Whose: Whose.Mentions), anna)).ShouldBe([Ana]);
    }

    [Theory, Engines]
    public async Task Who_follows_a_conversation_hears_when_its_customer_writes(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (inbox, notes, mika) = (host.Get<IInbox>(), host.Get<INotes>(), await host.HireAsync("Mika"));
        await host.WriteAsync("819011112222", "wamid.1", -20);
        var conversation = await host.ConversationAsync(Ana);

        (await notes.FollowAsync(mika, conversation, true)).Value.ShouldBeTrue();
        (await notes.FollowersAsync(mika, conversation)).Value.Me.ShouldBeTrue();
        (await inbox.CountAsync(mika, null)).Mentions.ShouldBe(0);
        await host.WriteAsync("819011112222", "wamid.2", -10);
        (await inbox.CountAsync(mika, null)).Mentions.ShouldBe(1);

        await notes.SeeAsync(mika, conversation);
        await notes.FollowAsync(mika, conversation, false);
        await host.WriteAsync("819011112222", "wamid.3");
        (await inbox.CountAsync(mika, null)).Mentions.ShouldBe(0);
    }

    [Theory, Engines]
    public async Task Only_its_writer_changes_a_note_and_only_who_is_newly_named_hears_of_it(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (inbox, notes) = (host.Get<IInbox>(), host.Get<INotes>());
        var (anna, kenji, mika) = (await host.HireAsync("Anna"), await host.HireAsync("健二"), await host.HireAsync("Mika"));
        await host.WriteAsync("819011112222", "wamid.1");
        var conversation = await host.ConversationAsync(Ana);
        await notes.AddAsync(mika, conversation, "@Anna, she moved");
        var note = (await notes.ListAsync(anna, conversation)).Value.ShouldHaveSingleItem();
        await notes.SeeAsync(anna, conversation);
        host.Clock.Advance(TimeSpan.FromMinutes(3));

        (await notes.EditAsync(anna, conversation, note.Id, "She did not")).Problem!.Type.ShouldBe("note-of-another");
        (await notes.EditAsync(host.Stranger.Actor, conversation, note.Id, "x")).Problem!.Type.ShouldBe("conversation-unknown");
        (await notes.EditAsync(mika, conversation, note.Id, " ")).Problem!.Type.ShouldBe("text-empty");
        (await notes.EditAsync(mika, conversation, note.Id, " @Anna and @健二, she moved to Uji ")).IsOk.ShouldBeTrue();

        var edited = (await notes.ListAsync(anna, conversation)).Value.ShouldHaveSingleItem();
        (edited.Author, edited.Text, edited.At).ShouldBe(("Mika", "@Anna and @健二, she moved to Uji", note.At));
        edited.EditedAt!.Value.ShouldBeGreaterThanOrEqualTo(note.At.AddMinutes(3));
        (await inbox.CountAsync(kenji, null)).Mentions.ShouldBe(1);
        (await inbox.CountAsync(anna, null)).Mentions.ShouldBe(0);
        (await inbox.CountAsync(mika, null)).Mentions.ShouldBe(0);
    }

    [Theory, Engines]
    public async Task A_note_is_deleted_by_its_writer_or_an_administrator_and_the_audit_says_whose_it_was(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var notes = host.Get<INotes>();
        var (anna, mika, chief) = (await host.HireAsync("Anna"), await host.HireAsync("Mika"), await host.HireAsync("Chief", Role.Admin));
        await host.WriteAsync("819011112222", "wamid.1");
        var conversation = await host.ConversationAsync(Ana);
        var (first, second) = ((await notes.AddAsync(mika, conversation, "One")).Value, (await notes.AddAsync(mika, conversation, "Two")).Value);

        (await notes.DeleteAsync(anna, conversation, first.Id)).Problem!.Type.ShouldBe("note-of-another");
        (await notes.DeleteAsync(mika, conversation, first.Id)).IsOk.ShouldBeTrue();
        (await notes.DeleteAsync(mika, conversation, first.Id)).Problem!.Type.ShouldBe("note-unknown");
        (await notes.DeleteAsync(chief, conversation, second.Id)).IsOk.ShouldBeTrue();

        (await notes.ListAsync(mika, conversation)).Value.ShouldBeEmpty();
        var deed = (await host.Get<IAuditTrail>().PageAsync(host.Shop.Actor, new AuditFilter { Action = "conversation.note-deleted" })).Value.Items[0];
        (deed.Name, deed.Details).ShouldBe(("Chief", "Mika"));
    }

    [Theory, Engines]
    public async Task Other_screens_are_told_of_a_changed_and_of_a_deleted_note(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (notes, mika) = (host.Get<INotes>(), await host.HireAsync("Mika"));
        await host.WriteAsync("819011112222", "wamid.1");
        var conversation = await host.ConversationAsync(Ana);
        var note = (await notes.AddAsync(mika, conversation, "One")).Value;
        var told = new System.Collections.Concurrent.ConcurrentQueue<Change>();
        using var listening = host.Get<ILiveFeed>().Subscribe(mika.Workspace, told.Enqueue);

        await notes.EditAsync(mika, conversation, note.Id, "Two");
        told.ShouldContain(new Change(mika.Workspace, "inbox", conversation.Value));
        told.Clear();
        await notes.DeleteAsync(mika, conversation, note.Id);
        told.ShouldContain(new Change(mika.Workspace, "inbox", conversation.Value));
    }

    [Fact]
    public async Task Programs_keep_and_read_notes()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        await host.WriteAsync("819011112222", "wamid.1");
        using var client = host.Client(await host.KeyAsync(Permissions.Read | Permissions.Send));
        var notes = $"/api/v1/conversations/{await host.ConversationAsync(Ana)}/notes";

        using var kept = await client.PostAsJsonAsync(notes, new { text = "Refund is on its way" });

        kept.IsSuccessStatusCode.ShouldBeTrue();
        var note = (await client.GetFromJsonAsync<JsonArray>(notes))!.ShouldHaveSingleItem()!;
        (note["author"]!.GetValue<string>(), note["text"]!.GetValue<string>()).ShouldBe(("program", "Refund is on its way"));

        using var edited = await client.PutAsJsonAsync($"{notes}/{note["id"]}", new { text = "Refund was sent" });
        edited.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        using var chief = host.Client(await host.KeyAsync(Permissions.All));
        using var deleted = await chief.DeleteAsync(new Uri($"{notes}/{note["id"]}", UriKind.Relative));
        deleted.StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }
}
