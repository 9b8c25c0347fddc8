using System.Collections.Concurrent;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Dispatch;

/// <summary>Lets a caller wait for the outcome of one message that this process sends.</summary>
public sealed class SendWatch
{
    private readonly ConcurrentDictionary<Id<Message>, Watcher> watchers = new();

    public Watcher Add(Id<Message> message) => watchers.GetOrAdd(message, id => new Watcher(this, id));

    internal void Tell(Id<Message> message, SendOutcome outcome)
    {
        if (!watchers.IsEmpty && watchers.TryGetValue(message, out var watcher))
        {
            watcher.Outcome.TrySetResult(outcome);
        }
    }

    /// <summary>Dispose it when done.</summary>
    public sealed class Watcher(SendWatch owner, Id<Message> message) : IDisposable
    {
        internal TaskCompletionSource<SendOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>The outcome, or null when the time is up.</summary>
        public async Task<SendOutcome?> WaitAsync(TimeSpan atMost, CancellationToken ct)
        {
            try
            {
                return await Outcome.Task.WaitAsync(atMost, TimeProvider.System, ct);
            }
            catch (TimeoutException)
            {
                return null;
            }
        }

        public void Dispose() => owner.watchers.TryRemove(message, out _);
    }
}
