using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.People;

/// <summary>Rows of invitations.</summary>
internal sealed class InvitationStore(Database database, TimeProvider time)
{
    private const string Insert = """
        INSERT INTO invitation (id, workspace_id, email, role, permissions, hash, invited_by, inviter, created_at, expires_at)
        VALUES (@id, @workspace, @email, @role, @permissions, @hash, @by, @inviter, @now, @expires)
        """;

    private const string SelectOpen = """
        SELECT id, email, role, inviter, created_at, expires_at FROM invitation
        WHERE workspace_id = @workspace AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > @now ORDER BY id
        """;

    private const string SelectByHash = """
        SELECT i.id, i.workspace_id, w.name AS workspace_name, i.email, i.role, i.permissions AS custom, i.inviter FROM invitation i JOIN workspace w ON w.id = i.workspace_id
        WHERE i.hash = @hash AND i.accepted_at IS NULL AND i.revoked_at IS NULL AND i.expires_at > @now
        """;

    private const string UpdateAccepted = """
        UPDATE invitation SET accepted_at = @now
        WHERE workspace_id = @workspace AND id = @id AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > @now
        """;

    private const string UpdateRevoked = "UPDATE invitation SET revoked_at = @now WHERE workspace_id = @workspace AND id = @id AND accepted_at IS NULL AND revoked_at IS NULL";
    private const string UpdateRevokedOf = "UPDATE invitation SET revoked_at = @now WHERE workspace_id = @workspace AND email = @email AND accepted_at IS NULL AND revoked_at IS NULL";
    private const string UpdateRevokedBy = "UPDATE invitation SET revoked_at = @now WHERE workspace_id = @workspace AND invited_by = @by AND accepted_at IS NULL AND revoked_at IS NULL";

    public async Task AddAsync(UnitOfWork unit, Id<Invitation> id, Actor actor, string email, Role role, Permissions custom, byte[] hash, DateTimeOffset expires)
    {
        await unit.ExecuteAsync(UpdateRevokedOf, new { workspace = actor.Workspace, email, now = time.GetUtcNow() });
        await unit.ExecuteAsync(
            Insert,
            new { id, workspace = actor.Workspace, email, role, permissions = custom.ToString(), hash, by = actor.Subject, inviter = actor.Name, now = time.GetUtcNow(), expires });
    }

    public Task<IReadOnlyList<Invitation>> OpenAsync(Id<Workspace> workspace, CancellationToken ct) => database.QueryAsync<Invitation>(SelectOpen, new { workspace, now = time.GetUtcNow() }, ct);

    public Task<InvitationRow?> FindAsync(byte[] hash, CancellationToken ct) => database.FirstAsync<InvitationRow>(SelectByHash, new { hash, now = time.GetUtcNow() }, ct);

    /// <summary>False when somebody was faster, or it ended meanwhile.</summary>
    public async Task<bool> TakeAsync(UnitOfWork unit, InvitationRow row) => await unit.ExecuteAsync(UpdateAccepted, new { workspace = row.WorkspaceId, id = row.Id, now = time.GetUtcNow() }) > 0;

    public async Task<bool> RevokeAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Invitation> id) => await unit.ExecuteAsync(UpdateRevoked, new { workspace, id, now = time.GetUtcNow() }) > 0;

    /// <summary>What somebody offered ends with their own right to offer it.</summary>
    public Task RevokeByAsync(UnitOfWork unit, Id<Workspace> workspace, Id<User> by) => unit.ExecuteAsync(UpdateRevokedBy, new { workspace, by, now = time.GetUtcNow() });
}

internal sealed record InvitationRow
{
    public required Id<Invitation> Id { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required string WorkspaceName { get; init; }

    public required string Email { get; init; }

    public required Role Role { get; init; }

    public required Permissions Custom { get; init; }

    public required string Inviter { get; init; }
}
