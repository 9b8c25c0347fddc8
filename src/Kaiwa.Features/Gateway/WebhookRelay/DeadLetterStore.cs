using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>What was given up, with the reason.</summary>
internal sealed class DeadLetterStore(Database database, TimeProvider time)
{
    private const string Columns = "id, conversation, first_seq, last_seq, events, problem, died_at, raw";

    private const string Insert = """
        INSERT INTO relay_dead (id, workspace_id, subscription_id, conversation, first_seq, last_seq, events, problem, died_at, raw)
        VALUES (@id, @WorkspaceId, @subscription, @conversation, @first, @last, @events, @problem, @now, @raw)
        """;

    private const string SelectPage = $"SELECT {Columns} FROM relay_dead WHERE workspace_id = @WorkspaceId AND subscription_id = @Id AND id > @after ORDER BY id LIMIT @most";
    private const string SelectOne = $"SELECT {Columns} FROM relay_dead WHERE workspace_id = @WorkspaceId AND subscription_id = @Id AND id = @letter";
    private const string SelectCount = "SELECT CAST(COALESCE(sum(events), 0) AS BIGINT) FROM relay_dead WHERE workspace_id = @WorkspaceId AND subscription_id = @Id";
    private const string Delete = "DELETE FROM relay_dead WHERE workspace_id = @WorkspaceId AND subscription_id = @Id AND id = @letter";

    public Task AddAsync(UnitOfWork unit, RelaySubscription subscription, HeldEvent held, string problem) => unit.ExecuteAsync(
        Insert,
        new { id = Id<DeadLetter>.New(time), subscription.WorkspaceId, subscription = subscription.Id, conversation = (Guid?)held.Conversation, first = held.Seq, last = held.Seq, events = 1L, problem, now = time.GetUtcNow(), raw = held.Raw });

    /// <summary>A whole stretch, for a receiver that was silent for too long.</summary>
    public Task AddAsync(UnitOfWork unit, RelaySubscription subscription, long first, long last, long events, string problem) => unit.ExecuteAsync(
        Insert,
        new { id = Id<DeadLetter>.New(time), subscription.WorkspaceId, subscription = subscription.Id, conversation = (Guid?)null, first, last, events, problem, now = time.GetUtcNow(), raw = (byte[]?)null });

    public Task<IReadOnlyList<DeadLetter>> PageAsync(RelaySubscription subscription, Guid after, int most, CancellationToken ct) =>
        database.QueryAsync<DeadLetter>(SelectPage, new { subscription.WorkspaceId, subscription.Id, after, most }, ct);

    public Task<DeadLetter?> FindAsync(RelaySubscription subscription, Id<DeadLetter> letter, CancellationToken ct) =>
        database.FirstAsync<DeadLetter>(SelectOne, new { subscription.WorkspaceId, subscription.Id, letter }, ct);

    public Task<long> CountAsync(RelaySubscription subscription, CancellationToken ct) => database.FirstAsync<long>(SelectCount, new { subscription.WorkspaceId, subscription.Id }, ct);

    public async Task<bool> DeleteAsync(UnitOfWork unit, RelaySubscription subscription, Id<DeadLetter> letter) =>
        await unit.ExecuteAsync(Delete, new { subscription.WorkspaceId, subscription.Id, letter }) == 1;
}

/// <summary>An event, or a stretch of them, that was given up.</summary>
internal sealed record DeadLetter
{
    public required Id<DeadLetter> Id { get; init; }

    public Guid? Conversation { get; init; }

    public required long FirstSeq { get; init; }

    public required long LastSeq { get; init; }

    public required long Events { get; init; }

    public required string Problem { get; init; }

    public required DateTimeOffset DiedAt { get; init; }

    public byte[]? Raw { get; init; }
}
