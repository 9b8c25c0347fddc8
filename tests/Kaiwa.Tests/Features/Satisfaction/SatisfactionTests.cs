using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Audiences;
using Kaiwa.Features.Audiences.Merges;
using Kaiwa.Features.Hours;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Satisfaction;
using Kaiwa.Features.Templates;
using Kaiwa.Tests.Features.Inbox;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.Satisfaction;

public sealed class SatisfactionTests
{
    private const string Ana = "+819011112222";
    private static readonly SatisfactionSettings On = SatisfactionSettings.None with { IsOn = true };

    [Theory, Engines]
    public async Task Whose_conversation_was_resolved_is_asked_once_with_a_list_of_five(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var mika = await StartAsync(host, On with { English = "How did we do?" });

        await ResolveAsync(host, mika);
        await host.RunJobAsync("satisfaction.ask");
        host.Meta.Sent.Count().ShouldBe(1, "the reply; the delay has not passed");
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        await host.RunJobAsync("satisfaction.ask");
        await host.RunJobAsync("satisfaction.ask");

        var question = (await SentTotalAsync(host, 2))[1];
        question["interactive"]!["type"]!.GetValue<string>().ShouldBe("list");
        question["interactive"]!["body"]!["text"]!.GetValue<string>().ShouldBe("How did we do?");
        Rows(question).Select(row => row["title"]!.GetValue<string>()).ShouldBe(["5 ★★★★★", "4 ★★★★", "3 ★★★", "2 ★★", "1 ★"]);
        var row = await host.RowAsync(Ana);
        (row.Status, row.DueAt).ShouldBe((ConversationStatus.Resolved, null));
        (await AskedAsync(host)).ShouldBe(1);
    }

    [Theory, Engines]
    public async Task The_answer_is_kept_with_the_conversation_and_opens_nothing(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var mika = await StartAsync(host, On);
        await host.Get<IInbox>().MarkReadAsync(mika, await host.ConversationAsync(Ana));
        _ = (await host.Get<IHours>().ChangeAsync(host.Shop.Actor, new HoursView([new OpenSpan(DayOfWeek.Monday, new TimeOnly(9, 0), new TimeOnly(9, 1))], [], new AutomaticText(true, "Closed."), new AutomaticText(false, "")))).Value;
        var good = Id(await AskAsync(host, mika), 1);

        await AnswerAsync(host, "wamid.a1", good, 60);
        await AnswerAsync(host, "wamid.a2", good.Replace(":4", ":1", StringComparison.Ordinal), 61);

        var row = await host.RowAsync(Ana);
        (row.Status, row.Rating, row.Unread).ShouldBe((ConversationStatus.Resolved, 4, 0));
        var line = (await host.Get<IInbox>().EventsAsync(mika, row.Id)).Value[^1];
        (line.Kind, line.Detail).ShouldBe((ConversationEventKind.Rated, "4"));
        (await host.Database.FirstAsync<long>("SELECT waiting_since FROM conversation WHERE workspace_id = @workspace", new { workspace = mika.Workspace })).ShouldBe(long.MaxValue);
        host.Meta.Sent.Count().ShouldBe(2, "the reply and the question, no word that the shop is closed");
    }

    [Theory, Engines]
    public async Task Who_was_asked_answers_for_themselves_after_a_merge_was_undone(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var audiences = host.Get<IAudiences>();
        _ = (await audiences.ImportAsync(host.Shop.Actor, new MemoryStream("phone\n+819033334444\n"u8.ToArray()), new ImportOptions { Name = "older" })).Value;
        var question = await AskAsync(host, await StartAsync(host, On));
        var people = (await audiences.ListAsync(host.Shop.Actor, new ContactFilter())).Items;
        var merged = (await host.Get<IContactMerges>().MergeAsync(host.Shop.Actor, people[0].Id, people[1].Id)).Value;
        _ = (await host.Get<IContactMerges>().UndoAsync(host.Shop.Actor, merged.Merge)).Value;

        await AnswerAsync(host, "wamid.a1", Id(question, 1), 60);

        (await host.RowAsync(Ana)).Rating.ShouldBe(4);
    }

