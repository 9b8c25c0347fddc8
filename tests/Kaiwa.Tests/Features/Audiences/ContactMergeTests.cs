using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Audiences;
using Kaiwa.Features.Audiences.Merges;
using Kaiwa.Features.Hours;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Labels;
using Kaiwa.Features.People;
using Kaiwa.Testing;
using Kaiwa.Tests.Features.Inbox;

namespace Kaiwa.Tests.Features.Audiences;

public sealed class ContactMergeTests
{
    private const string Old = "+819011112222";
    private const string New = "+819033334444";

    [Theory, Engines]
    public async Task Two_numbers_of_one_customer_become_one_thread_and_can_be_told_apart_again(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (inbox, merges, mika) = (host.Get<IInbox>(), host.Get<IContactMerges>(), await host.HireAsync("Mika", Role.Manager));
        await host.WriteAsync("819011112222", "wamid.1", after: -300, text: "From my old phone");
        await host.WriteAsync("819033334444", "wamid.2", after: -200, text: "From my new phone");
        await host.WriteAsync("819033334444", "wamid.3", after: -100, text: "Are you there?");
        var (older, younger) = (await host.RowAsync(Old), await host.RowAsync(New));
        await inbox.ChangeAsync(mika, [younger.Id], new TicketChange { Priority = Priority.Urgent });

        var merged = (await merges.MergeAsync(mika, younger.ContactId, older.ContactId)).Value;

        (merged.Contact, merged.Other).ShouldBe((older.ContactId, younger.ContactId));
        var one = (await inbox.ListAsync(mika, new ConversationFilter())).Items.ShouldHaveSingleItem();
        (one.Id, one.Unread, one.Priority, one.Preview).ShouldBe((older.Id, 3, Priority.Urgent, "Are you there?"));
        (await inbox.OpenAsync(mika, younger.Id)).Value.Row.Id.ShouldBe(older.Id, "a link to the thread that went leads to the one that is left");
        (await TextsAsync(host, older.Id)).ShouldBe(["From my old phone", "From my new phone", "Are you there?"]);
        (await inbox.ReplyAsync(mika, older.Id, "Yes, on both")).IsOk.ShouldBeTrue();
        await Eventually.TrueAsync(() => Task.FromResult(host.Meta.Sent.Count() == 1), "the reply is sent");
        host.Meta.Sent.Last()["to"]!.GetValue<string>().ShouldEndWith("819033334444", Case.Sensitive, "they wrote from there last");

        var row = (await merges.ListAsync(mika, older.ContactId)).ShouldHaveSingleItem();
        (row.By, row.Identities[0], row.MayUndo).ShouldBe(("Mika", New, true));
        (await merges.UndoAsync(mika, row.Id)).IsOk.ShouldBeTrue();

        var (first, second) = (await host.RowAsync(Old), await host.RowAsync(New));
        (first.Id, second.ContactId).ShouldBe((older.Id, younger.ContactId));
        (await TextsAsync(host, first.Id)).ShouldBe(["From my old phone"]);
        (await TextsAsync(host, second.Id)).ShouldBe(["From my new phone", "Are you there?", "Yes, on both"]);
        (first.Preview, second.Preview).ShouldBe(("From my old phone", "Yes, on both"));
        (first.WindowClosesAt < second.WindowClosesAt).ShouldBeTrue("each has the window of its own messages");
        (await inbox.ReplyAsync(mika, first.Id, "To the old one")).IsOk.ShouldBeTrue();
        await Eventually.TrueAsync(() => Task.FromResult(host.Meta.Sent.Count() == 2), "the second reply is sent");
        host.Meta.Sent.Last()["to"]!.GetValue<string>().ShouldEndWith("819011112222");
        (await inbox.EventsAsync(mika, first.Id)).Value.Select(line => line.Kind).ShouldBe([ConversationEventKind.Prioritised, ConversationEventKind.Merged, ConversationEventKind.Unmerged]);
        (await host.Database.QueryAsync<string>("SELECT action FROM audit WHERE workspace_id = @workspace AND action LIKE 'contacts.%' ORDER BY seq", new { workspace = mika.Workspace }, CancellationToken.None))
            .ShouldBe(["contacts.merged", "contacts.unmerged"]);
        (await merges.UndoAsync(mika, row.Id)).Problem!.Type.ShouldBe("merge-unknown");
    }

