using Kaiwa.Console.Inbox;
using Kaiwa.Core.Messages;

namespace Kaiwa.Console.Tests;

public sealed class VisitStateTests
{
    private readonly FakeInbox inbox = new() { Rows = { Some.Row(1) } };
    private readonly FakeVisits visits = new();
    private readonly StoppedClock clock = new();

    [Fact]
    public async Task Who_would_answer_while_a_colleague_writes_is_asked_once()
    {
        var (mine, thread) = await OpenAsync();
        visits.MikaWritesSince = clock.GetUtcNow();
        clock.Advance(TimeSpan.FromSeconds(2));
        mine.Write();

        mine.Asks(thread).ShouldBeTrue();
        mine.Shown.ShouldBe(new Collision(FakeVisits.Mika));
        mine.Asks(thread).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_began_first_is_not_asked()
    {
        var (mine, thread) = await OpenAsync();
        mine.Write();
        clock.Advance(TimeSpan.FromSeconds(2));
        visits.MikaWritesSince = clock.GetUtcNow();

        mine.Asks(thread).ShouldBeFalse();
    }

    [Fact]
    public async Task Who_would_answer_what_has_been_answered_meanwhile_is_asked_but_not_about_their_own_words()
    {
        var (mine, thread) = await OpenAsync();
        mine.Write();
        clock.Advance(TimeSpan.FromSeconds(30));
        inbox.Thread.Add(Some.Message(1, Direction.Outgoing, "We are open until six") with { At = clock.GetUtcNow() });
        await thread.RefreshAsync();

        mine.Asks(thread).ShouldBeTrue();
        mine.Shown.ShouldBe(new Collision(null));

        mine.Sent();
        mine.Write();
        mine.Asks(thread).ShouldBeFalse();
    }

    private async Task<(VisitState Visits, ConversationState Thread)> OpenAsync()
    {
        var thread = new ConversationState(inbox, new FakeNotes(), Some.Session(), clock);
        var mine = new VisitState(visits, Some.Session(), clock);
        await thread.OpenAsync(inbox.Rows[0].Id);
        await mine.GoAsync(inbox.Rows[0].Id);
        return (mine, thread);
    }
}
