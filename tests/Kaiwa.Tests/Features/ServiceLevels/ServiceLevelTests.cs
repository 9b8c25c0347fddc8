using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Hours;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.ServiceLevels;
using Kaiwa.Features.ShopProfile;
using Kaiwa.Tests.Features.Inbox;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Features.ServiceLevels;

public sealed class ServiceLevelTests
{
    private const string Ana = "+819011112222";
    private const string Ben = "+819011113333";
    private const int First = 30;
    private const int Next = 120;

    [Theory, Engines]
    public async Task The_first_answer_has_its_target_and_each_later_one_has_its_own(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await AnswerWithinAsync(host, new AnswerWithin(First, Next));

        await host.WriteAsync(Ana[1..], "wamid.1");
        var asked = (await host.RowAsync(Ana)).At;
        await host.WriteAsync(Ana[1..], "wamid.2", 60, "Hello??");

        var row = await host.RowAsync(Ana);
        row.DueAt.ShouldBe(asked.AddMinutes(30), "the second question does not make the first one younger");

        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await host.Get<IInbox>().ReplyAsync(host.Shop.Actor, row.Id, "Yes?");
        (await host.RowAsync(Ana)).DueAt.ShouldBeNull();

        host.Clock.Advance(TimeSpan.FromMinutes(10));
        await host.WriteAsync(Ana[1..], "wamid.3", 0, "In red, too?");
        row = await host.RowAsync(Ana);
        row.DueAt.ShouldBe(row.At.AddMinutes(120));
    }

    [Theory, Engines]
    public async Task Resolving_ends_it_and_who_writes_after_that_begins_anew(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await AnswerWithinAsync(host, new AnswerWithin(First, Next));
        var inbox = host.Get<IInbox>();
        await host.WriteAsync(Ana[1..], "wamid.1");
        var due = (await host.RowAsync(Ana)).DueAt;
        var id = await host.ConversationAsync(Ana);

        var former = (await inbox.ChangeAsync(host.Shop.Actor, [id], new TicketChange { Status = ConversationStatus.Resolved })).Value;
        (await host.RowAsync(Ana)).DueAt.ShouldBeNull();

        await inbox.RestoreAsync(host.Shop.Actor, former);
        (await host.RowAsync(Ana)).DueAt.ShouldBe(due, "the resolution was taken back");

        await inbox.SetStatusAsync(host.Shop.Actor, id, ConversationStatus.Resolved);
        await inbox.SetStatusAsync(host.Shop.Actor, id, ConversationStatus.Open);
        (await host.RowAsync(Ana)).DueAt.ShouldBeNull("a colleague opened it, no customer waits");

        await inbox.SetStatusAsync(host.Shop.Actor, id, ConversationStatus.Resolved);
        host.Clock.Advance(TimeSpan.FromDays(3));
        await host.WriteAsync(Ana[1..], "wamid.2", 5, "It broke");
        var row = await host.RowAsync(Ana);
        (row.Status, row.DueAt).ShouldBe((ConversationStatus.Open, row.At.AddMinutes(30)));
        await host.WriteAsync(Ana[1..], "wamid.3", 60, "Hello?");
        (await host.RowAsync(Ana)).DueAt.ShouldBe(row.DueAt);
    }

