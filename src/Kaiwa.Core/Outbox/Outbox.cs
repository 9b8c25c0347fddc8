using Kaiwa.Core.Dispatch;
using Kaiwa.Core.Lanes;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Core.Outbox;

/// <summary>The one way out: a feature enqueues in its own transaction; the lane of the number sends after the commit.</summary>
public sealed class Outbox
{
    private readonly OutboxStore store;
    private readonly NumberSender sender;
    private readonly ILanes lanes;
    private readonly SendWatch watch;

    internal Outbox(OutboxStore store, NumberSender sender, ILanes lanes, SendWatch watch) => (this.store, this.sender, this.lanes, this.watch) = (store, sender, lanes, watch);

    /// <summary>Enqueues in the caller's transaction. A job whose id is there already is left as it is.</summary>
    public async Task AddAsync(UnitOfWork unit, IReadOnlyList<OutgoingJob> jobs)
    {
        await store.AddAsync(unit, jobs);
        unit.AfterCommit(() =>
        {
            foreach (var number in jobs.Select(job => job.Number.Id).Distinct())
            {
                lanes.Ring(NumberLane.Key(number));
            }
        });
    }

    /// <summary>Enqueues what somebody waits for: where the number's lane is free, the same commit marks it as sending, and it leaves right after.</summary>
    public async Task StartAsync(UnitOfWork unit, IReadOnlyList<OutgoingJob> jobs)
    {
        await store.AddAsync(unit, jobs);
        foreach (var number in jobs.Select(job => job.Number).DistinctBy(number => number.Id))
        {
            await sender.StartAsync(unit, number);
        }
    }

    /// <summary>Takes back a message that has not been sent yet. False when it is too late.</summary>
    public Task<bool> CancelAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Message> message) => store.CancelAsync(unit, workspace, message);

    /// <summary>Holds what an origin (a broadcast) has in the queue, with the reason.</summary>
    public Task<int> HoldOriginAsync(UnitOfWork unit, Number number, Guid origin, Problem reason) => store.HoldOriginAsync(unit, number, origin, reason);

    /// <summary>Lets go what <see cref="HoldOriginAsync"/> held.</summary>
    public async Task<int> ReleaseOriginAsync(UnitOfWork unit, Number number, Guid origin)
    {
        unit.AfterCommit(() => lanes.Ring(NumberLane.Key(number.Id)));
        return await store.ReleaseOriginAsync(unit, number, origin);
    }

    /// <summary>Cancels what an origin has in the queue and has not begun to send.</summary>
    public Task<int> CancelOriginAsync(UnitOfWork unit, Number number, Guid origin) => store.CancelOriginAsync(unit, number, origin);

    /// <summary>How many jobs an origin has in the queue, by state.</summary>
    public Task<IReadOnlyList<QueueCount>> CountOriginAsync(Number number, Guid origin, CancellationToken ct = default) => store.CountOriginAsync(number, origin, ct);

    /// <summary>Waits until the message has an outcome (accepted, failed, ended) or the time is up; null is "not yet". Register before the enqueuing commit.</summary>
    public SendWatch.Watcher Watch(Id<Message> message) => watch.Add(message);
}

/// <summary>How many jobs of an origin are in one state, and why the held ones are.</summary>
public sealed record QueueCount
{
    public required JobState State { get; init; }

    public string? Hold { get; init; }

    public required long Count { get; init; }
}