    [Theory, Engines]
    public async Task What_was_heard_in_the_company_of_the_other_goes_with_it_and_does_not_bring_it_back(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var merges = host.Get<IContactMerges>();
        await host.WriteAsync("819011112222", "wamid.1");
        await host.WriteAsync("819033334444", "wamid.2");
        var done = await MergeAsync(host, Old, New);
        await host.DeliverAsync(new Webhook { From = "819033334444", UserId = "JP.77", Name = "Ben" }.Text("wamid.3", "With my user id", 1));
        await host.DeliverAsync(new Webhook { From = "", UserId = "JP.77", Name = "Ben" }.Text("wamid.4", "Only with my user id", 2));

        (await merges.UndoAsync(host.Shop.Actor, done.Merge)).IsOk.ShouldBeTrue();
        await host.DeliverAsync(new Webhook { From = "819033334444", UserId = "JP.77", Name = "Ben" }.Text("wamid.5", "Both again", 3));

        (await TextsAsync(host, await host.ConversationAsync(Old))).ShouldBe(["Hello?"]);
        (await TextsAsync(host, await host.ConversationAsync(New))).ShouldBe(["Hello?", "With my user id", "Only with my user id", "Both again"], ignoreOrder: true);
        (await host.RowAsync(Old)).Name.ShouldBe("Ana", "what the other was called since is not the name of this one");
    }

    [Theory, Engines]
    public async Task A_refusal_heard_while_they_were_one_holds_for_both_and_a_permission_for_neither(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (audiences, merges) = (host.Get<IAudiences>(), host.Get<IContactMerges>());
        await host.WriteAsync("819011112222", "wamid.1");
        await host.WriteAsync("819033334444", "wamid.2");
        var (older, younger) = ((await host.RowAsync(Old)).ContactId, (await host.RowAsync(New)).ContactId);

        async Task SayAsync(Id<Contact> contact, Consent consent)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            (await audiences.SetConsentAsync(host.Shop.Actor, contact, consent, "on the phone")).IsOk.ShouldBeTrue();
        }

        async Task<(Consent, Consent)> BothAsync()
        {
            var rows = (await audiences.ListAsync(host.Shop.Actor, new ContactFilter())).Items.ToDictionary(row => row.Id, row => row.Consent);
            return (rows[older], rows[younger]);
        }

        await SayAsync(younger, Consent.In);
        var done = (await merges.MergeAsync(host.Shop.Actor, older, younger)).Value;
        (await audiences.ListAsync(host.Shop.Actor, new ContactFilter())).Items.ShouldHaveSingleItem().Consent.ShouldBe(Consent.In);
        await merges.UndoAsync(host.Shop.Actor, done.Merge);
        (await BothAsync()).ShouldBe((Consent.Unknown, Consent.In), "as before");

        done = (await merges.MergeAsync(host.Shop.Actor, older, younger)).Value;
        await SayAsync(older, Consent.In);
        await merges.UndoAsync(host.Shop.Actor, done.Merge);
        (await BothAsync()).ShouldBe((Consent.Unknown, Consent.In), "nobody knows which of them said it");

