using Kaiwa.Console.Inbox;
using Kaiwa.Console.Shell;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Console.Tests;

public sealed class InboxStateTests
{
    private readonly FakeInbox inbox = new();
    private readonly InboxState state;

    public InboxStateTests() => state = new InboxState(inbox, new FakeLabels(), new FakeTeams(), new FakeViews(), Some.Session(), new SharedReads(TimeProvider.System) { Apart = TimeSpan.Zero });

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

    [Fact]
    public async Task A_range_goes_from_the_last_one_selected_and_another_list_selects_none()
    {
        inbox.Rows.AddRange(Enumerable.Range(1, 5).Select(number => Some.Row(number, number)));
        await state.LoadAsync();

        state.Choose(Some.Id<Conversation>(4));
        state.Choose(Some.Id<Conversation>(2), isRange: true);
        state.Choose(Some.Id<Conversation>(3));
        state.Chosen.Order().ShouldBe([Some.Id<Conversation>(2), Some.Id<Conversation>(4)]);

        await state.ShowAsync(ConversationStatus.Resolved);
        state.Chosen.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_shown_can_be_kept_and_shown_again()
    {
        await state.ShowAsync(ConversationStatus.Snoozed);
        await state.OrderAsync(ConversationSort.Waiting);
        (await state.KeepAsync("Waiting for parts", forAll: false)).ShouldBeNull();
        await state.ShowAsync(ConversationStatus.Open);

        await state.ShowAsync(state.Views.ShouldHaveSingleItem().Filter);

        (state.Status, state.Sort).ShouldBe((ConversationStatus.Snoozed, ConversationSort.Waiting));
        (await state.DropAsync(state.Views[0])).ShouldBeNull();
        state.Views.ShouldBeEmpty();
    }
}