    [Theory, Engines]
    public async Task What_is_late_is_a_view_with_a_count_in_the_order_of_its_time(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await AnswerWithinAsync(host, new AnswerWithin(First, null));
        var inbox = host.Get<IInbox>();
        await host.WriteAsync(Ana[1..], "wamid.1");
        await host.WriteAsync(Ben[1..], "wamid.2", -600);
        await host.WriteAsync("819011114444", "wamid.3", 1200);
        (await inbox.CountAsync(host.Shop.Actor, null)).Overdue.ShouldBe(0);

        host.Clock.Advance(TimeSpan.FromMinutes(31));

        (await host.NumbersAsync(new ConversationFilter { Overdue = true })).ShouldBe([Ben, Ana]);
        (await inbox.CountAsync(host.Shop.Actor, ConversationStatus.Open)).Overdue.ShouldBe(2);
        var part = await inbox.ListAsync(host.Shop.Actor, new ConversationFilter(Limit: 1) { Overdue = true });
        (await host.NumbersAsync(new ConversationFilter(Limit: 1, Cursor: part.Next) { Overdue = true })).ShouldBe([Ana]);
        (await inbox.ListAsync(host.Stranger.Actor, new ConversationFilter { Overdue = true })).Items.ShouldBeEmpty();
        using var program = host.Client(await host.KeyAsync(Permissions.Read));
        var items = (await program.GetFromJsonAsync<JsonNode>("/api/v1/conversations?overdue=true"))!["items"]!.AsArray();
        items.Select(item => item!["number"]!.GetValue<string>()).ShouldBe([Ben, Ana]);

        await inbox.ReplyAsync(host.Shop.Actor, await host.ConversationAsync(Ben), "Sorry");
        (await host.NumbersAsync(new ConversationFilter { Overdue = true })).ShouldBe([Ana]);
    }

    [Theory, Engines]
    public async Task A_missed_target_is_told_once_between_the_messages_and_to_open_screens(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await AnswerWithinAsync(host, new AnswerWithin(First, null));
        await host.WriteAsync(Ana[1..], "wamid.1");
        var (id, due) = (await host.ConversationAsync(Ana), (await host.RowAsync(Ana)).DueAt!.Value);
        await host.RunJobAsync("inbox.tell-missed");
        (await EventsAsync(host, id)).ShouldBeEmpty();
        var heard = new List<Change>();
        using var listening = host.Get<ILiveFeed>().Subscribe(host.Shop.Actor.Workspace, heard.Add);

        host.Clock.Advance(TimeSpan.FromMinutes(31));
        await host.RunJobAsync("inbox.tell-missed");
        await host.RunJobAsync("inbox.tell-missed");
        await host.WriteAsync(Ana[1..], "wamid.2", 0, "Well?");
        await host.RunJobAsync("inbox.tell-missed");

        var line = (await EventsAsync(host, id)).ShouldHaveSingleItem();
        (line.Kind, line.Actor, line.Detail, line.At).ShouldBe((ConversationEventKind.Overdue, "", "first", due));
        heard.ShouldContain(new Change(host.Shop.Actor.Workspace, "inbox", id.Value));
        (await host.RowAsync(Ana)).DueAt.ShouldBe(due);
    }

    [Theory, Engines]
    public async Task Nights_and_holidays_do_not_count_unless_the_clock_is_to_count(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        var shop = host.Get<IShop>();
        _ = (await shop.ChangeAsync(host.Shop.Actor, await shop.FindAsync(host.Shop.Actor) with { TimeZone = "UTC" })).Value;
        await AnswerWithinAsync(host, new AnswerWithin(60, null));
        await host.WriteAsync(Ana[1..], "wamid.1");
        var asked = (await host.RowAsync(Ana)).At;
        (await host.RowAsync(Ana)).DueAt.ShouldBe(asked.AddMinutes(60), "without hours the clock counts");

        // Opens in about three hours, for half an hour each day.
        var opens = new DateTimeOffset(asked.UtcDateTime.Date, TimeSpan.Zero).AddHours(asked.UtcDateTime.Hour + 3);
        var from = TimeOnly.FromDateTime(opens.UtcDateTime);
        var week = Enum.GetValues<DayOfWeek>().Select(day => new OpenSpan(day, from, from.AddMinutes(30))).ToList();
        _ = (await host.Get<IHours>().ChangeAsync(host.Shop.Actor, new HoursView(week, [], new AutomaticText(false, ""), new AutomaticText(false, "")))).Value;
        (await host.RowAsync(Ana)).DueAt.ShouldBe(opens.AddDays(1).AddMinutes(30), "half an hour of today and half an hour of tomorrow");

        _ = (await shop.ChangeAsync(host.Shop.Actor, await shop.FindAsync(host.Shop.Actor) with { TimeZone = "Etc/GMT-1" })).Value;
        (await host.RowAsync(Ana)).DueAt.ShouldBe(opens.AddDays(1).AddMinutes(30).AddHours(-1), "an hour further east it opens an hour earlier");

        _ = (await host.Get<IServiceLevels>().ChangeAsync(host.Shop.Actor, ServiceLevelsView.None with { ByClock = true, Normal = new AnswerWithin(60, null) })).Value;
        (await host.RowAsync(Ana)).DueAt.ShouldBe(asked.AddMinutes(60));
    }

