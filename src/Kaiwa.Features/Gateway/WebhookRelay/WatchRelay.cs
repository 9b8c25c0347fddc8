using System.Collections.Concurrent;
using Kaiwa.Core.Jobs;
using Kaiwa.Core.Lanes;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>Rings the lanes of the receivers: at once when something happened in their workspace, and every second for what has come due. With no receiver it is one small query.</summary>
internal sealed class WatchRelay(SubscriptionStore subscriptions, ILanes lanes, ILiveFeed feed, TimeProvider time) : IRecurringJob, IDisposable
{
    private readonly ConcurrentDictionary<Id<Workspace>, (IDisposable Ear, string[] Lanes)> watched = new();

    public string Name => "ring-relay";

    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken ct)
    {
        var active = await subscriptions.ActiveAsync(time.GetUtcNow(), ct);
        foreach (var subscription in active)
        {
            lanes.Ring(RelayNews.KeyOf(subscription.Id));
            lanes.Ring(RetryHeld.KeyOf(subscription.Id));
            lanes.Ring(RunReplay.KeyOf(subscription.Id));
        }

        Watch(active.ToLookup(subscription => subscription.WorkspaceId, subscription => RelayNews.KeyOf(subscription.Id)));
    }

    public void Dispose()
    {
        foreach (var (ear, _) in watched.Values)
        {
            ear.Dispose();
        }

        watched.Clear();
    }

    private void Watch(ILookup<Id<Workspace>, string> active)
    {
        foreach (var gone in watched.Keys.Where(workspace => !active.Contains(workspace)))
        {
            if (watched.TryRemove(gone, out var watch))
            {
                watch.Ear.Dispose();
            }
        }

        foreach (var workspace in active)
        {
            var keys = workspace.ToArray();
            watched.AddOrUpdate(
                workspace.Key,
                id => (feed.Subscribe(id, change => Ring(id, change)), keys),
                (_, before) => (before.Ear, keys));
        }
    }

    private void Ring(Id<Workspace> workspace, Change change)
    {
        if (change.Topic == "thread" && watched.TryGetValue(workspace, out var watch))
        {
            foreach (var lane in watch.Lanes)
            {
                lanes.Ring(lane);
            }
        }
    }
}