    [Theory, Engines]
    public async Task What_a_customer_says_within_an_hour_of_the_answer_is_its_comment_and_a_message(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var mika = await StartAsync(host, On);
        await AnswerAsync(host, "wamid.a1", Id(await AskAsync(host, mika), 0), 60);

        await host.WriteAsync(Ana[1..], "wamid.c1", 120, "Mika was very kind");
        await host.WriteAsync(Ana[1..], "wamid.c2", 180, "And one more question");

        var rating = (await host.Get<ISatisfaction>().RatingsAsync(mika, new RatingFilter(Start, End(host)))).Value.Items.ShouldHaveSingleItem();
        (rating.Score, rating.Comment, rating.Customer, rating.UserId, rating.ConversationId).ShouldBe((5, "Mika was very kind", "Ana", Ticket.Me(mika), (await host.RowAsync(Ana)).Id));
        (await host.RowAsync(Ana)).Status.ShouldBe(ConversationStatus.Open);
        (await host.Get<ISatisfaction>().RatingsAsync(host.Stranger.Actor, new RatingFilter(Start, End(host)))).Value.Items.ShouldBeEmpty();
    }

    [Theory, Engines]
    public async Task Nobody_is_asked_who_wrote_again_opted_out_or_was_asked_lately(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var mika = await StartAsync(host, On);
        await ResolveAsync(host, mika);
        await host.WriteAsync(Ana[1..], "wamid.2", 0, "One more thing");
        await PassAsync(host);
        (await AskedAsync(host)).ShouldBe(0, "the customer wrote again");

        var contact = (await host.RowAsync(Ana)).ContactId;
        await host.Get<IAudiences>().SetConsentAsync(host.Shop.Actor, contact, Consent.Out, "said so");
        await ResolveAsync(host, mika);
        await PassAsync(host);
        (await AskedAsync(host)).ShouldBe(0, "opted out");

        await host.Get<IAudiences>().SetConsentAsync(host.Shop.Actor, contact, Consent.In, "said so");
        await OpenAndResolveAsync(host, mika);
        await PassAsync(host);
        await SentTotalAsync(host, 2);
        await OpenAndResolveAsync(host, mika);
        await PassAsync(host);
        await host.Get<ISatisfaction>().ChangeAsync(host.Shop.Actor, SatisfactionSettings.None);
        host.Clock.Advance(TimeSpan.FromDays(40));
        await host.WriteAsync(Ana[1..], "wamid.9", 0, "Me again");
        await ResolveAsync(host, mika);
        await PassAsync(host);
        (await AskedAsync(host)).ShouldBe(1, "asked lately, then switched off");
    }

    [Theory, Engines]
    public async Task A_program_that_resolves_asks_nobody_and_a_resolution_taken_back_neither(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var mika = await StartAsync(host, On);
        var (inbox, id) = (host.Get<IInbox>(), await host.ConversationAsync(Ana));
        using var program = host.Client(await host.KeyAsync(Permissions.All));
        (await program.PatchAsJsonAsync($"/api/v1/conversations/{id}", new { status = "resolved" })).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await PassAsync(host);

        await inbox.SetStatusAsync(mika, id, ConversationStatus.Open);
        var former = (await inbox.ChangeAsync(mika, [id], new TicketChange { Status = ConversationStatus.Resolved })).Value;
        await inbox.RestoreAsync(mika, former);
        await PassAsync(host);

        (await AskedAsync(host)).ShouldBe(0);
    }

