using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.People;

/// <summary>Who belongs to which workspace, as what.</summary>
internal sealed class MemberStore(Database database, TimeProvider time)
{
    private const string Present = """
        SELECT u.id, u.email, u.name, u.language, u.signed_in_at, m.role, m.permissions AS custom, m.since, m.away,
               EXISTS (SELECT 1 FROM two_factor t WHERE t.user_id = u.id AND t.confirmed_at IS NOT NULL) AS has_two_factor
        FROM member m JOIN app_user u ON u.id = m.user_id
        WHERE m.workspace_id = @workspace AND m.deactivated_at IS NULL
        """;

    private const string SelectAll = Present + " ORDER BY u.id";
    private const string SelectOne = Present + " AND m.user_id = @user";
    private const string SelectPlaces = """
        SELECT w.id, w.name, m.role, m.permissions AS custom FROM member m JOIN workspace w ON w.id = m.workspace_id
        WHERE m.user_id = @user AND m.deactivated_at IS NULL ORDER BY w.name, w.id -- all workspaces: the person's own, each by its workspace_id
        """;

    private const string Upsert = """
        INSERT INTO member (workspace_id, user_id, role, permissions, since) VALUES (@workspace, @user, @role, @permissions, @now)
        ON CONFLICT (workspace_id, user_id) DO UPDATE SET role = excluded.role, permissions = excluded.permissions, since = excluded.since, deactivated_at = NULL
        """;

    private const string UpdateRole = "UPDATE member SET role = @role, permissions = @permissions WHERE workspace_id = @workspace AND user_id = @user AND deactivated_at IS NULL";
    private const string UpdateGone = "UPDATE member SET deactivated_at = @now WHERE workspace_id = @workspace AND user_id = @user AND deactivated_at IS NULL";
    private const string CountOwners = "SELECT count(*) FROM member WHERE workspace_id = @workspace AND role = @owner AND deactivated_at IS NULL";

    public Task<IReadOnlyList<UserRow>> AllAsync(Id<Workspace> workspace, CancellationToken ct) => database.QueryAsync<UserRow>(SelectAll, new { workspace }, ct);

    public Task<UserRow?> FindAsync(UnitOfWork unit, Id<Workspace> workspace, Id<User> user) => unit.FirstAsync<UserRow>(SelectOne, new { workspace, user });

    /// <summary>The workspaces that somebody belongs to.</summary>
    public Task<IReadOnlyList<Place>> PlacesAsync(Id<User> user, CancellationToken ct) => database.QueryAsync<Place>(SelectPlaces, new { user }, ct);

    public Task PutAsync(UnitOfWork unit, Id<Workspace> workspace, Id<User> user, Role role, Permissions custom) =>
        unit.ExecuteAsync(Upsert, new { workspace, user, role, permissions = custom.ToString(), now = time.GetUtcNow() });

    public Task SetRoleAsync(UnitOfWork unit, Id<Workspace> workspace, Id<User> user, Role role, Permissions custom) =>
        unit.ExecuteAsync(UpdateRole, new { workspace, user, role, permissions = custom.ToString() });

    public Task RemoveAsync(UnitOfWork unit, Id<Workspace> workspace, Id<User> user) => unit.ExecuteAsync(UpdateGone, new { workspace, user, now = time.GetUtcNow() });

    public async Task<long> OwnersAsync(UnitOfWork unit, Id<Workspace> workspace) => await unit.FirstAsync<long>(CountOwners, new { workspace, owner = Role.Owner });
}

/// <summary>A workspace that somebody belongs to.</summary>
public sealed record Place
{
    public required Id<Workspace> Id { get; init; }

    public required string Name { get; init; }

    public required Role Role { get; init; }

    internal Permissions Custom { get; init; }

    public Permissions Permissions => Roles.Of(Role, Custom);
}
