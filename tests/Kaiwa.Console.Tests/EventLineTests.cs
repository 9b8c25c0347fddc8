using Bunit;
using Kaiwa.Console.Inbox;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Console.Tests;

public sealed class EventLineTests : BunitContext
{
    public EventLineTests() => this.AddConsole();

    [Theory]
    [InlineData(ConversationEventKind.Resolved, null, "Aiko resolved this12:00")]
    [InlineData(ConversationEventKind.Resolved, "Delivered late", "Aiko resolved this: Delivered late12:00")]
    [InlineData(ConversationEventKind.Assigned, "Kenji", "Aiko gave this to Kenji12:00")]
    [InlineData(ConversationEventKind.Assigned, "Aiko", "Aiko took this12:00")]
    [InlineData(ConversationEventKind.Prioritised, "High", "Aiko set the priority: High12:00")]
    [InlineData(ConversationEventKind.Overdue, "first", "The first answer did not come within the target time12:00")]
    [InlineData(ConversationEventKind.Overdue, "next", "The answer did not come within the target time12:00")]
    [InlineData(ConversationEventKind.Reopened, null, "Open again: the customer wrote12:00")]
    public void A_line_says_who_did_what(ConversationEventKind kind, string? detail, string words)
    {
        var line = Render<EventLine>(parameters => parameters.Add(part => part.Event, new ConversationEvent { Seq = 1, At = Some.Noon, Kind = kind, Actor = "Aiko", Detail = detail }));

        line.Find(".event").TextContent.ShouldBe(words);
    }

    [Fact]
    public void Every_kind_has_words_in_both_languages()
    {
        foreach (var kind in Enum.GetValues<ConversationEventKind>().Where(kind => kind != ConversationEventKind.Prioritised))
        {
            Some.Words()["event." + kind].ResourceNotFound.ShouldBeFalse(kind.ToString());
        }
    }

    [Fact]
    public async Task What_was_done_stands_between_the_messages_of_its_time()
    {
        var inbox = new FakeInbox();
        inbox.Rows.Add(Some.Row(1));
        inbox.Thread.AddRange([Some.Message(10), Some.Message(20)]);
        inbox.Events.AddRange([
            new ConversationEvent { Seq = 1, At = Some.Message(15).At, Kind = ConversationEventKind.Resolved, Actor = "Aiko" },
            new ConversationEvent { Seq = 2, At = Some.Message(30).At, Kind = ConversationEventKind.Opened, Actor = "Aiko" },
        ]);
        var state = new ConversationState(inbox, new FakeNotes(), Some.Session(), new StoppedClock());

        await state.OpenAsync(Some.Id<Conversation>(1));

        state.Items.Select(item => item.Event?.Seq ?? -1).ShouldBe([-1, 1, -1, 2]);
    }
}
