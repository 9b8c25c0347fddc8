using Kaiwa.Core.Live;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Console.Shell;

/// <summary>
/// Turns the feed's flood into calm: changes are gathered and handed over together, at most once per <see cref="Calm"/> unless a screen wants less, and never while
/// the screen still works on the last ones. A slow screen waits three times as long as its last reading took.
/// </summary>
public sealed class LiveUpdates(ILiveFeed feed, TimeProvider time)
{
    internal static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(100);

    /// <summary>For sums and counts, which nobody reads ten times a second.</summary>
    internal static readonly TimeSpan Seldom = TimeSpan.FromMilliseconds(400);
    private const int Most = 2_000;

    public IDisposable Listen(Actor actor, IReadOnlySet<string> topics, Func<IReadOnlySet<Change>, Task> onChanges, TimeSpan? calm = null) =>
        new Listener(feed, time, actor, topics, onChanges, calm ?? Calm);

    private sealed class Listener : IDisposable
    {
        private readonly Lock gate = new();
        private readonly TimeProvider time;
        private readonly Func<IReadOnlySet<Change>, Task> onChanges;
        private readonly TimeSpan calm;
        private readonly IDisposable subscription;
        private readonly ITimer timer;
        private HashSet<Change> gathered = [];
        private bool busy;
        private bool disposed;

        public Listener(ILiveFeed feed, TimeProvider time, Actor actor, IReadOnlySet<string> topics, Func<IReadOnlySet<Change>, Task> onChanges, TimeSpan calm)
        {
            this.time = time;
            this.calm = calm;
            this.onChanges = onChanges;
            timer = time.CreateTimer(_ => _ = HandOverAsync(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            subscription = feed.Subscribe(actor.Workspace, change =>
            {
                if (topics.Contains(change.Topic))
                {
                    Note(change);
                }
            });
        }

        public void Dispose()
        {
            lock (gate)
            {
                disposed = true;
            }

            subscription.Dispose();
            timer.Dispose();
        }

        private void Note(Change change)
        {
            lock (gate)
            {
                if (disposed || gathered.Count >= Most)
                {
                    return;
                }

                gathered.Add(change);
                if (!busy)
                {
                    busy = true;
                    timer.Change(calm, Timeout.InfiniteTimeSpan);
                }
            }
        }

        private async Task HandOverAsync()
        {
            HashSet<Change> changes;
            lock (gate)
            {
                changes = gathered;
                gathered = [];
            }

            var started = time.GetTimestamp();
            try
            {
                await onChanges(changes);
            }
            catch (ObjectDisposedException)
            {
                // The screen was closed while its news was on the way.
            }

            var rest = time.GetElapsedTime(started) * 3;
            lock (gate)
            {
                if (disposed)
                {
                    return;
                }

                busy = gathered.Count > 0;
                if (busy)
                {
                    timer.Change(rest > calm ? rest : calm, Timeout.InfiniteTimeSpan);
                }
            }
        }
    }
}
