using Microsoft.Extensions.DependencyInjection;
using Kaiwa.Features.Drafts;
using Bunit;
using Kaiwa.Console.Inbox;
using Kaiwa.Console.Shell;
using Kaiwa.Console.Ui;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Web;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Console.Tests;

public sealed class InboxPartsTests : BunitContext
{
    public InboxPartsTests()
    {
        this.AddConsole();
        Services.AddScoped<DraftsState>();
        Services.AddSingleton<IDrafts, FakeDrafts>();
    }

    [Theory]
    [InlineData("Urgent", Priority.Urgent)]
    [InlineData("None", Priority.None)]
    public async Task Many_are_given_a_priority_or_lose_theirs_at_once(string chosen, Priority priority)
    {
        var state = new InboxState(new FakeInbox(), new FakeLabels(), new FakeTeams(), new FakeViews(), Some.Session(), new SharedReads(TimeProvider.System) { Apart = TimeSpan.Zero });
        await state.LoadAsync();
        TicketChange? asked = null;
        var bar = Render<BulkBar>(parameters => parameters.Add(part => part.State, state).Add(part => part.OnChange, change => asked = change));

        bar.Find("[aria-label=Priority]").Change(chosen);

        asked.ShouldBe(new TicketChange { Priority = priority });
    }

    [Fact]
    public void A_failed_message_says_why_and_offers_to_send_it_again()
    {
        var resent = 0;
        var message = Some.Message(1, Direction.Outgoing) with { State = MessageState.Failed, Problem = new Problem("recipient-unreachable", 409) };

        var bubble = Render<MessageBubble>(parameters => parameters.Add(part => part.Message, message).Add(part => part.OnResend, () => resent++));
        bubble.Find(".fate.bad").TextContent.ShouldContain("recipient-unreachable");
        bubble.Find(".fate button").Click();

        resent.ShouldBe(1);
    }

    [Theory]
    [InlineData(MessageState.Queued, null, "queued")]
    [InlineData(MessageState.Queued, JobState.Held, "held")]
    [InlineData(MessageState.Queued, JobState.Ambiguous, "ambiguous")]
    [InlineData(MessageState.Sent, null, "sent")]
    [InlineData(MessageState.Delivered, null, "delivered")]
    [InlineData(MessageState.Read, null, "read")]
    [InlineData(MessageState.Failed, null, "failed")]
    public void A_state_is_told_in_words_beside_its_picture(MessageState state, JobState? job, string expected)
    {
        var ticks = Render<Ticks>(parameters => parameters.Add(part => part.State, state).Add(part => part.Job, job));

        ticks.Find(".ticks").ClassList.ShouldContain(expected);
        ticks.Find(".sr").TextContent.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact]
    public void What_a_customer_writes_is_text_and_never_markup()
    {
        var bubble = Render<MessageBubble>(parameters => parameters.Add(part => part.Message, Some.Message(1, text: "<img src=x onerror=alert(1)>")));

        bubble.FindAll("img").ShouldBeEmpty();
        bubble.Find(".words").TextContent.ShouldBe("<img src=x onerror=alert(1)>");
    }

    [Fact]
    public async Task An_empty_inbox_says_what_will_happen()
    {
        var state = new InboxState(new FakeInbox(), new FakeLabels(), new FakeTeams(), new FakeViews(), Some.Session(), new SharedReads(TimeProvider.System) { Apart = TimeSpan.Zero });
        await state.LoadAsync();

        var list = Render<ConversationList>(parameters => parameters.Add(part => part.State, state));

        list.Find(".empty h2").TextContent.ShouldBe("No open conversations");
    }

    [Fact]
    public async Task A_row_shows_unread_messages_and_a_window_that_closes_soon()
    {
        var inbox = new FakeInbox();
        inbox.Rows.Add(Some.Row(1) with { Unread = 3, WindowClosesAt = Some.Noon.AddMinutes(90) });
        var state = new InboxState(inbox, new FakeLabels(), new FakeTeams(), new FakeViews(), Some.Session(), new SharedReads(TimeProvider.System) { Apart = TimeSpan.Zero });
        await state.LoadAsync();

        var list = Render<ConversationList>(parameters => parameters.Add(part => part.State, state));

        list.Find(".count").TextContent.ShouldStartWith("3");
        list.Find(".pill.warn").TextContent.ShouldBe("1 h 30 min left");
    }
}
