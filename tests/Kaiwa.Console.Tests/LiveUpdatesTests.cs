using Kaiwa.Console.Shell;
using Kaiwa.Core.Live;

namespace Kaiwa.Console.Tests;

public sealed class LiveUpdatesTests
{
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(100);
    private readonly FakeFeed feed = new();
    private readonly StoppedClock clock = new();
    private readonly List<IReadOnlySet<Change>> handed = [];

    [Fact]
    public void A_thousand_changes_become_one_reading()
    {
        using var listening = Listen();

        for (var i = 0; i < 1000; i++)
        {
            feed.Publish(new Change(Some.Agent.Workspace, "inbox", new Guid(i % 3, 0, 0, new byte[8])));
        }

        handed.ShouldBeEmpty();
        clock.Advance(Calm);

        handed.ShouldHaveSingleItem().Count.ShouldBe(3);
    }

    [Fact]
    public void News_that_comes_while_the_screen_reads_is_handed_over_afterwards()
    {
        using var listening = Listen(() =>
        {
            if (handed.Count == 1)
            {
                feed.Publish(new Change(Some.Agent.Workspace, "inbox", Guid.Empty));
            }
        });
        feed.Publish(new Change(Some.Agent.Workspace, "inbox", Guid.Empty));
        clock.Advance(Calm);
        handed.Count.ShouldBe(1);

        clock.Advance(Calm);

        handed.Count.ShouldBe(2);
    }

    [Fact]
    public void Other_topics_and_closed_screens_hear_nothing()
    {
        var listening = Listen();
        feed.Publish(new Change(Some.Agent.Workspace, "weather", Guid.Empty));
        clock.Advance(Calm);
        feed.Publish(new Change(Some.Agent.Workspace, "inbox", Guid.Empty));

        listening.Dispose();
        clock.Advance(Calm);

        handed.ShouldBeEmpty();
        feed.Listeners.ShouldBe(0);
    }

    private IDisposable Listen(Action? also = null) => new LiveUpdates(feed, clock).Listen(Some.Agent, new HashSet<string> { "inbox" }, changes =>
    {
        handed.Add(changes);
        also?.Invoke();
        return Task.CompletedTask;
    });
}
