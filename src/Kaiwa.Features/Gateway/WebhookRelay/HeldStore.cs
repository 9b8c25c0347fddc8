using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>Conversations that stopped, event by event, until the receiver takes the first of them.</summary>
internal sealed class HeldStore(Database database, TimeProvider time)
{
    private const string Insert = """
        INSERT INTO relay_held (subscription_id, conversation, seq, workspace_id, due, attempts, held_at, problem)
        SELECT v.subscription_id, v.conversation, v.seq, v.workspace_id, v.due, v.attempts, v.held_at, v.problem FROM {rows} WHERE TRUE
        ON CONFLICT (subscription_id, conversation, seq) DO NOTHING
        """;

    private const string InsertOwn = """
        INSERT INTO relay_held (subscription_id, conversation, seq, workspace_id, due, held_at, raw) VALUES (@Id, @Conversation, @Seq, @WorkspaceId, @now, @now, @Raw)
        ON CONFLICT (subscription_id, conversation, seq) DO NOTHING
        """;

    private const string SelectConversations = "SELECT conversation, count(*) AS events FROM relay_held WHERE workspace_id = @WorkspaceId AND subscription_id = @Id GROUP BY conversation";

    // A conversation is due when its first event is.
    private const string SelectDue = """
        SELECT h.conversation FROM relay_held h WHERE h.workspace_id = @WorkspaceId AND h.subscription_id = @Id AND h.due <= @now
        AND NOT EXISTS (SELECT 1 FROM relay_held e WHERE e.subscription_id = h.subscription_id AND e.conversation = h.conversation AND e.seq < h.seq)
        ORDER BY h.due LIMIT @most
        """;

    private const string SelectOf = """
        SELECT conversation, seq, due, attempts, held_at, problem, raw FROM relay_held
        WHERE workspace_id = @WorkspaceId AND subscription_id = @Id AND conversation = @conversation ORDER BY seq LIMIT @most
        """;

    private const string SelectPage = """
        SELECT conversation, seq, due, attempts, held_at, problem FROM relay_held WHERE workspace_id = @WorkspaceId AND subscription_id = @Id AND seq > @after ORDER BY seq LIMIT @most
        """;

    private const string Delete = "DELETE FROM relay_held WHERE workspace_id = @WorkspaceId AND subscription_id = @Id AND conversation = @conversation AND seq = @seq";
    private const string Update = """
        UPDATE relay_held SET due = @due, attempts = attempts + 1, problem = @problem WHERE workspace_id = @WorkspaceId AND subscription_id = @Id AND conversation = @conversation AND seq = @seq
        """;

    private const string Hurry = "UPDATE relay_held SET due = 0 WHERE workspace_id = @WorkspaceId AND subscription_id = @Id AND conversation = @conversation";

    public Task AddAsync(UnitOfWork unit, RelaySubscription subscription, IReadOnlyList<HeldEvent> events) => unit.BulkAsync(
        Insert,
        new Bulk<HeldEvent>(events).Id("subscription_id", _ => subscription.Id).Guid("conversation", e => e.Conversation).Long("seq", e => e.Seq).Id("workspace_id", _ => subscription.WorkspaceId)
            .Long("due", e => e.Due.ToUnixTimeMilliseconds()).Int("attempts", e => e.Attempts).Long("held_at", e => e.HeldAt.ToUnixTimeMilliseconds()).Text("problem", e => e.Problem));

    /// <summary>Something that Kaiwa itself has to say: no stored part is behind it.</summary>
    public Task AddOwnAsync(UnitOfWork unit, RelaySubscription subscription, HeldEvent held) => unit.ExecuteAsync(
        InsertOwn, new { subscription.WorkspaceId, subscription.Id, held.Conversation, held.Seq, now = time.GetUtcNow(), held.Raw });

    /// <summary>The conversations that stand still, and how many of their events wait.</summary>
    public async Task<IReadOnlyDictionary<Guid, long>> ConversationsAsync(RelaySubscription subscription, CancellationToken ct) =>
        (await database.QueryAsync<Standing>(SelectConversations, Key(subscription), ct)).ToDictionary(row => row.Conversation, row => row.Events);

    public Task<IReadOnlyList<Guid>> DueAsync(RelaySubscription subscription, int most, CancellationToken ct) =>
        database.QueryAsync<Guid>(SelectDue, new { subscription.WorkspaceId, subscription.Id, now = time.GetUtcNow(), most }, ct);

    public Task<IReadOnlyList<HeldEvent>> OfAsync(RelaySubscription subscription, Guid conversation, int most, CancellationToken ct) =>
        database.QueryAsync<HeldEvent>(SelectOf, new { subscription.WorkspaceId, subscription.Id, conversation, most }, ct);

    public Task<IReadOnlyList<HeldEvent>> PageAsync(RelaySubscription subscription, long after, int most, CancellationToken ct) =>
        database.QueryAsync<HeldEvent>(SelectPage, new { subscription.WorkspaceId, subscription.Id, after, most }, ct);

    public Task DoneAsync(UnitOfWork unit, RelaySubscription subscription, HeldEvent one) =>
        unit.ExecuteAsync(Delete, new { subscription.WorkspaceId, subscription.Id, conversation = one.Conversation, seq = one.Seq });

    public Task RetryAsync(UnitOfWork unit, RelaySubscription subscription, Guid conversation, long seq, DateTimeOffset due, string problem) =>
        unit.ExecuteAsync(Update, new { subscription.WorkspaceId, subscription.Id, conversation, seq, due, problem });

    /// <summary>Somebody asked for it: the conversation is not to wait.</summary>
    public Task HurryAsync(UnitOfWork unit, RelaySubscription subscription, Guid conversation) => unit.ExecuteAsync(Hurry, new { subscription.WorkspaceId, subscription.Id, conversation });

    private static object Key(RelaySubscription subscription) => new { subscription.WorkspaceId, subscription.Id };

    private sealed record Standing
    {
        public required Guid Conversation { get; init; }

        public required long Events { get; init; }
    }
}

/// <summary>An event that waits for its receiver.</summary>
internal sealed record HeldEvent
{
    public required Guid Conversation { get; init; }

    public required long Seq { get; init; }

    public DateTimeOffset Due { get; init; }

    public int Attempts { get; init; }

    public required DateTimeOffset HeldAt { get; init; }

    public string? Problem { get; init; }

    /// <summary>The whole body, where no stored part is behind it.</summary>
    public byte[]? Raw { get; init; }
}