    [Theory, Engines]
    public async Task After_the_24_hours_a_template_asks_and_without_one_nobody_does(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var buttons = string.Join(',', Enumerable.Range(1, 3).Select(i => $$"""{"type":"QUICK_REPLY","text":"Face {{i}}"}"""));
        host.Meta.TemplatePages[0] = $$"""
            [{"id":"1","name":"how_was_it","language":"en_US","status":"APPROVED","category":"UTILITY","components":[{"type":"BODY","text":"How was it?"},{"type":"BUTTONS","buttons":[{{buttons}}]}]},
             {"id":"2","name":"plain","language":"en_US","status":"APPROVED","category":"UTILITY","components":[{"type":"BODY","text":"Hello"}]}]
            """;
        _ = (await host.Get<ITemplates>().SyncAsync(host.Shop.Actor)).Value;
        var (faces, plain) = (await TemplateAsync(host, "how_was_it"), await TemplateAsync(host, "plain"));
        var mika = await StartAsync(host, On);
        host.Clock.Advance(TimeSpan.FromHours(30));
        await ResolveAsync(host, mika);
        await PassAsync(host);
        (await AskedAsync(host)).ShouldBe(0);

        (await host.Get<ISatisfaction>().ChangeAsync(host.Shop.Actor, On with { Template = plain })).Problem!.Type.ShouldBe("satisfaction-template");
        _ = (await host.Get<ISatisfaction>().ChangeAsync(host.Shop.Actor, On with { Template = faces })).Value;
        await OpenAndResolveAsync(host, mika);
        await PassAsync(host);

        var sent = (await SentTotalAsync(host, 2))[1]["template"]!;
        sent["name"]!.GetValue<string>().ShouldBe("how_was_it");
        var payload = sent["components"]![1]!["parameters"]![0]!["payload"]!.GetValue<string>();
        await host.DeliverAsync(new Webhook { Time = host.Clock.GetUtcNow().ToUnixTimeSeconds() }.Tap("wamid.t1", payload, 0));
        var row = await host.RowAsync(Ana);
        (row.Status, row.Rating).ShouldBe((ConversationStatus.Resolved, 3), "the middle one of three");
    }

    [Theory, Engines]
    public async Task Averages_are_told_for_all_and_for_each_who_resolved(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var (mika, kenji) = (await StartAsync(host, On), await host.HireAsync("Kenji"));
        await AnswerAsync(host, "wamid.a1", Id(await AskAsync(host, mika), 0), 60);
        await host.WriteAsync("819011113333", "wamid.b1");
        await host.Get<IInbox>().SetStatusAsync(kenji, await host.ConversationAsync("+819011113333"), ConversationStatus.Resolved);
        await PassAsync(host);
        var question = (await SentTotalAsync(host, 3))[2];
        await host.DeliverAsync(new Webhook { From = "819011113333", Time = host.Clock.GetUtcNow().ToUnixTimeSeconds() }.Pick("wamid.b2", Id(question, 3), "2", 0));

        using var program = host.Client(await host.KeyAsync(Permissions.Read));
        var period = $"?from=2020-01-01T00:00:00Z&until={Uri.EscapeDataString(End(host).ToString("O"))}";
        var summary = (await program.GetFromJsonAsync<JsonNode>("/api/v1/satisfaction/summary" + period))!;

        (summary["asked"]!.GetValue<int>(), summary["answered"]!.GetValue<int>(), summary["average"]!.GetValue<double>()).ShouldBe((2, 2, 3.5));
        summary["scores"]!.AsArray().Select(count => count!.GetValue<int>()).ShouldBe([0, 1, 0, 0, 1]);
        summary["agents"]!.AsArray().Select(agent => (agent!["name"]!.GetValue<string>(), agent["answered"]!.GetValue<int>(), agent["average"]!.GetValue<double>())).ShouldBe([("Kenji", 1, 2.0), ("Mika", 1, 5.0)]);
        var ratings = (await program.GetFromJsonAsync<JsonNode>($"/api/v1/satisfaction/ratings{period}&user={Ticket.Me(kenji)}"))!["items"]!.AsArray();
        ratings.ShouldHaveSingleItem()!["score"]!.GetValue<int>().ShouldBe(2);
        var first = (await host.Get<ISatisfaction>().RatingsAsync(mika, new RatingFilter(Start, End(host), Limit: 1))).Value;
        (await host.Get<ISatisfaction>().RatingsAsync(mika, new RatingFilter(Start, End(host), Cursor: first.Next, Limit: 1))).Value.Items.ShouldHaveSingleItem().Score.ShouldBe(5);
        (await host.Get<ISatisfaction>().SummaryAsync(mika, Start, Start.AddDays(1))).Value.Average.ShouldBeNull();
    }

    [Theory, Engines]
    public async Task Somebody_elses_question_cannot_be_answered(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var mika = await StartAsync(host, On);
        var id = Id(await AskAsync(host, mika), 0);

        await host.DeliverAsync(new Webhook { From = "819011114444", Time = host.Clock.GetUtcNow().ToUnixTimeSeconds() }.Pick("wamid.x", id, "5", 0));

        (await host.Get<ISatisfaction>().SummaryAsync(mika, Start, End(host))).Value.Answered.ShouldBe(0);
    }

