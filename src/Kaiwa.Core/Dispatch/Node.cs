using Kaiwa.Core.Jobs;
using Kaiwa.Core.Storage;
using Microsoft.Extensions.Options;

namespace Kaiwa.Core.Dispatch;

/// <summary>This process among its like: it shows itself every few seconds, and what a dead one was sending becomes ambiguous.</summary>
public sealed class Node(Database database, IOptions<DispatchOptions> options)
{
    private const string Insert = "INSERT INTO node (id, started_at, beat_at) VALUES (@id, @now, @now) -- all workspaces: a node serves all";
    private const string Beat = "UPDATE node SET beat_at = @now WHERE id = @id -- all workspaces: a node serves all";
    private const string DeleteDead = "DELETE FROM node WHERE id <> @id AND beat_at < @dead -- all workspaces: a node serves all";
    private const string DeleteOthers = "DELETE FROM node WHERE id <> @id -- all workspaces: SQLite has one process, so every other is dead";
    private const string Orphans = """
        UPDATE job SET state = 2, waited = 0 WHERE state = 1 AND owner NOT IN (SELECT id FROM node) -- all workspaces: a node serves all
        """;

    public Id<Node> Id { get; } = Id<Node>.New(TimeProvider.System);

    // Heart-beats are real time: moving the demo's clock must not kill a node.
    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public Task StartAsync(CancellationToken ct) => database.InTransactionAsync(
        async unit =>
        {
            await unit.ExecuteAsync(Insert, new { id = Id, now = Now });
            if (unit.Dialect.Engine == Engine.Sqlite)
            {
                await unit.ExecuteAsync(DeleteOthers, new { id = Id });
            }
        },
        ct: ct);

    /// <summary>Shows itself, buries the dead, and returns how many sends turned ambiguous.</summary>
    public Task<int> BeatAsync(CancellationToken ct) => database.InTransactionAsync(
        async unit =>
        {
            if (await unit.ExecuteAsync(Beat, new { id = Id, now = Now }) == 0)
            {
                await unit.ExecuteAsync(Insert, new { id = Id, now = Now });
            }

            await unit.ExecuteAsync(DeleteDead, new { id = Id, dead = Now - options.Value.NodeLease });
            return await unit.ExecuteAsync(Orphans);
        },
        ct: ct);
}
