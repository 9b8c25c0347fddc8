using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.People;

/// <summary>Rows of sessions.</summary>
internal sealed class SessionStore(Database database, TimeProvider time)
{
    private const string Insert = """
        INSERT INTO session (id, user_id, workspace_id, created_at, seen_at, address, agent) VALUES (@id, @user, @workspace, @now, @now, @address, @agent)
        """;

    private const string DeleteOld = "DELETE FROM session WHERE user_id = @user AND seen_at < @oldest -- all workspaces: a person's own sessions, whatever their workspace_id";
    private const string SelectLive = """
        SELECT s.user_id, s.workspace_id, s.seen_at, u.name, u.language, m.role, m.permissions AS custom
        FROM session s JOIN app_user u ON u.id = s.user_id
        JOIN member m ON m.workspace_id = s.workspace_id AND m.user_id = s.user_id AND m.deactivated_at IS NULL
        WHERE s.id = @id AND s.revoked_at IS NULL AND s.seen_at >= @oldest
        """;

    private const string UpdateSeen = "UPDATE session SET seen_at = @now WHERE id = @id AND revoked_at IS NULL -- all workspaces: the id finds the workspace_id";
    private const string SelectAll = """
        SELECT id, created_at, seen_at, address, agent FROM session
        WHERE user_id = @user AND revoked_at IS NULL AND seen_at >= @oldest ORDER BY seen_at DESC, id DESC -- all workspaces: a person's own sessions
        """;

    private const string RevokeOne = "UPDATE session SET revoked_at = @now WHERE id = @id AND user_id = @user AND revoked_at IS NULL -- all workspaces: a person's own session";
    private const string RevokeOthers = "UPDATE session SET revoked_at = @now WHERE user_id = @user AND id <> @id AND revoked_at IS NULL -- all workspaces: a person's own sessions";
    private const string RevokeThere = "UPDATE session SET revoked_at = @now WHERE workspace_id = @workspace AND user_id = @user AND revoked_at IS NULL";
    private const string UpdateWorkspace = "UPDATE session SET workspace_id = @workspace WHERE id = @id AND user_id = @user AND revoked_at IS NULL";

    public async Task AddAsync(UnitOfWork unit, Id<SessionRow> id, Actor actor, string address, string agent, TimeSpan keep)
    {
        var now = time.GetUtcNow();
        await unit.ExecuteAsync(DeleteOld, new { user = actor.Subject, oldest = now - keep });
        await unit.ExecuteAsync(Insert, new { id, user = actor.Subject, workspace = actor.Workspace, now, address, agent });
    }

    public Task<LiveSession?> FindAsync(Id<SessionRow> id, DateTimeOffset oldest, CancellationToken ct) => database.FirstAsync<LiveSession>(SelectLive, new { id, oldest }, ct);

    public Task SeenAsync(UnitOfWork unit, Id<SessionRow> id) => unit.ExecuteAsync(UpdateSeen, new { id, now = time.GetUtcNow() });

    public Task<IReadOnlyList<SessionRow>> AllAsync(Guid user, DateTimeOffset oldest, CancellationToken ct) => database.QueryAsync<SessionRow>(SelectAll, new { user, oldest }, ct);

    public async Task<bool> RevokeAsync(UnitOfWork unit, Guid user, Id<SessionRow> id) => await unit.ExecuteAsync(RevokeOne, new { user, id, now = time.GetUtcNow() }) > 0;

    public Task RevokeOthersAsync(UnitOfWork unit, Guid user, Guid but) => unit.ExecuteAsync(RevokeOthers, new { user, id = but, now = time.GetUtcNow() });

    /// <summary>Ends what somebody has open in one workspace.</summary>
    public Task RevokeThereAsync(UnitOfWork unit, Id<Workspace> workspace, Id<User> user) => unit.ExecuteAsync(RevokeThere, new { workspace, user, now = time.GetUtcNow() });

    public async Task<bool> MoveAsync(UnitOfWork unit, Guid user, Guid id, Id<Workspace> workspace) => await unit.ExecuteAsync(UpdateWorkspace, new { user, id, workspace }) > 0;
}

/// <summary>A session in force, with whom it belongs to as they are now.</summary>
internal sealed record LiveSession
{
    public required Id<User> UserId { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required DateTimeOffset SeenAt { get; init; }

    public required string Name { get; init; }

    public required string Language { get; init; }

    public required Role Role { get; init; }

    public required Permissions Custom { get; init; }
}
