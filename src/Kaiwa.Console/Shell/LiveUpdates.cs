using Kaiwa.Core.Live;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Console.Shell;

/// <summary>
/// Turns the feed's flood into calm: changes are gathered and handed over together, at most once per <see cref="Calm"/>, and never while
/// the screen still works on the last ones. A slow screen waits three times as long as its last reading took.
/// </summary>
internal sealed class LiveUpdates(ILiveFeed feed, TimeProvider time)
{
    internal static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(100);
    private const int Most = 2_000;

    public IDisposable Listen(Actor actor, IReadOnlySet<string> topics, Func<IReadOnlySet<Change>, Task> onChanges) =>
        new Listener(feed, time, actor, topics, onChanges);

    private sealed class Listener : IDisposable
    {
        private readonly Lock gate = new();
        private readonly TimeProvider time;
        private readonly Func<IReadOnlySet<Change>, Task> onChanges;
        private readonly IDisposable subscription;
        private readonly ITimer timer;
        private HashSet<Change> gathered = [];
        private bool busy;
        private bool disposed;

        public Listener(ILiveFeed feed, TimeProvider time, Actor actor, IReadOnlySet<string> topics, Func<IReadOnlySet<Change>, Task> onChanges)
        {
            this.time = time;
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
                    timer.Change(Calm, Timeout.InfiniteTimeSpan);
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
                    timer.Change(rest > Calm ? rest : Calm, Timeout.InfiniteTimeSpan);
                }
            }
        }
    }
}
