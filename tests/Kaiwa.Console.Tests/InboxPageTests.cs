using Bunit;
using Kaiwa.Console.Inbox;
using Kaiwa.Console.Shell;
using Kaiwa.Console.Templates;
using Kaiwa.Core.Live;
using Kaiwa.Core.Messages;
using Kaiwa.Features.Broadcasts;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;
using Kaiwa.Features.Templates;
using Microsoft.Extensions.DependencyInjection;

namespace Kaiwa.Console.Tests;

public sealed class InboxPageTests : BunitContext
{
    private readonly FakeInbox inbox = new();
    private readonly FakeFeed feed = new();
    private readonly StoppedClock clock = new();

    public InboxPageTests()
    {
        this.AddConsole(clock);
        Services.AddSingleton<IInbox>(inbox);
        Services.AddSingleton<ILiveFeed>(feed);
        Services.AddSingleton<ITemplates>(new FakeBroadcasts { View = FakeBroadcasts.Of(1, new Funnel()) });
        Services.AddScoped<LiveUpdates>();
        Services.AddTransient<InboxState>();
        Services.AddTransient<ConversationState>();
        Services.AddTransient<TemplateFormState>();
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
        page.FindAll(".how-many").Select(tally => tally.TextContent).ShouldBe(["0", "1", "1"]);

        page.Find("#assignee").Change(Some.Id<User>(3).ToString());

        page.WaitForAssertion(() => page.Find(".conversation .assignee").GetAttribute("title").ShouldBe("Assigned to Kenji"));
        page.FindAll(".how-many").Select(tally => tally.TextContent).ShouldBe(["0", "0", "1"]);
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
        feed.Listeners.ShouldBe(1);

        await DisposeComponentsAsync();

        feed.Listeners.ShouldBe(0);
    }
}
