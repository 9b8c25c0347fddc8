using Bunit;
using Kaiwa.Console.Inbox;
using Kaiwa.Console.Shell;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Console.Tests;

public sealed class DueTests : BunitContext
{
    public DueTests() => this.AddConsole();

    [Theory]
    [InlineData(12, "due in 12 min", "pill due warn")]
    [InlineData(-5, "overdue 5 min", "pill due bad")]
    [InlineData(95, "due in 1 h 35 min", "pill due")]
    [InlineData(60 * 24 * 3, "due in 3 days", "pill due")]
    public void A_row_says_in_words_until_when_its_customer_is_to_be_answered(int minutes, string words, string style)
    {
        var row = Render<ConversationItem>(parameters => parameters.Add(part => part.Row, Some.Row(1) with { DueAt = Some.Noon.AddMinutes(minutes) }));

        var pill = row.Find(".due");
        pill.TextContent.ShouldBe(words);
        pill.ClassName!.Trim().ShouldBe(style);
    }

    [Fact]
    public void Who_does_not_wait_has_no_pill() => Render<ConversationItem>(parameters => parameters.Add(part => part.Row, Some.Row(1))).FindAll(".due").ShouldBeEmpty();

    [Fact]
    public async Task What_is_late_is_shown_whatever_its_status_and_back_again()
    {
        var inbox = new FakeInbox();
        inbox.Rows.AddRange([Some.Row(1) with { DueAt = Some.Noon.AddMinutes(-5) }, Some.Row(2) with { DueAt = Some.Noon.AddMinutes(-9), Status = ConversationStatus.Snoozed }, Some.Row(3) with { DueAt = Some.Noon.AddMinutes(5) }]);
        var state = new InboxState(inbox, new FakeLabels(), new FakeTeams(), new FakeViews(), Some.Session(), new SharedReads(TimeProvider.System) { Apart = TimeSpan.Zero });

        await state.ShowOverdueAsync(true);
        state.Rows.Select(row => row.Id).ShouldBe([Some.Id<Conversation>(1), Some.Id<Conversation>(2)], ignoreOrder: true);
        state.Filter.Overdue.ShouldBeTrue();

        await state.ShowOverdueAsync(false);
        (state.Rows.Count, state.Status).ShouldBe((2, ConversationStatus.Open));
    }
}
