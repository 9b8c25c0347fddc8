using Bunit;
using Kaiwa.Console.Inbox;
using Kaiwa.Console.Keys;
using Kaiwa.Console.Shell;
using Kaiwa.Console.Templates;
using Kaiwa.Core.Live;
using Kaiwa.Core.Messages;
using Kaiwa.Features.Broadcasts;
using Kaiwa.Features.Audiences;
using Kaiwa.Features.Audiences.Merges;
using Kaiwa.Features.CannedReplies;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.ScheduledReplies;
using Kaiwa.Features.Inbox.Views;
using Kaiwa.Features.Inbox.Notes;
using Kaiwa.Features.Labels;
using Kaiwa.Features.People;
using Kaiwa.Features.Preferences;
using Kaiwa.Features.Teams;
using Kaiwa.Features.Templates;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Console.Tests;

public sealed class InboxPageTests : BunitContext
{
    private readonly FakeInbox inbox = new();
    private readonly FakeLabels labels = new();
    private readonly FakeFeed feed = new();
    private readonly StoppedClock clock = new();

    public InboxPageTests()
    {
        this.AddConsole(clock);
        Services.AddSingleton<IInbox>(inbox);
        Services.AddSingleton<ILabels>(labels);
        Services.AddSingleton<ITeams>(new FakeTeams());
        Services.AddSingleton<INotes>(new FakeNotes());
        Services.AddSingleton<ISavedViews>(new FakeViews());
        Services.AddSingleton<IPreferences>(new FakePreferences());
        Services.AddScoped<MyKeys>();
        Services.AddSingleton<ILiveFeed>(feed);
        Services.AddSingleton<ITemplates>(new FakeBroadcasts { View = FakeBroadcasts.Of(1, new Funnel()) });
        Services.AddScoped<LiveUpdates>();
        Services.AddTransient<InboxState>();
        Services.AddTransient<ConversationState>();
        Services.AddTransient<TemplateFormState>();
        Services.AddTransient<ComposerState>();
        Services.AddTransient<ComposerSend>();
        Services.AddSingleton<IScheduledReplies, FakeScheduledReplies>();
        Services.AddSingleton<IAudiences>(new FakeBroadcasts { View = FakeBroadcasts.Of(1, new Funnel()) });
        Services.AddSingleton<ICannedReplies, FakeCannedReplies>();
        Services.AddSingleton<IContactMerges, FakeMerges>();
        inbox.Rows.Add(Some.Row(1));
    }

    [Fact]
    public void What_a_customer_writes_appears_while_one_is_looking()
    {
        var page = Render<InboxPage>(parameters => parameters.Add(part => part.ConversationId, Some.Id<Conversation>(1).ToString()));
        page.FindAll(".conversation").Count.ShouldBe(1);

        inbox.Rows.Add(Some.Row(2, -1));
        inbox.Thread.Add(Some.Message(1, text: "Are you there?"));
        feed.Publish(new Change(Some.Agent.Workspace, "inbox", Some.Id<Conversation>(1).Value));
        clock.Advance(LiveUpdates.Calm);

        page.WaitForAssertion(() => page.FindAll(".conversation").Count.ShouldBe(2));
        page.WaitForAssertion(() => page.Find(".message.in .words").TextContent.ShouldBe("Are you there?"));
    }

    [Fact]
    public void Choosing_a_colleague_shows_them_on_the_row_and_in_the_counts()
    {
        inbox.Colleagues.Add(new Colleague(Some.Id<User>(3), "Kenji"));
        var page = Render<InboxPage>(parameters => parameters.Add(part => part.ConversationId, Some.Id<Conversation>(1).ToString()));
        page.FindAll(".how-many").Select(tally => tally.TextContent).ShouldBe(["0", "1", "1", "0"]);

        page.Find("#assignee").Change(Some.Id<User>(3).ToString());

        page.WaitForAssertion(() => page.Find(".conversation .assignee").GetAttribute("title").ShouldBe("Assigned to Kenji"));
        page.FindAll(".how-many").Select(tally => tally.TextContent).ShouldBe(["0", "0", "1", "0"]);
    }