    [Theory, Engines]
    public async Task What_is_urgent_may_be_due_sooner(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        _ = (await host.Get<IServiceLevels>().ChangeAsync(host.Shop.Actor, ServiceLevelsView.None with { Normal = new AnswerWithin(60, null), Urgent = new AnswerWithin(5, null) })).Value;
        await host.WriteAsync(Ana[1..], "wamid.1");
        var (id, asked) = (await host.ConversationAsync(Ana), (await host.RowAsync(Ana)).At);

        await host.Get<IInbox>().ChangeAsync(host.Shop.Actor, [id], new TicketChange { Priority = Priority.Urgent });
        (await host.RowAsync(Ana)).DueAt.ShouldBe(asked.AddMinutes(5));

        await host.Get<IInbox>().ChangeAsync(host.Shop.Actor, [id], new TicketChange { Priority = Priority.High });
        (await host.RowAsync(Ana)).DueAt.ShouldBe(asked.AddMinutes(60), "high has no target of its own");
    }

    [Theory, Engines]
    public async Task An_automatic_answer_is_none_and_a_bot_at_work_owes_nothing(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await AnswerWithinAsync(host, new AnswerWithin(First, Next));
        _ = (await host.Get<IHours>().ChangeAsync(host.Shop.Actor, new HoursView([], [], new AutomaticText(false, ""), new AutomaticText(true, "Welcome!")))).Value;
        await host.WriteAsync(Ana[1..], "wamid.1");
        var row = await host.RowAsync(Ana);
        row.Preview.ShouldBe("Welcome!");
        var due = row.DueAt.ShouldNotBeNull();

        await host.Get<IInbox>().SetStatusAsync(host.Shop.Actor, row.Id, ConversationStatus.Pending);
        (await host.RowAsync(Ana)).DueAt.ShouldBeNull();
        await host.Get<IInbox>().SetStatusAsync(host.Shop.Actor, row.Id, ConversationStatus.Open);
        (await host.RowAsync(Ana)).DueAt.ShouldBe(due);
    }

    [Theory, Engines]
    public async Task Who_waited_before_there_was_a_target_is_late_but_it_is_no_missed_target(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await host.WriteAsync(Ana[1..], "wamid.1");
        (await host.RowAsync(Ana)).DueAt.ShouldBeNull();
        host.Clock.Advance(TimeSpan.FromHours(5));

        await AnswerWithinAsync(host, new AnswerWithin(First, Next));
        await host.RunJobAsync("inbox.tell-missed");

        (await host.NumbersAsync(new ConversationFilter { Overdue = true })).ShouldBe([Ana]);
        (await EventsAsync(host, await host.ConversationAsync(Ana))).ShouldBeEmpty();
        await AnswerWithinAsync(host, AnswerWithin.NoTarget);
        (await host.RowAsync(Ana)).DueAt.ShouldBeNull();
    }

    [Theory, Engines]
    public async Task Of_two_customers_who_are_one_the_answer_that_is_due_first_is_due(Engine engine)
    {
        await using var host = await FeaturesHost.StartAsync(engine);
        await AnswerWithinAsync(host, new AnswerWithin(First, null));
        await host.WriteAsync(Ana[1..], "wamid.1");
        await host.WriteAsync(Ben[1..], "wamid.2", -600);
        var (kept, gone) = (await host.RowAsync(Ana), await host.RowAsync(Ben));

        await host.Database.InTransactionAsync(async unit =>
        {
            foreach (var follower in host.Get<IEnumerable<IFollowMerge>>())
            {
                await follower.OnContactsMergedAsync(unit, new ContactMerge(Id<ContactMerge>.New(host.Clock), host.Shop.Actor.Workspace, gone.ContactId, kept.ContactId, null));
            }
        });

        (await host.RowAsync(Ana)).DueAt.ShouldBe(gone.DueAt);
        host.Clock.Advance(TimeSpan.FromMinutes(25));
        await host.RunJobAsync("inbox.tell-missed");
        (await EventsAsync(host, kept.Id)).ShouldHaveSingleItem().Kind.ShouldBe(ConversationEventKind.Overdue);
    }

