using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>Stretches that are passed on again, each with a cursor of its own.</summary>
internal sealed class ReplayStore(Database database, TimeProvider time)
{
    private const string Insert = """
        INSERT INTO relay_replay (id, workspace_id, subscription_id, cursor_seq, last_seq, from_at, to_at, created_at)
        VALUES (@id, @WorkspaceId, @subscription, @before, @last, @from, @to, @now)
        """;

    private const string SelectFirst = "SELECT id, cursor_seq, last_seq, from_at, to_at FROM relay_replay WHERE workspace_id = @WorkspaceId AND subscription_id = @Id ORDER BY id LIMIT 1";
    private const string UpdateCursor = "UPDATE relay_replay SET cursor_seq = @cursor WHERE workspace_id = @WorkspaceId AND id = @replay AND cursor_seq = @before";
    private const string Delete = "DELETE FROM relay_replay WHERE workspace_id = @WorkspaceId AND id = @replay";

    public Task AddAsync(UnitOfWork unit, RelaySubscription subscription, long first, long last, DateTimeOffset from, DateTimeOffset to) => unit.ExecuteAsync(
        Insert, new { id = Id<Replay>.New(time), subscription.WorkspaceId, subscription = subscription.Id, before = first - 1, last, from, to, now = time.GetUtcNow() });

    public Task<Replay?> FirstAsync(RelaySubscription subscription, CancellationToken ct) => database.FirstAsync<Replay>(SelectFirst, new { subscription.WorkspaceId, subscription.Id }, ct);

    public async Task<bool> MoveAsync(UnitOfWork unit, RelaySubscription subscription, Replay replay, long cursor) => cursor >= replay.LastSeq
        ? await unit.ExecuteAsync(Delete, new { subscription.WorkspaceId, replay = replay.Id }) == 1
        : await unit.ExecuteAsync(UpdateCursor, new { subscription.WorkspaceId, replay = replay.Id, cursor, before = replay.CursorSeq }) == 1;
}

/// <summary>What is passed on again: parts after the cursor, up to the last, received within the times.</summary>
internal sealed record Replay
{
    public required Id<Replay> Id { get; init; }

    public required long CursorSeq { get; init; }

    public required long LastSeq { get; init; }

    public required DateTimeOffset FromAt { get; init; }

    public required DateTimeOffset ToAt { get; init; }
}
