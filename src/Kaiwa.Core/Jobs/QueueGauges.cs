using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Jobs;

/// <summary>Depth and age of the queues, counted now and then for the metrics.</summary>
internal sealed class QueueGauges : IRecurringJob
{
    private const string CountJobs = "SELECT count(*) AS count, COALESCE(min(due), 0) AS oldest FROM job WHERE due <= @now -- all workspaces: the operator's view";
    private const string CountEffects = "SELECT count(*) AS count, COALESCE(min(created_at), 0) AS oldest FROM effect WHERE dead_at IS NULL -- all workspaces: the operator's view";
    private const string CountDoubtful = "SELECT count(*) FROM job WHERE state = 2 -- all workspaces: the operator's view";

    private readonly Database database;
    private readonly TimeProvider time;
    private Depth outbox = new();
    private Depth effects = new();
    private long doubtful;

    public QueueGauges(Database database, TimeProvider time)
    {
        this.database = database;
        this.time = time;
        CoreTelemetry.Observe("kaiwa.outbox.depth", "{message}", "Messages that are due and not yet accepted.", () => outbox.Count);
        CoreTelemetry.Observe("kaiwa.outbox.oldest", "ms", "How long the oldest due message has waited.", () => outbox.AgeMs);
        CoreTelemetry.Observe("kaiwa.outbox.ambiguous", "{message}", "Sends whose answer was lost and that are not settled.", () => doubtful);
        CoreTelemetry.Observe("kaiwa.effects.depth", "{effect}", "Effects that are not done.", () => effects.Count);
        CoreTelemetry.Observe("kaiwa.effects.oldest", "ms", "How long the oldest effect has waited.", () => effects.AgeMs);
    }

    public string Name => "queue-gauges";

    public TimeSpan Every => TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        outbox = Aged(await database.FirstAsync<Depth>(CountJobs, new { now }, ct), now);
        effects = Aged(await database.FirstAsync<Depth>(CountEffects, ct: ct), now);
        doubtful = await database.FirstAsync<long>(CountDoubtful, ct: ct);
    }

    private static Depth Aged(Depth? depth, DateTimeOffset now) =>
        depth is null ? new Depth() : depth with { AgeMs = depth.Oldest == 0 ? 0 : Math.Max(0, now.ToUnixTimeMilliseconds() - depth.Oldest) };

    private sealed record Depth
    {
        public long Count { get; init; }

        public long Oldest { get; init; }

        public long AgeMs { get; init; }
    }
}
