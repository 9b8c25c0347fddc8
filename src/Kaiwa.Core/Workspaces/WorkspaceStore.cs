using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Workspaces;

/// <summary>The tenants.</summary>
public sealed class WorkspaceStore(Database database, TimeProvider time)
{
    private const string Insert = "INSERT INTO workspace (id, name, time_zone, language, created_at) VALUES (@Id, @Name, @TimeZone, @Language, @At) -- all workspaces: this makes one";
    private const string SelectAll = "SELECT id, name, time_zone, language, never_resend, paused FROM workspace ORDER BY id -- all workspaces: the operator's list";
    private const string SelectOne = "SELECT id, name, time_zone, language, never_resend, paused FROM workspace WHERE id = @workspace -- workspace_id is the id itself";
    private const string UpdatePolicy = "UPDATE workspace SET never_resend = @neverResend WHERE id = @workspace -- workspace_id is the id itself";

    private const string Touch = "UPDATE workspace SET name = name WHERE id = @workspace -- workspace_id is the id itself";

    public async Task<Id<Workspace>> CreateAsync(UnitOfWork unit, string name, string timeZone = "UTC", string language = "en")
    {
        var id = Id<Workspace>.New(time);
        await unit.ExecuteAsync(Insert, new { Id = id, Name = name, TimeZone = timeZone, Language = language, At = time.GetUtcNow() });
        return id;
    }

    public Task<IReadOnlyList<Workspace>> AllAsync(CancellationToken ct = default) => database.QueryAsync<Workspace>(SelectAll, ct: ct);

    public Task<Workspace?> FindAsync(Id<Workspace> workspace, CancellationToken ct = default) => database.FirstAsync<Workspace>(SelectOne, new { workspace }, ct);

    /// <summary>Until the transaction ends nobody else gets past this line: for rules over several rows, such as the last owner.</summary>
    public Task LockAsync(UnitOfWork unit, Id<Workspace> workspace) => unit.ExecuteAsync(Touch, new { workspace });

    /// <summary>Chooses what happens to a send whose fate stays unknown: sent again after the wait, or failed for a person to decide.</summary>
    public Task SetNeverResendAsync(UnitOfWork unit, Id<Workspace> workspace, bool neverResend) => unit.ExecuteAsync(UpdatePolicy, new { workspace, neverResend });
}
