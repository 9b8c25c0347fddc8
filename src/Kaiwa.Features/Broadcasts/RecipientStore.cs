using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Broadcasts;

/// <summary>Frozen audiences, and what has become of their messages.</summary>
internal sealed class RecipientStore(Database database)
{
    private const string Insert = """
        INSERT INTO broadcast_recipient (broadcast_id, ordinal, identity_id, contact_id, message_id, variables)
        SELECT v.broadcast_id, v.ordinal, v.identity_id, v.contact_id, v.message_id, v.variables
        FROM {rows} WHERE TRUE ON CONFLICT (broadcast_id, identity_id) DO NOTHING -- all workspaces: the broadcast carries its workspace_id
        """;

    // The contact is looked up anew: two may have become one since.
    private const string SelectNext = """
        SELECT r.ordinal, r.identity_id, i.contact_id, r.message_id, r.excluded, r.variables
        FROM broadcast_recipient r JOIN identity i ON i.id = r.identity_id
        WHERE i.workspace_id = @workspace AND r.broadcast_id = @id AND r.ordinal >= @from AND r.ordinal < @next ORDER BY r.ordinal
        """;

    private const string CountStates = """
        SELECT state, count(*) AS count, count(accepted_at) AS accepted FROM message WHERE workspace_id = @workspace AND origin_id = @id GROUP BY state
        """;

    private const string CountFailures = """
        SELECT failure, count(*) AS count FROM message WHERE workspace_id = @workspace AND origin_id = @id AND state = 45 GROUP BY failure ORDER BY count(*) DESC LIMIT 10
        """;

    private const string CountReplies = """
        SELECT count(*) FROM message m JOIN chat c ON c.number_id = m.number_id AND c.contact_id = m.contact_id
        WHERE m.workspace_id = @workspace AND m.origin_id = @id AND m.accepted_at IS NOT NULL AND c.last_inbound_at > m.accepted_at
        """;

    private const string CountRecent = """
        SELECT m.state, count(*) AS count, count(m.accepted_at) AS accepted FROM broadcast_recipient r JOIN message m ON m.id = r.message_id
        WHERE m.workspace_id = @workspace AND r.broadcast_id = @id AND r.ordinal >= @from AND r.ordinal < @next GROUP BY m.state
        """;

    private const string SelectOfMerged = """
        SELECT r.broadcast_id, r.ordinal, r.message_id, b.next_ordinal
        FROM identity i JOIN broadcast b ON b.workspace_id = i.workspace_id AND b.state IN (2, 3, 4)
        JOIN broadcast_recipient r ON r.broadcast_id = b.id AND r.identity_id = i.id
        WHERE i.workspace_id = @workspace AND i.contact_id IN (@from, @into) ORDER BY r.broadcast_id, r.ordinal
        """;

    private const string UpdateExcluded = """
        UPDATE broadcast_recipient SET excluded = @reason WHERE broadcast_id = @id AND ordinal = @ordinal -- all workspaces: the broadcast carries its workspace_id
        """;

    public Task<int> AddAsync(UnitOfWork unit, Id<Broadcast> broadcast, long first, IReadOnlyList<Recipient> recipients) => unit.BulkAsync(
        Insert,
        new Bulk<Recipient>(recipients)
            .Id("broadcast_id", _ => broadcast).Long("ordinal", r => first + r.Ordinal).Id("identity_id", r => r.IdentityId)
            .Id("contact_id", r => r.ContactId).Id("message_id", r => r.MessageId).Text("variables", r => r.Variables));

    public Task<IReadOnlyList<Recipient>> NextAsync(BroadcastRecord b, long from, long next, CancellationToken ct) =>
        database.QueryAsync<Recipient>(SelectNext, new { workspace = b.WorkspaceId, id = b.Id, from, next }, ct);

    public Task<IReadOnlyList<StateCount>> StatesAsync(BroadcastRecord b, CancellationToken ct) =>
        database.QueryAsync<StateCount>(CountStates, new { workspace = b.WorkspaceId, id = b.Id }, ct);

    public Task<IReadOnlyList<StateCount>> RecentAsync(BroadcastRecord b, long from, long next, CancellationToken ct) =>
        database.QueryAsync<StateCount>(CountRecent, new { workspace = b.WorkspaceId, id = b.Id, from, next }, ct);

    public Task<IReadOnlyList<FailureRow>> FailuresAsync(BroadcastRecord b, CancellationToken ct) =>
        database.QueryAsync<FailureRow>(CountFailures, new { workspace = b.WorkspaceId, id = b.Id }, ct);

    public Task<long> RepliesAsync(BroadcastRecord b, CancellationToken ct) => database.FirstAsync<long>(CountReplies, new { workspace = b.WorkspaceId, id = b.Id }, ct);

    public Task<IReadOnlyList<MergedRow>> OfMergedAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Contact> from, Id<Contact> into) =>
        unit.QueryAsync<MergedRow>(SelectOfMerged, new { workspace, from, into });

    public Task ExcludeAsync(UnitOfWork unit, Id<Broadcast> id, long ordinal, string reason) => unit.ExecuteAsync(UpdateExcluded, new { id, ordinal, reason });

    public sealed record StateCount
    {
        public required MessageState State { get; init; }

        public required long Count { get; init; }

        public required long Accepted { get; init; }
    }

    public sealed record FailureRow
    {
        public string? Failure { get; init; }

        public required long Count { get; init; }
    }

    public sealed record MergedRow
    {
        public required Id<Broadcast> BroadcastId { get; init; }

        public required long Ordinal { get; init; }

        public required Id<Message> MessageId { get; init; }

        public required long NextOrdinal { get; init; }
    }
}
