using Kaiwa.Console.Broadcasts;
using Kaiwa.Features.Broadcasts;

namespace Kaiwa.Console.Tests;

public sealed class BroadcastPageStateTests
{
    [Fact]
    public async Task Every_recipient_is_in_the_bar_once()
    {
        var state = await OpenAsync(1000, new Funnel { Queued = 400, Held = 30, Sending = 8, Ambiguous = 2, Accepted = 550, Sent = 540, Delivered = 500, Read = 200, Failed = 10 });

        state.Parts().Sum(part => part.Count).ShouldBe(1000);
        state.Parts().ShouldContain(new BroadcastPageState.Part("delivered", 300));
        state.Parts().ShouldContain(new BroadcastPageState.Part("queued", 400));
        state.Settled.ShouldBe(560);
    }

    [Fact]
    public async Task The_bar_never_overflows_when_counts_overlap()
    {
        var state = await OpenAsync(10, new Funnel { Accepted = 10, Sent = 10, Delivered = 9, Read = 9, Failed = 5 });

        state.Parts().Sum(part => part.Count).ShouldBe(10);
    }

    [Fact]
    public async Task The_funnel_begins_with_those_that_were_tried()
    {
        var state = await OpenAsync(100, new Funnel { Queued = 20, Cancelled = 10, Accepted = 66, Sent = 66, Delivered = 60, Read = 30, Failed = 4, Replied = 3 });

        state.Steps().Select(step => step.Count).ShouldBe([70, 66, 60, 30, 3]);
    }

    [Theory]
    [InlineData(BroadcastState.Draft, true, false, false, true)]
    [InlineData(BroadcastState.Running, false, true, false, true)]
    [InlineData(BroadcastState.Paused, false, false, true, true)]
    [InlineData(BroadcastState.Done, false, false, false, false)]
    public async Task Only_what_makes_sense_is_offered(BroadcastState broadcast, bool start, bool pause, bool resume, bool cancel)
    {
        var state = await OpenAsync(1, new Funnel(), broadcast);

        (state.CanStart, state.CanPause, state.CanResume, state.CanCancel).ShouldBe((start, pause, resume, cancel));
    }

    private static async Task<BroadcastPageState> OpenAsync(long total, Funnel funnel, BroadcastState broadcast = BroadcastState.Running)
    {
        var broadcasts = new FakeBroadcasts { View = FakeBroadcasts.Of(total, funnel, broadcast) };
        var state = new BroadcastPageState(broadcasts, Some.Session());
        await state.OpenAsync(broadcasts.View.Id);
        return state;
    }
}