        done = (await merges.MergeAsync(host.Shop.Actor, older, younger)).Value;
        await SayAsync(older, Consent.Out);
        await merges.UndoAsync(host.Shop.Actor, done.Merge);
        (await BothAsync()).ShouldBe((Consent.Out, Consent.Out), "a refusal holds for both");
    }

    [Theory, Engines]
    public async Task Each_gets_its_tags_imports_and_facts_back(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (audiences, merges) = (host.Get<IAudiences>(), host.Get<IContactMerges>());
        var first = await ImportAsync(host, "phone,tags,city\n+819011112222,vip;both,Osaka\n");
        var second = await ImportAsync(host, "phone,tags,city,shoe\n+819033334444,new;both,Kyoto,42\n");
        var done = await MergeAsync(host, Old, New);

        (await TagsAsync(host)).ShouldBe(["both: 1", "new: 1", "vip: 1"]);
        (await FactsAsync(host, new Audience.All())).ShouldBe([(New, "Osaka", "42")], "the older's facts, the newer's phone");
        (await merges.UndoAsync(host.Shop.Actor, done.Merge)).IsOk.ShouldBeTrue();

        (await TagsAsync(host)).ShouldBe(["both: 2", "new: 1", "vip: 1"]);
        (await FactsAsync(host, new Audience.Tag("vip"))).ShouldBe([(Old, "Osaka", null)]);
        (await FactsAsync(host, new Audience.Tag("new"))).ShouldBe([(New, "Kyoto", "42")]);
        (await FactsAsync(host, new Audience.Import(first))).ShouldBe([(Old, "Osaka", null)]);
        (await FactsAsync(host, new Audience.Import(second))).ShouldBe([(New, "Kyoto", "42")]);
        (await audiences.CountAsync(host.Shop.Actor)).ShouldBe(2);
    }

    [Theory, Engines]
    public async Task A_thread_that_only_one_of_them_had_goes_back_whole(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (inbox, merges) = (host.Get<IInbox>(), host.Get<IContactMerges>());
        await ImportAsync(host, "phone\n+819011112222\n");
        await host.WriteAsync("819033334444", "wamid.1");
        var thread = await host.ConversationAsync(New);

        var done = await MergeAsync(host, Old, New);
        (await inbox.OpenAsync(host.Shop.Actor, thread)).Value.Row.ContactId.ShouldBe(done.Contact);
        (await merges.UndoAsync(host.Shop.Actor, done.Merge)).IsOk.ShouldBeTrue();

        var row = (await inbox.ListAsync(host.Shop.Actor, new ConversationFilter())).Items.ShouldHaveSingleItem();
        (row.Id, row.ContactId, row.Number, row.Unread).ShouldBe((thread, done.Other, New, 1));
    }

    [Theory, Engines]
    public async Task Links_lead_on_through_two_merges_and_within_a_second_the_last_to_arrive_is_the_last_line(Engine engine)
    {
        const string third = "+819055556666";
        await using var host = await FeaturesHost.StartAsync(engine);
        var inbox = host.Get<IInbox>();
        foreach (var (phone, text) in new[] { (Old, "First"), (New, "Second"), (third, "Third") })
        {
            await host.DeliverAsync(new Webhook { From = phone[1..], Time = 1_790_000_000 }.Text("wamid." + text, text, 0));
        }

        var (kept, middle, last) = (await host.ConversationAsync(Old), await host.ConversationAsync(New), await host.ConversationAsync(third));
        await MergeAsync(host, New, third);
        await MergeAsync(host, Old, New);

        (await inbox.OpenAsync(host.Shop.Actor, last)).Value.Row.Id.ShouldBe(kept);
        (await inbox.OpenAsync(host.Shop.Actor, middle)).Value.Row.Id.ShouldBe(kept);
        (await inbox.ListAsync(host.Shop.Actor, new ConversationFilter())).Items.ShouldHaveSingleItem().Preview.ShouldBe("Third");
        (await inbox.OpenAsync(host.Stranger.Actor, last)).Problem!.Type.ShouldBe("conversation-unknown", "another shop follows no link");
    }

    [Theory, Engines]
    public async Task Who_was_told_that_the_shop_is_closed_is_not_told_again_after_a_merge_was_undone(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var opens = TimeOnly.FromDateTime(host.Clock.GetUtcNow().UtcDateTime.AddHours(6));
        List<OpenSpan> week = [.. Enum.GetValues<DayOfWeek>().Select(day => new OpenSpan(day, opens, opens.AddMinutes(1)))];
        _ = (await host.Get<IHours>().ChangeAsync(host.Shop.Actor, new HoursView(week, [], new AutomaticText(true, "We are closed."), new AutomaticText(false, "")))).Value;
        await ImportAsync(host, "phone\n+819011112222\n");
        await host.WriteAsync("819033334444", "wamid.1");
        (await ToldAsync(host)).ShouldBe(1);

        var done = await MergeAsync(host, Old, New);
        await host.WriteAsync("819033334444", "wamid.2", after: 1);
        (await host.Get<IContactMerges>().UndoAsync(host.Shop.Actor, done.Merge)).IsOk.ShouldBeTrue();
        await host.WriteAsync("819033334444", "wamid.3", after: 2);

        (await ToldAsync(host)).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task The_latest_merge_is_undone_first_also_when_WhatsApp_named_both(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var merges = host.Get<IContactMerges>();
        await host.WriteAsync("819011112222", "wamid.1");
        await host.DeliverAsync(new Webhook { From = "", UserId = "JP.88", Name = "Ana" }.Text("wamid.2", "By user id", 1));
        await host.WriteAsync("819033334444", "wamid.3");
        await host.DeliverAsync(new Webhook { From = "819033334444", UserId = "JP.88", Name = "Ana" }.Text("wamid.4", "By both", 2));
        var done = await MergeAsync(host, Old, New);
        var named = (await merges.ListAsync(host.Shop.Actor, (await host.Database.QueryAsync<Id<Contact>>("SELECT into_contact_id FROM contact_merge ORDER BY id -- all workspaces: the whole host", ct: CancellationToken.None))[0])).ShouldHaveSingleItem();

        named.By.ShouldBeEmpty();
        named.MayUndo.ShouldBeFalse();
        (await merges.UndoAsync(host.Shop.Actor, named.Id)).Problem!.Type.ShouldBe("merge-later-first");
        (await merges.UndoAsync(host.Shop.Actor, done.Merge)).IsOk.ShouldBeTrue();
        (await merges.UndoAsync(host.Shop.Actor, named.Id)).IsOk.ShouldBeTrue();

        (await host.Get<IInbox>().ListAsync(host.Shop.Actor, new ConversationFilter())).Items.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Programs_merge_and_part_contacts_and_mistakes_are_sentences()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        await host.WriteAsync("819011112222", "wamid.1");
        await host.WriteAsync("819033334444", "wamid.2");
        var (older, younger) = ((await host.RowAsync(Old)).ContactId, (await host.RowAsync(New)).ContactId);
        using var client = host.Client(await host.KeyAsync(Permissions.Read | Permissions.Contacts));
        using var reader = host.Client(await host.KeyAsync(Permissions.Read | Permissions.Send));

        async Task<HttpStatusCode> MergeAsync(HttpClient by, Id<Contact> one, Id<Contact> with)
        {
            using var answer = await by.PostAsJsonAsync($"/api/v1/contacts/{one}/merges", new { with = with.ToString() });
            return answer.StatusCode;
        }

        (await MergeAsync(reader, older, younger)).ShouldBe(HttpStatusCode.Forbidden);
        (await MergeAsync(client, older, older)).ShouldBe(HttpStatusCode.BadRequest);
        (await MergeAsync(client, older, Id<Contact>.New(host.Clock))).ShouldBe(HttpStatusCode.NotFound);
        (await MergeAsync(client, older, younger)).ShouldBe(HttpStatusCode.OK);
        (await MergeAsync(client, older, younger)).ShouldBe(HttpStatusCode.NotFound, "it is no contact of its own any more");

        var merge = (await client.GetFromJsonAsync<JsonNode>($"/api/v1/contacts/{older}/merges"))!.AsArray().ShouldHaveSingleItem()!;
        (merge["by"]!.GetValue<string>(), merge["mayUndo"]!.GetValue<bool>()).ShouldBe(("program", true));
        using var parted = await client.DeleteAsync("/api/v1/contacts/merges/" + merge["id"]!.GetValue<string>());
        parted.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await parted.Content.ReadFromJsonAsync<JsonNode>())!["other"]!.GetValue<string>().ShouldBe(younger.ToString());
    }

    /// <summary>How often the product itself has answered.</summary>
    private static Task<long> ToldAsync(FeaturesHost host) => host.Database.FirstAsync<long>("SELECT count(*) FROM message WHERE origin = 4 -- all workspaces: the whole host", ct: CancellationToken.None)!;

    private static async Task<MergedContacts> MergeAsync(FeaturesHost host, string one, string other)
    {
        var people = host.Get<IAudiences>();
        async Task<Id<Contact>> WhoAsync(string phone) => (await people.ListAsync(host.Shop.Actor, new ContactFilter { Search = phone })).Items.ShouldHaveSingleItem().Id;
        return (await host.Get<IContactMerges>().MergeAsync(host.Shop.Actor, await WhoAsync(one), await WhoAsync(other))).Value;
    }

    private static async Task<List<string>> TextsAsync(FeaturesHost host, Id<Conversation> id) =>
        (await host.Get<IInbox>().ThreadAsync(host.Shop.Actor, id)).Value.Select(message => JsonNode.Parse(message.Content)!["text"]!["body"]!.GetValue<string>()).ToList();

    private static async Task<Guid> ImportAsync(FeaturesHost host, string csv) =>
        (await host.Get<IAudiences>().ImportAsync(host.Shop.Actor, new MemoryStream(Encoding.UTF8.GetBytes(csv)), new ImportOptions { Name = "list" })).Value.Id;

    private static async Task<List<string>> TagsAsync(FeaturesHost host) => (await host.Get<IAudiences>().TagsAsync(host.Shop.Actor)).Select(tag => $"{tag.Name}: {tag.Contacts}").ToList();

    private static async Task<List<(string Phone, string? City, string? Shoe)>> FactsAsync(FeaturesHost host, Audience audience) =>
        (await host.Get<IAudiences>().MembersAsync(host.Shop.Actor, audience, null, 10)).Select(one => ("+" + one.Phone, Fact(one.Attributes, "city"), Fact(one.Attributes, "shoe"))).ToList();

    private static string? Fact(string? attributes, string name) => attributes is null ? null : (string?)JsonNode.Parse(attributes)![name];
}
