using System.Collections.Concurrent;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Core.Live;

/// <summary>The feed of one process.</summary>
internal sealed partial class LocalLiveFeed(ILogger<LocalLiveFeed> logger) : ILiveFeed
{
    private readonly ConcurrentDictionary<Id<Workspace>, ConcurrentDictionary<Subscription, bool>> workspaces = new();

    public void Publish(Change change)
    {
        if (!workspaces.TryGetValue(change.Workspace, out var subscriptions))
        {
            return;
        }

        foreach (var subscription in subscriptions.Keys)
        {
            try
            {
                subscription.OnChange(change);
            }
            catch (Exception e)
            {
                LogFailed(e, change.Topic);
            }
        }
    }

    public IDisposable Subscribe(Id<Workspace> workspace, Action<Change> onChange)
    {
        var subscriptions = workspaces.GetOrAdd(workspace, _ => new());
        var subscription = new Subscription(subscriptions, onChange);
        subscriptions[subscription] = true;
        return subscription;
    }

    [LoggerMessage(LogLevel.Warning, "A screen could not be told of a change of {Topic}")]
    private partial void LogFailed(Exception exception, string topic);

    private sealed class Subscription(ConcurrentDictionary<Subscription, bool> owner, Action<Change> onChange) : IDisposable
    {
        public Action<Change> OnChange => onChange;

        public void Dispose() => owner.TryRemove(this, out _);
    }
}
