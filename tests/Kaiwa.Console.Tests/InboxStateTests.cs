using Kaiwa.Console.Inbox;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Console.Tests;

public sealed class InboxStateTests
{
    private readonly FakeInbox inbox = new();
    private readonly InboxState state;

    public InboxStateTests() => state = new InboxState(inbox, Some.Session());

    [Fact]
    public async Task News_at_the_top_does_not_take_away_what_was_loaded_below()
    {
        inbox.Rows.AddRange(Enumerable.Range(1, 100).Select(number => Some.Row(number, number)));
        await state.LoadAsync();
        await state.LoadMoreAsync();

        inbox.Rows[89] = inbox.Rows[89] with { At = Some.Noon, Preview = "I am back" };
        await state.RefreshAsync();

        state.Rows[0].Preview.ShouldBe("I am back");
        state.Rows.Count.ShouldBe(81);
        state.Rows.Select(row => row.Id).ShouldBeUnique();
    }

    [Fact]
    public async Task The_next_and_the_previous_conversation_stop_at_the_ends()
    {
        inbox.Rows.AddRange([Some.Row(1, 1), Some.Row(2, 2)]);
        await state.LoadAsync();

        state.Neighbour(1)!.Id.ShouldBe(Some.Id<Conversation>(1));
        state.Select(Some.Id<Conversation>(1));
        state.Neighbour(1)!.Id.ShouldBe(Some.Id<Conversation>(2));
        state.Neighbour(-1)!.Id.ShouldBe(Some.Id<Conversation>(1));
    }

    [Fact]
    public async Task Resolved_conversations_leave_the_open_ones()
    {
        inbox.Rows.AddRange([Some.Row(1, 1), Some.Row(2, 2) with { Status = ConversationStatus.Resolved }]);

        await state.LoadAsync();
        state.Rows.ShouldHaveSingleItem().Id.ShouldBe(Some.Id<Conversation>(1));
        await state.ShowAsync(ConversationStatus.Resolved);

        state.Rows.ShouldHaveSingleItem().Id.ShouldBe(Some.Id<Conversation>(2));
    }
}
