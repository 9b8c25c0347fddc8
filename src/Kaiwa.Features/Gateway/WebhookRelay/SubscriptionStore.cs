using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>The receivers and how far each has been told.</summary>
internal sealed class SubscriptionStore(Database database)
{
    private const string Columns = "id, workspace_id, name, address, secret, shape, number_id, fields, enabled, cursor_seq, attempts, due, failing_since, problem, created_at";

    // It is told of what comes from now on.
    private const string Insert = """
        INSERT INTO relay_subscription (id, workspace_id, name, address, secret, shape, number_id, fields, cursor_seq, created_at)
        SELECT @Id, @WorkspaceId, @Name, @Address, @Secret, @Shape, @NumberId, @Fields, (SELECT COALESCE(max(seq), 0) FROM delivery_part), @CreatedAt
        """;

    private const string SelectOne = $"SELECT {Columns} FROM relay_subscription WHERE workspace_id = @workspace AND id = @id";
    private const string SelectAll = $"SELECT {Columns} FROM relay_subscription WHERE workspace_id = @workspace ORDER BY id";
    private const string SelectById = $"SELECT {Columns} FROM relay_subscription WHERE id = @id -- all workspaces: the row carries its workspace_id";
    private const string SelectActive = "SELECT id, workspace_id FROM relay_subscription WHERE enabled AND due <= @now -- all workspaces: each is rung for itself";
    private const string SelectCount = "SELECT count(*) FROM relay_subscription WHERE workspace_id = @workspace";
    private const string Update = "UPDATE relay_subscription SET name = @Name, address = @Address, shape = @Shape, number_id = @NumberId, fields = @Fields, enabled = @Enabled, due = 0 WHERE workspace_id = @WorkspaceId AND id = @Id";

    // Only who read the cursor may move it: two nodes do not both pass on the same stretch for ever.
    private const string UpdateCursor = "UPDATE relay_subscription SET cursor_seq = @cursor WHERE workspace_id = @WorkspaceId AND id = @Id AND cursor_seq = @CursorSeq";
    private const string UpdateWell = "UPDATE relay_subscription SET attempts = 0, due = 0, failing_since = NULL, problem = NULL WHERE workspace_id = @WorkspaceId AND id = @Id AND attempts > 0";
    private const string UpdateFailing = """
        UPDATE relay_subscription SET attempts = attempts + 1, due = @due, failing_since = COALESCE(failing_since, @now), problem = @problem WHERE workspace_id = @WorkspaceId AND id = @Id
        """;

    private const string Delete = "DELETE FROM relay_subscription WHERE workspace_id = @workspace AND id = @id";
    private const string DeleteHeld = "DELETE FROM relay_held WHERE workspace_id = @workspace AND subscription_id = @id";
    private const string DeleteDead = "DELETE FROM relay_dead WHERE workspace_id = @workspace AND subscription_id = @id";
    private const string DeleteReplays = "DELETE FROM relay_replay WHERE workspace_id = @workspace AND subscription_id = @id";

    public Task<RelaySubscription?> FindAsync(Id<RelaySubscription> id, CancellationToken ct) => Read(database.FirstAsync<Row>(SelectById, new { id }, ct));

    public Task<RelaySubscription?> FindAsync(Id<Workspace> workspace, Id<RelaySubscription> id, CancellationToken ct) => Read(database.FirstAsync<Row>(SelectOne, new { workspace, id }, ct));

    public Task<RelaySubscription?> FindAsync(UnitOfWork unit, Id<Workspace> workspace, Id<RelaySubscription> id) => Read(unit.FirstAsync<Row>(SelectOne, new { workspace, id }));

    public async Task<IReadOnlyList<RelaySubscription>> AllAsync(Id<Workspace> workspace, CancellationToken ct) =>
        (await database.QueryAsync<Row>(SelectAll, new { workspace }, ct)).Select(row => row.Read()).ToList();

    public Task<IReadOnlyList<Active>> ActiveAsync(DateTimeOffset now, CancellationToken ct) => database.QueryAsync<Active>(SelectActive, new { now }, ct);

    public Task<long> CountAsync(Id<Workspace> workspace, CancellationToken ct) => database.FirstAsync<long>(SelectCount, new { workspace }, ct);

    public Task AddAsync(UnitOfWork unit, RelaySubscription subscription) => unit.ExecuteAsync(Insert, Arguments(subscription));

    public Task ChangeAsync(UnitOfWork unit, RelaySubscription subscription) => unit.ExecuteAsync(Update, Arguments(subscription));

    /// <summary>False when another node has moved it meanwhile.</summary>
    public async Task<bool> MoveAsync(UnitOfWork unit, RelaySubscription subscription, long cursor) =>
        await unit.ExecuteAsync(UpdateCursor, new { subscription.WorkspaceId, subscription.Id, subscription.CursorSeq, cursor }) == 1;

    /// <summary>It took something.</summary>
    public Task WellAsync(UnitOfWork unit, RelaySubscription subscription) => unit.ExecuteAsync(UpdateWell, new { subscription.WorkspaceId, subscription.Id });

    public Task FailAsync(UnitOfWork unit, RelaySubscription subscription, DateTimeOffset now, DateTimeOffset due, string problem) =>
        unit.ExecuteAsync(UpdateFailing, new { subscription.WorkspaceId, subscription.Id, now, due, problem });

    public async Task<bool> DeleteAsync(UnitOfWork unit, Id<Workspace> workspace, Id<RelaySubscription> id)
    {
        var args = new { workspace, id };
        await unit.ExecuteAsync(DeleteHeld, args);
        await unit.ExecuteAsync(DeleteDead, args);
        await unit.ExecuteAsync(DeleteReplays, args);
        return await unit.ExecuteAsync(Delete, args) == 1;
    }

    private static object Arguments(RelaySubscription subscription) => new
    {
        subscription.Id,
        subscription.WorkspaceId,
        subscription.Name,
        subscription.Address,
        subscription.Secret,
        Shape = (int)subscription.Shape,
        subscription.NumberId,
        subscription.Fields,
        subscription.Enabled,
        subscription.CreatedAt,
    };

    private static async Task<RelaySubscription?> Read(Task<Row?> reading) => (await reading)?.Read();

    internal sealed record Active
    {
        public required Id<RelaySubscription> Id { get; init; }

        public required Id<Workspace> WorkspaceId { get; init; }
    }

    private sealed record Row
    {
        public required Id<RelaySubscription> Id { get; init; }

        public required Id<Workspace> WorkspaceId { get; init; }

        public required string Name { get; init; }

        public required string Address { get; init; }

        public required byte[] Secret { get; init; }

        public required RelayShape Shape { get; init; }

        public Id<Number>? NumberId { get; init; }

        public required string Fields { get; init; }

        public required bool Enabled { get; init; }

        public required long CursorSeq { get; init; }

        public int Attempts { get; init; }

        public DateTimeOffset Due { get; init; }

        public DateTimeOffset? FailingSince { get; init; }

        public string? Problem { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public RelaySubscription Read() => new()
        {
            Id = Id,
            WorkspaceId = WorkspaceId,
            Name = Name,
            Address = Address,
            Secret = Secret,
            Shape = Shape,
            NumberId = NumberId,
            Fields = Fields,
            Enabled = Enabled,
            CursorSeq = CursorSeq,
            Attempts = Attempts,
            Due = Due,
            FailingSince = FailingSince,
            Problem = Problem,
            CreatedAt = CreatedAt,
        };
    }
}
