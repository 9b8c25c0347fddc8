using System.Security.Cryptography;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>Idempotency keys, what became of a message, and which media ids are whose.</summary>
internal sealed class GatewayStore(Database database, TimeProvider time)
{
    private static readonly TimeSpan KeyLife = TimeSpan.FromHours(24);

    private const string InsertKey = """
        INSERT INTO idempotency (workspace_id, key, request_hash, message_id, created_at) VALUES (@Workspace, @key, @hash, @message, @now)
        ON CONFLICT (workspace_id, key) DO NOTHING
        """;

    private const string SelectKey = """
        SELECT k.request_hash, k.message_id, k.created_at, m.state FROM idempotency k LEFT JOIN message m ON m.id = k.message_id
        WHERE k.workspace_id = @Workspace AND k.key = @key
        """;

    // A try that was taken back, or a key past its day: the next one takes its place.
    private const string ReplaceKey = """
        UPDATE idempotency SET request_hash = @hash, message_id = @message, created_at = @now WHERE workspace_id = @Workspace AND key = @key
        """;

    private const string SelectFate = """
        SELECT m.state, m.wamid, m.failure, j.state AS job, j.hold FROM message m LEFT JOIN job j ON j.message_id = m.id
        WHERE m.workspace_id = @workspace AND m.id = @message
        """;

    private const string InsertMedia = """
        INSERT INTO gateway_media (workspace_id, meta_id, number_id, created_at) VALUES (@workspace, @mediaId, @number, @now)
        ON CONFLICT (workspace_id, meta_id) DO NOTHING
        """;

    private const string SelectMedia = """
        SELECT number_id FROM gateway_media WHERE workspace_id = @workspace AND meta_id = @mediaId
        UNION ALL SELECT number_id FROM media WHERE workspace_id = @workspace AND meta_id = @mediaId LIMIT 1
        """;

    private const string DeleteMedia = "DELETE FROM gateway_media WHERE workspace_id = @workspace AND meta_id = @mediaId";

    public static byte[] Hash(ReadOnlySpan<byte> body) => SHA256.HashData(body);

    /// <summary>Binds the key to this message, or says to which it is bound already.</summary>
    public async Task<KeyClaim> ClaimAsync(UnitOfWork unit, Id<Workspace> workspace, string key, byte[] hash, Id<Message> message)
    {
        var args = new { Workspace = workspace, key, hash, message, now = time.GetUtcNow() };
        if (await unit.ExecuteAsync(InsertKey, args) == 1)
        {
            return new KeyClaim.Fresh();
        }

        var row = await unit.FirstAsync<KeyRow>(SelectKey, args);
        if (row is null || row.CreatedAt < time.GetUtcNow() - KeyLife)
        {
            await unit.ExecuteAsync(ReplaceKey, args);
            return new KeyClaim.Fresh();
        }

        if (!row.RequestHash.AsSpan().SequenceEqual(hash))
        {
            return new KeyClaim.OtherBody();
        }

        if (row.State is MessageState.Cancelled or MessageState.Expired)
        {
            await unit.ExecuteAsync(ReplaceKey, args);
            return new KeyClaim.Fresh();
        }

        return new KeyClaim.Known(row.MessageId);
    }

    public Task<Fate?> FateAsync(Id<Workspace> workspace, Id<Message> message, CancellationToken ct) =>
        database.FirstAsync<Fate>(SelectFate, new { workspace, message }, ct);

    public Task RememberMediaAsync(Id<Workspace> workspace, string mediaId, Id<Number> number, CancellationToken ct) =>
        database.InTransactionAsync(unit => unit.ExecuteAsync(InsertMedia, new { workspace, mediaId, number, now = time.GetUtcNow() }), WritePriority.Live, ct);

    public Task ForgetMediaAsync(Id<Workspace> workspace, string mediaId, CancellationToken ct) =>
        database.InTransactionAsync(unit => unit.ExecuteAsync(DeleteMedia, new { workspace, mediaId }), WritePriority.Live, ct);

    /// <summary>The number through which a media id came to this workspace; null when it is not its own.</summary>
    public async Task<Id<Number>?> NumberOfMediaAsync(Id<Workspace> workspace, string mediaId, CancellationToken ct) =>
        (await database.QueryAsync<Id<Number>>(SelectMedia, new { workspace, mediaId }, ct)) is [var number, ..] ? number : null;

    private sealed record KeyRow
    {
        public required byte[] RequestHash { get; init; }

        public required Id<Message> MessageId { get; init; }

        public required DateTimeOffset CreatedAt { get; init; }

        public MessageState? State { get; init; }
    }
}

/// <summary>Where a message stands.</summary>
internal sealed record Fate
{
    public required MessageState State { get; init; }

    public string? Wamid { get; init; }

    public string? Failure { get; init; }

    public JobState? Job { get; init; }

    public string? Hold { get; init; }
}

/// <summary>What an idempotency key turned out to be.</summary>
internal abstract record KeyClaim
{
    private KeyClaim()
    {
    }

    public sealed record Fresh : KeyClaim;

    public sealed record Known(Id<Message> Message) : KeyClaim;

    public sealed record OtherBody : KeyClaim;
}
