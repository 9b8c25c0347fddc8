using Kaiwa.Console.Inbox;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Web;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Console.Tests;

public sealed class ConversationStateTests
{
    private static readonly Core.Storage.Id<Conversation> First = Some.Id<Conversation>(1);
    private readonly FakeInbox inbox = new();
    private readonly StoppedClock clock = new();
    private readonly ConversationState state;

    public ConversationStateTests()
    {
        inbox.Rows.AddRange([Some.Row(1), Some.Row(2)]);
        state = new ConversationState(inbox, new FakeNotes(), Some.Session(), clock);
    }

    [Fact]
    public async Task What_is_written_shows_before_the_server_has_answered_and_only_once_after_it()
    {
        await state.OpenAsync(First);
        inbox.Gate = new TaskCompletionSource();

        var sending = state.SendAsync(First, "On its way");
        state.Messages.ShouldHaveSingleItem().Text.ShouldBe("On its way");
        inbox.Gate.SetResult();
        (await sending).ShouldBeNull();

        state.Messages.ShouldHaveSingleItem().Id.ShouldBe(inbox.Thread[0].Id);
    }

    [Fact]
    public async Task What_the_server_refuses_is_taken_away_again()
    {
        await state.OpenAsync(First);
        inbox.Refusal = new Problem("window-closed", 409);

        (await state.SendAsync(First, "Too late"))!.Type.ShouldBe("window-closed");

        state.Messages.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_that_arrives_after_the_reader_has_moved_on_is_not_shown_in_the_wrong_conversation()
    {
        await state.OpenAsync(First);
        inbox.Gate = new TaskCompletionSource();
        var sending = state.SendAsync(First, "For the first");

        await state.OpenAsync(Some.Id<Conversation>(2));
        state.Messages.ShouldBeEmpty();
        inbox.Gate.SetResult();
        await sending;

        state.Id.ShouldBe(Some.Id<Conversation>(2));
        inbox.Replies.ShouldHaveSingleItem().Conversation.ShouldBe(First);
    }

    [Fact]
    public async Task One_more_name_of_the_customer_leaves_what_is_being_sent_where_it_is()
    {
        inbox.Identities = [new ContactIdentity(IdentityKind.Phone, "+819011112222")];
        await state.OpenAsync(First);
        inbox.Gate = new TaskCompletionSource();
        var sending = state.SendAsync(First, "On its way");

        inbox.Identities = [.. inbox.Identities, new ContactIdentity(IdentityKind.UserId, "JP.77")];
        await state.RefreshAsync();

        state.Messages.ShouldHaveSingleItem().Text.ShouldBe("On its way");
        inbox.Gate.SetResult();
        await sending;
    }

    [Fact]
    public async Task Who_turns_out_to_be_two_people_is_read_anew_with_the_old_messages()
    {
        inbox.Identities = [new ContactIdentity(IdentityKind.Phone, "+819011112222"), new ContactIdentity(IdentityKind.Phone, "+819033334444")];
        inbox.Thread.AddRange(Enumerable.Range(1, 120).Select(number => Some.Message(number)));
        await state.OpenAsync(First);
        await state.EarlierAsync();
        state.Messages.Count.ShouldBe(100);

        inbox.Identities = [.. inbox.Identities.Take(1)];
        inbox.Thread.RemoveRange(0, 60);
        await state.RefreshAsync();

        state.Messages.Select(message => message.Id).ShouldBe(inbox.Thread.TakeLast(50).Select(message => message.Id));
    }

    [Fact]
    public async Task Earlier_messages_stay_when_news_arrives()
    {
        inbox.Thread.AddRange(Enumerable.Range(1, 120).Select(number => Some.Message(number)));
        await state.OpenAsync(First);
        state.HasEarlier.ShouldBeTrue();
        await state.EarlierAsync();

        inbox.Thread.Add(Some.Message(121, text: "New"));
        await state.RefreshAsync();

        state.Messages.Count.ShouldBe(101);
        state.Messages[^1].Text.ShouldBe("New");
        state.Messages.Select(message => message.Id).ShouldBeUnique();
    }

    [Fact]
    public async Task A_reader_led_to_an_old_message_sees_it_among_its_neighbours_and_reads_on_to_the_end()
    {
        inbox.Thread.AddRange(Enumerable.Range(1, 300).Select(number => Some.Message(number)));
        await state.OpenAsync(First, Some.Message(100).Position);

        state.Target!.Id.ShouldBe(Some.Message(100).Id);
        state.Messages.Select(message => message.Id).ShouldBe(Enumerable.Range(75, 100).Select(number => Some.Message(number).Id));
        (state.HasEarlier, state.HasLater).ShouldBe((true, true));

        while (state.HasLater)
        {
            await state.LaterAsync();
        }

        state.Messages[^1].Id.ShouldBe(Some.Message(300).Id);
        state.Messages.Select(message => message.Id).ShouldBeUnique();
    }

    [Fact]
    public async Task News_is_not_put_under_an_old_part_and_writing_leads_back_to_the_end()
    {
        inbox.Thread.AddRange(Enumerable.Range(1, 300).Select(number => Some.Message(number)));
        await state.OpenAsync(First, Some.Message(100).Position);

        inbox.Thread.Add(Some.Message(301, text: "New"));
        await state.RefreshAsync();
        state.Messages.ShouldNotContain(message => message.Text == "New");

        await state.SendAsync(First, "An answer");
        state.HasLater.ShouldBeFalse();
        state.Messages.TakeLast(2).Select(message => message.Text).ShouldBe(["New", "An answer"]);
    }

    [Fact]
    public async Task A_day_is_found_wherever_it_is_and_a_day_after_the_last_message_is_the_end()
    {
        inbox.Thread.AddRange(Enumerable.Range(1, 300).Select(number => Some.Message(number)));
        await state.OpenAsync(First);

        await state.ShowAsync(Some.Message(40).At);
        state.Target!.Id.ShouldBe(Some.Message(40).Id);
        state.HasLater.ShouldBeTrue();

        await state.ShowAsync(Some.Message(300).At.AddDays(1));
        state.Target!.Id.ShouldBe(Some.Message(300).Id);
        state.HasLater.ShouldBeFalse();
    }

    [Fact]
    public async Task The_window_closes_by_the_clock_and_warns_before()
    {
        await state.OpenAsync(First);

        (state.IsWindowOpen, state.IsWindowClosing).ShouldBe((true, false));
        clock.Advance(TimeSpan.FromHours(19));
        (state.IsWindowOpen, state.IsWindowClosing).ShouldBe((true, true));
        clock.Advance(TimeSpan.FromHours(1));

        (state.IsWindowOpen, state.IsWindowClosing).ShouldBe((false, false));
    }

    [Fact]
    public async Task Reading_is_told_once()
    {
        inbox.Rows[0] = inbox.Rows[0] with { Unread = 3 };
        await state.OpenAsync(First);

        await state.MarkReadAsync();
        await state.MarkReadAsync();

        inbox.Read.ShouldHaveSingleItem().ShouldBe(First);
    }

    [Fact]
    public async Task A_conversation_that_is_not_there_says_so()
    {
        await state.OpenAsync(Some.Id<Conversation>(99));

        state.Problem!.Type.ShouldBe("conversation-not-found");
        state.IsLoading.ShouldBeFalse();
    }
}