    [Fact]
    public void Those_that_are_selected_are_resolved_together_and_the_bar_goes()
    {
        inbox.Rows.AddRange([Some.Row(2, 1), Some.Row(3, 2)]);
        var page = Render<InboxPage>();
        page.FindAll(".bulk").ShouldBeEmpty();

        page.FindAll(".choose")[0].Click();
        page.FindAll(".choose")[2].Click(new Microsoft.AspNetCore.Components.Web.MouseEventArgs { ShiftKey = true });
        page.Find(".bulk [role=status]").TextContent.ShouldBe("3 conversations");
        page.Find(".bulk .primary").Click();

        page.WaitForAssertion(() => inbox.Changes.ShouldHaveSingleItem().Ids.Count.ShouldBe(3));
        inbox.Changes[0].Change.Status.ShouldBe(ConversationStatus.Resolved);
        page.WaitForAssertion(() => page.FindAll(".bulk, .conversation").ShouldBeEmpty());
    }

    [Fact]
    public void A_closed_window_offers_templates_instead_of_the_box_and_an_open_one_the_box()
    {
        inbox.Rows[0] = Some.Row(1) with { WindowClosesAt = Some.Noon.AddMinutes(1) };
        var page = Render<InboxPage>(parameters => parameters.Add(part => part.ConversationId, Some.Id<Conversation>(1).ToString()));
        page.Find(".write").HasAttribute("hidden").ShouldBeFalse();

        clock.Advance(TimeSpan.FromMinutes(2));

        page.WaitForAssertion(() => page.Find(".write").HasAttribute("hidden").ShouldBeTrue());
        page.WaitForAssertion(() => page.Find(".pick li button").TextContent.ShouldContain("spring_sale"));
    }

    [Fact]
    public async Task What_arrives_while_the_tab_is_behind_is_not_read_before_somebody_looks()
    {
        inbox.Rows[0] = Some.Row(1);
        var page = Render<InboxPage>(parameters => parameters.Add(part => part.ConversationId, Some.Id<Conversation>(1).ToString()));
        await page.InvokeAsync(() => page.Instance.OnLooking(false));
        inbox.Rows[0] = Some.Row(1) with { Unread = 2 };
        feed.Publish(new Change(Some.Agent.Workspace, "inbox", Some.Id<Conversation>(1).Value));
        clock.Advance(LiveUpdates.Calm);
        page.WaitForAssertion(() => page.FindAll(".conversation.unread").Count.ShouldBe(1));
        inbox.Read.ShouldBeEmpty();

        await page.InvokeAsync(() => page.Instance.OnLooking(true));

        inbox.Read.ShouldHaveSingleItem();
    }

    [Fact]
    public void Opening_a_conversation_tells_the_customer_that_it_was_read()
    {
        inbox.Rows[0] = Some.Row(1) with { Unread = 2 };

        var page = Render<InboxPage>(parameters => parameters.Add(part => part.ConversationId, Some.Id<Conversation>(1).ToString()));

        page.WaitForAssertion(() => inbox.Read.ShouldHaveSingleItem());
        page.FindAll(".conversation .count").ShouldBeEmpty();
    }

    [Fact]
    public void Only_the_latest_message_of_ours_says_in_words_how_far_it_came()
    {
        inbox.Thread.AddRange([
            Some.Message(1, Direction.Outgoing, "One") with { State = MessageState.Delivered },
            Some.Message(2, Direction.Outgoing, "Two") with { State = MessageState.Delivered },
        ]);

        var page = Render<InboxPage>(parameters => parameters.Add(part => part.ConversationId, Some.Id<Conversation>(1).ToString()));

        page.WaitForAssertion(() => page.FindAll(".fate").ShouldHaveSingleItem().TextContent.ShouldContain("Delivered"));
    }

    [Fact]
    public async Task A_screen_that_is_left_hears_nothing_any_more()
    {
        Render<InboxPage>();
        feed.Listeners.ShouldBeGreaterThan(0);

        await DisposeComponentsAsync();

        feed.Listeners.ShouldBe(0);
    }
}
