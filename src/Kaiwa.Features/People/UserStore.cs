using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.People;

/// <summary>Rows of users.</summary>
internal sealed class UserStore(Database database)
{
    private const string SelectAny = "SELECT 1 FROM app_user LIMIT 1 -- all workspaces: is this a fresh server?";
    private const string Insert = """
        INSERT INTO app_user (id, workspace_id, email, name, password_hash, permissions, language, is_first, created_at)
        VALUES (@Id, @Workspace, @Email, @Name, @PasswordHash, @Permissions, @Language, @IsFirst, @At)
        """;

    private const string SelectByEmail = """
        SELECT id, workspace_id, email, name, password_hash, permissions, language, failures, locked_until
        FROM app_user WHERE email = @email -- all workspaces: the address finds the workspace_id
        """;

    private const string SelectAll = "SELECT id, email, name, language, permissions, signed_in_at FROM app_user WHERE workspace_id = @workspace ORDER BY id";
    private const string UpdateSuccess = "UPDATE app_user SET failures = 0, signed_in_at = @now WHERE workspace_id = @workspace AND id = @id";
    private const string UpdateFailure = """
        UPDATE app_user SET locked_until = CASE WHEN failures + 1 >= @most THEN @until ELSE locked_until END,
                            failures = CASE WHEN failures + 1 >= @most THEN 0 ELSE failures + 1 END
        WHERE workspace_id = @workspace AND id = @id
        """;

    private const string UpdateHash = "UPDATE app_user SET password_hash = @hash WHERE workspace_id = @workspace AND id = @id";

    public async Task<bool> AnyAsync(CancellationToken ct) => await database.FirstAsync<int?>(SelectAny, ct: ct) is not null;

    public async Task<bool> AnyAsync(UnitOfWork unit) => await unit.FirstAsync<int?>(SelectAny) is not null;

    public Task AddFirstAsync(UnitOfWork unit, Id<User> id, Actor actor, string email, string hash, string language, DateTimeOffset at) => unit.ExecuteAsync(
        Insert,
        new { Id = id, actor.Workspace, Email = email, actor.Name, PasswordHash = hash, Permissions = actor.Permissions.ToString(), Language = language, IsFirst = 1, At = at });

    public Task<UserSecret?> FindAsync(string email, CancellationToken ct) => database.FirstAsync<UserSecret>(SelectByEmail, new { email }, ct);

    public Task<IReadOnlyList<UserRow>> AllAsync(Id<Workspace> workspace, CancellationToken ct) => database.QueryAsync<UserRow>(SelectAll, new { workspace }, ct);

    public Task SucceededAsync(UnitOfWork unit, UserSecret user, DateTimeOffset now) => unit.ExecuteAsync(UpdateSuccess, new { workspace = user.WorkspaceId, id = user.Id, now });

    public Task FailedAsync(UnitOfWork unit, UserSecret user, int most, DateTimeOffset until) => unit.ExecuteAsync(UpdateFailure, new { workspace = user.WorkspaceId, id = user.Id, most, until });

    public Task SetHashAsync(UnitOfWork unit, UserSecret user, string hash) => unit.ExecuteAsync(UpdateHash, new { workspace = user.WorkspaceId, id = user.Id, hash });
}

internal sealed record UserSecret
{
    public required Id<User> Id { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required string Email { get; init; }

    public required string Name { get; init; }

    public required string PasswordHash { get; init; }

    public required string Permissions { get; init; }

    public required string Language { get; init; }

    public required int Failures { get; init; }

    public required DateTimeOffset LockedUntil { get; init; }
}