    [Fact]
    public async Task Targets_are_an_administrators_and_programs_set_them_too()
    {
        await using var host = await FeaturesHost.StartAsync(Engine.Sqlite);
        var levels = host.Get<IServiceLevels>();

        (await levels.ChangeAsync(host.Shop.Actor, ServiceLevelsView.None with { Normal = new AnswerWithin(0, null) })).Problem!.Type.ShouldBe("service-level-minutes");
        (await levels.ChangeAsync(host.Shop.Actor, ServiceLevelsView.None with { Urgent = new AnswerWithin(null, 43_201) })).Problem!.Type.ShouldBe("service-level-minutes");
        (await levels.ChangeAsync(await host.HireAsync("Mika"), ServiceLevelsView.None)).Problem!.Type.ShouldBe("not-permitted");
        using var client = host.Client(await host.KeyAsync(Permissions.All));
        using var changed = await client.PutAsJsonAsync("/api/v1/service-levels", new { normal = new { first = 15, next = 60 }, urgent = new { first = 5 } });

        changed.StatusCode.ShouldBe(HttpStatusCode.OK);
        var read = (await client.GetFromJsonAsync<JsonNode>("/api/v1/service-levels"))!;
        (read["normal"]!["next"]!.GetValue<int>(), read["urgent"]!["first"]!.GetValue<int>(), read["high"]!["first"]).ShouldBe((60, 5, null));
        (await levels.FindAsync(host.Stranger.Actor)).ShouldBe(ServiceLevelsView.None);
    }

    [Theory]
    [InlineData("2026-11-27T17:30:00+09:00", 60, "2026-11-30T09:30:00+09:00")] // Friday evening goes on on Monday
    [InlineData("2026-11-28T12:00:00+09:00", 15, "2026-11-30T09:15:00+09:00")]
    [InlineData("2026-11-24T09:00:00+09:00", 540, "2026-11-24T18:00:00+09:00")]
    [InlineData("2026-11-24T17:59:00+09:00", 2, "2026-11-26T09:01:00+09:00")] // Wednesday is a holiday
    public void Time_runs_while_the_shop_is_open(string from, int minutes, string due)
    {
        // The second span of a day lies within the first: it counts once.
        var week = Enum.GetValues<DayOfWeek>().Where(day => day is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            .SelectMany(day => new[] { new OpenSpan(day, new TimeOnly(10, 0), new TimeOnly(12, 0)), new OpenSpan(day, new TimeOnly(9, 0), new TimeOnly(18, 0)) }).ToList();
        var calendar = new Calendar(week, [new DateOnly(2026, 11, 25)], TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"));

        calendar.After(Moment(from), TimeSpan.FromMinutes(minutes)).ShouldBe(Moment(due));
    }

    [Fact]
    public void A_shop_that_never_opens_owes_no_answer() =>
        new Calendar([], [], TimeZoneInfo.Utc).After(Moment("2026-11-27T17:30:00+09:00"), TimeSpan.FromMinutes(1)).ShouldBeNull();

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task AnswerWithinAsync(FeaturesHost host, AnswerWithin within) =>
        _ = (await host.Get<IServiceLevels>().ChangeAsync(host.Shop.Actor, ServiceLevelsView.None with { Normal = within })).Value;

    private static async Task<IReadOnlyList<ConversationEvent>> EventsAsync(FeaturesHost host, Id<Conversation> id) => (await host.Get<IInbox>().EventsAsync(host.Shop.Actor, id)).Value;
}
