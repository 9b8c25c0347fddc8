using System.Globalization;
using Kaiwa.Core.Lanes;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Core.Effects;

public sealed record NewEffect(Id<Workspace> Workspace, string Kind, string Key, string Payload);

/// <summary>The queue of effects: enqueued in the caller's transaction, claimed with a lease, retried with back-off, dead letters kept with their reason.</summary>
public sealed partial class EffectQueue(Database database, ILanes lanes, Lazy<IReadOnlyDictionary<string, IDoEffect>> doers, TimeProvider time, ILogger<EffectQueue> logger) : ILaneWork
{
    private const int BatchSize = 16;
    private const int MostAttempts = 12;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private const string Insert = """
        INSERT INTO effect (id, workspace_id, kind, key, payload, due, created_at)
        SELECT v.id, v.workspace_id, v.kind, v.key, v.payload, v.due, v.due FROM {rows} WHERE TRUE ON CONFLICT (kind, key) DO NOTHING
        """;

    // The claim is a lease: a node that dies gives its effects back when the lease runs out.
    private const string Claim = """
        UPDATE effect SET due = @leasedUntil, attempts = attempts + 1
        WHERE id IN (SELECT id FROM effect WHERE due <= @now AND dead_at IS NULL ORDER BY due LIMIT @most {lock})
        RETURNING id, workspace_id, kind, key, payload, attempts -- all workspaces: each row carries its workspace_id
        """;

    private const string Delete = "DELETE FROM effect WHERE workspace_id = @WorkspaceId AND id = @Id";
    private const string Retry = "UPDATE effect SET due = @due, problem = @problem, dead_at = @deadAt WHERE workspace_id = @WorkspaceId AND id = @Id";

    private const string Revive = "UPDATE effect SET due = @now, attempts = 0, dead_at = NULL WHERE workspace_id = @workspace AND kind = @kind AND key = @key AND (dead_at IS NOT NULL OR due > @now)";

    public string Kind => "effects";

    /// <summary>Enqueues in the caller's transaction; an effect of the same kind and key that is still there is left as it is.</summary>
    public async Task AddAsync(UnitOfWork unit, IReadOnlyList<NewEffect> effects)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await unit.BulkAsync(
            Insert,
            new Bulk<NewEffect>(effects).Id("id", _ => Id<Effect>.New(time)).Id("workspace_id", e => e.Workspace).Text("kind", e => e.Kind).Text("key", e => e.Key)
                .Text("payload", e => e.Payload).Long("due", _ => now));
        unit.AfterCommit(() => lanes.Ring("effects:all"));
    }

    /// <summary>Enqueues anew, at once, even what was given up.</summary>
    public async Task AgainAsync(UnitOfWork unit, NewEffect effect)
    {
        await unit.ExecuteAsync(Revive, new { workspace = effect.Workspace, kind = effect.Kind, key = effect.Key, now = time.GetUtcNow() });
        await AddAsync(unit, [effect]);
    }

    public async Task RunAsync(string id, CancellationToken ct)
    {
        while (true)
        {
            var now = time.GetUtcNow();
            var claimed = await database.InTransactionAsync(
                unit => unit.QueryAsync<Effect>(Claim.Replace("{lock}", unit.Dialect.SkipLocked, StringComparison.Ordinal), new { now, leasedUntil = now + Lease, most = BatchSize }),
                WritePriority.Bulk,
                ct);
            if (claimed.Count == 0)
            {
                return;
            }

            await Task.WhenAll(claimed.Select(effect => DoAsync(effect, ct)));
        }
    }

    private async Task DoAsync(Effect effect, CancellationToken ct)
    {
        try
        {
            if (!doers.Value.TryGetValue(effect.Kind, out var doer))
            {
                throw new InvalidOperationException($"Nothing in this server does effects of the kind {effect.Kind}.");
            }

            await doer.DoAsync(effect, ct);
            await database.InTransactionAsync(unit => unit.ExecuteAsync(Delete, effect), WritePriority.Bulk, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested) // a request that ran into its time limit is cancelled too
        {
            var isDead = effect.Attempts >= MostAttempts;
            var due = time.GetUtcNow() + TimeSpan.FromSeconds(Math.Min(3600, Math.Pow(2, effect.Attempts)));
            LogFailed(e, effect.Kind, effect.Key, effect.Attempts, isDead);
            await database.InTransactionAsync(
                unit => unit.ExecuteAsync(Retry, new { effect.WorkspaceId, effect.Id, due, problem = string.Create(CultureInfo.InvariantCulture, $"{e.GetType().Name}: {e.Message}"), deadAt = isDead ? time.GetUtcNow() : (DateTimeOffset?)null }),
                WritePriority.Bulk,
                CancellationToken.None);
        }
    }

    [LoggerMessage(LogLevel.Warning, "Effect {Kind} {Key} failed (attempt {Attempt}, dead: {Dead}); it is tried again with back-off unless dead")]
    private partial void LogFailed(Exception exception, string kind, string key, int attempt, bool dead);
}
