using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Workspaces;

/// <summary>Keys of the shop's programs: 256 random bits shown once, kept as a SHA-256 hash, with scopes and an expiry.</summary>
public sealed class ApiKeys(Database database, AuditLog audit, TimeProvider time)
{
    private const string Prefix = "kaiwa_";
    private const string Insert = """
        INSERT INTO api_key (id, workspace_id, name, hash, scopes, created_at, expires_at)
        VALUES (@Id, @Workspace, @Name, @Hash, @Scopes, @At, @ExpiresAt)
        """;

    private const string SelectByHash = """
        SELECT id, workspace_id, name, scopes FROM api_key
        WHERE hash = @hash AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > @now) -- all workspaces: the hash finds the workspace_id
        """;

    private const string SelectAll = "SELECT id, workspace_id, name, scopes, created_at, expires_at FROM api_key WHERE workspace_id = @workspace AND revoked_at IS NULL ORDER BY id";
    private const string UpdateRevoked = "UPDATE api_key SET revoked_at = @now WHERE workspace_id = @workspace AND id = @id AND revoked_at IS NULL";

    private readonly Lock gate = new();
    private Dictionary<string, (Actor Actor, long Until)> known = new(StringComparer.Ordinal);

    /// <summary>Makes a key and returns its text, which is never to be had again.</summary>
    public async Task<string> CreateAsync(UnitOfWork unit, Actor actor, string name, Permissions scopes, DateTimeOffset? expiresAt = null)
    {
        var text = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var id = Id<ApiKey>.New(time);
        await unit.ExecuteAsync(Insert, new { Id = id, actor.Workspace, Name = name, Hash = Hash(text), Scopes = scopes.ToString(), At = time.GetUtcNow(), ExpiresAt = expiresAt });
        await audit.WriteAsync(unit, actor, "key.created", id.ToString(), name);
        return text;
    }

    /// <summary>Who a Bearer token is, or null. A hit is remembered for ten seconds, so a revoked key dies within that time.</summary>
    public async ValueTask<Actor?> FindAsync(string text, CancellationToken ct = default)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal) || text.Length > 100)
        {
            return null;
        }

        var now = time.GetTimestamp();
        if (known.TryGetValue(text, out var hit) && hit.Until > now)
        {
            return hit.Actor;
        }

        var row = await database.FirstAsync<Row>(SelectByHash, new { hash = Hash(text), now = time.GetUtcNow() }, ct);
        if (row is null)
        {
            return null;
        }

        var actor = new Actor(row.WorkspaceId, ActorKind.Key, row.Name, Enum.Parse<Permissions>(row.Scopes)) { Subject = row.Id.Value };
        Remember(text, actor, now + (10 * time.TimestampFrequency));
        return actor;
    }

    public Task<IReadOnlyList<ApiKey>> AllAsync(Actor actor, CancellationToken ct = default) => database.QueryAsync<ApiKey>(SelectAll, new { workspace = actor.Workspace }, ct);

    /// <summary>False when the workspace has no such key in force.</summary>
    public async Task<bool> RevokeAsync(UnitOfWork unit, Actor actor, Id<ApiKey> id)
    {
        if (await unit.ExecuteAsync(UpdateRevoked, new { workspace = actor.Workspace, id, now = time.GetUtcNow() }) == 0)
        {
            return false;
        }

        await audit.WriteAsync(unit, actor, "key.revoked", id.ToString());
        unit.AfterCommit(() => known = new(StringComparer.Ordinal));
        return true;
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    private void Remember(string text, Actor actor, long until)
    {
        lock (gate)
        {
            known = known.Count > 1000
                ? new(StringComparer.Ordinal) { [text] = (actor, until) }
                : new(known, StringComparer.Ordinal) { [text] = (actor, until) };
        }
    }

    private sealed record Row
    {
        public required Id<ApiKey> Id { get; init; }

        public required Id<Workspace> WorkspaceId { get; init; }

        public required string Name { get; init; }

        public required string Scopes { get; init; }
    }
}