    [Fact]
    public async Task The_question_is_an_administrators()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var door = host.Get<ISatisfaction>();

        (await door.ChangeAsync(await host.HireAsync("Mika"), On)).Problem!.Type.ShouldBe("not-permitted");
        (await door.ChangeAsync(host.Shop.Actor, On with { English = new string('x', 1025) })).Problem!.Type.ShouldBe("satisfaction-text");
        (await door.ChangeAsync(host.Shop.Actor, On with { DelayMinutes = 1441 })).Problem!.Type.ShouldBe("satisfaction-range");
        (await door.ChangeAsync(host.Shop.Actor, On with { Language = "xx" })).Problem!.Type.ShouldBe("satisfaction-range");
        using var client = host.Client(await host.KeyAsync(Permissions.All));
        (await client.PutAsJsonAsync("/api/v1/satisfaction", new { isOn = true, pauseDays = 90 })).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await door.FindAsync(host.Shop.Actor)).ShouldBe(On with { PauseDays = 90 });
        (await door.FindAsync(host.Stranger.Actor)).ShouldBe(SatisfactionSettings.None);
    }

    private static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static DateTimeOffset End(FeaturesHost host) => host.Clock.GetUtcNow().AddDays(1);

    /// <summary>A customer wrote and Mika answered.</summary>
    private static async Task<Actor> StartAsync(FeaturesHost host, SatisfactionSettings settings)
    {
        var mika = await host.HireAsync("Mika");
        _ = (await host.Get<ISatisfaction>().ChangeAsync(host.Shop.Actor, settings)).Value;
        await host.WriteAsync(Ana[1..], "wamid.1");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        _ = (await host.Get<IInbox>().ReplyAsync(mika, await host.ConversationAsync(Ana), "Here you are")).Value;
        await SentTotalAsync(host, 1);
        return mika;
    }

    private static async Task ResolveAsync(FeaturesHost host, Actor actor) => await host.Get<IInbox>().SetStatusAsync(actor, await host.ConversationAsync(Ana), ConversationStatus.Resolved);

    private static async Task OpenAndResolveAsync(FeaturesHost host, Actor actor)
    {
        await host.Get<IInbox>().SetStatusAsync(actor, await host.ConversationAsync(Ana), ConversationStatus.Open);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await ResolveAsync(host, actor);
    }

    private static async Task PassAsync(FeaturesHost host)
    {
        host.Clock.Advance(TimeSpan.FromMinutes(6));
        await host.RunJobAsync("satisfaction.ask");
    }

    /// <summary>The question as Meta got it.</summary>
    private static async Task<JsonNode> AskAsync(FeaturesHost host, Actor actor)
    {
        await ResolveAsync(host, actor);
        await PassAsync(host);
        return (await SentTotalAsync(host, 2))[1];
    }

    private static Task AnswerAsync(FeaturesHost host, string wamid, string row, int after) =>
        host.DeliverAsync(new Webhook { Time = host.Clock.GetUtcNow().ToUnixTimeSeconds() }.Pick(wamid, row, "Score", after));

    private static async Task<int> AskedAsync(FeaturesHost host) => (await host.Get<ISatisfaction>().SummaryAsync(host.Shop.Actor, Start, End(host))).Value.Asked;

    private static string Id(JsonNode question, int row) => Rows(question)[row]["id"]!.GetValue<string>();

    private static List<JsonNode> Rows(JsonNode question) => question["interactive"]!["action"]!["sections"]![0]!["rows"]!.AsArray().Select(row => row!).ToList();

    private static async Task<Id<Template>> TemplateAsync(FeaturesHost host, string name) => (await host.Get<ITemplates>().ListAsync(host.Shop.Actor)).First(template => template.Name == name).Id;

    private static Task<List<JsonNode>> SentTotalAsync(FeaturesHost host, int count) =>
        Eventually.GetAsync(() => Task.FromResult(host.Meta.Sent.ToList() is { } all && all.Count >= count ? all : null), $"{count} messages at Meta");
}
