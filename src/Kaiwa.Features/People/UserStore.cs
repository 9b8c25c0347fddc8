using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.People;

/// <summary>Rows of users.</summary>
internal sealed class UserStore(Database database, TimeProvider time)
{
    private const string SelectAny = "SELECT 1 FROM app_user LIMIT 1 -- all workspaces: is this a fresh server?";
    private const string Insert = """
        INSERT INTO app_user (id, workspace_id, email, name, password_hash, permissions, language, is_first, created_at)
        VALUES (@Id, @Workspace, @Email, @Name, @PasswordHash, 'None', @Language, @IsFirst, @At)
        """;

    private const string SelectByEmail = """
        SELECT id, workspace_id, email, name, password_hash, language, failures, locked_until
        FROM app_user WHERE email = @email -- all workspaces: the address finds the workspace_id
        """;

    private const string SelectById = """
        SELECT id, workspace_id, email, name, password_hash, language, failures, locked_until
        FROM app_user WHERE id = @id -- all workspaces: a person's own row names the workspace_id they used last
        """;

    private const string UpdateSuccess = "UPDATE app_user SET failures = 0, signed_in_at = @now WHERE id = @id -- all workspaces: a person's own row";
    private const string UpdateWorkspace = "UPDATE app_user SET workspace_id = @workspace WHERE id = @id";
    private const string UpdateFailure = """
        UPDATE app_user SET locked_until = CASE WHEN failures + 1 >= @most THEN @until ELSE locked_until END,
                            failures = CASE WHEN failures + 1 >= @most THEN 0 ELSE failures + 1 END
        WHERE id = @id -- all workspaces: a person's own row
        """;

    private const string UpdateProfile = "UPDATE app_user SET name = @name, language = @language WHERE id = @id -- all workspaces: a person's own row";
    private const string UpdateHash = "UPDATE app_user SET password_hash = @hash WHERE id = @id -- all workspaces: a person's own row";

    public async Task<bool> AnyAsync(CancellationToken ct) => await database.FirstAsync<int?>(SelectAny, ct: ct) is not null;

    public async Task<bool> AnyAsync(UnitOfWork unit) => await unit.FirstAsync<int?>(SelectAny) is not null;

    /// <param name="unit">The transaction.</param>
    /// <param name="user">The new person.</param>
    /// <param name="isFirst">Made at set-up, by whom the server becomes somebody's.</param>
    public Task AddAsync(UnitOfWork unit, NewUser user, bool isFirst) => unit.ExecuteAsync(
        Insert,
        new { user.Id, user.Workspace, user.Email, user.Name, user.PasswordHash, user.Language, IsFirst = isFirst ? 1 : (int?)null, At = time.GetUtcNow() });

    public Task<UserSecret?> FindAsync(string email, CancellationToken ct) => database.FirstAsync<UserSecret>(SelectByEmail, new { email }, ct);

    public Task<UserSecret?> FindAsync(Id<User> id, CancellationToken ct) => database.FirstAsync<UserSecret>(SelectById, new { id }, ct);

    public Task<UserSecret?> FindAsync(UnitOfWork unit, string email) => unit.FirstAsync<UserSecret>(SelectByEmail, new { email });

    public Task SucceededAsync(UnitOfWork unit, Id<User> id) => unit.ExecuteAsync(UpdateSuccess, new { id, now = time.GetUtcNow() });

    public Task FailedAsync(UnitOfWork unit, Id<User> id, int most, DateTimeOffset until) => unit.ExecuteAsync(UpdateFailure, new { id, most, until });

    public Task SetHashAsync(UnitOfWork unit, Id<User> id, string hash) => unit.ExecuteAsync(UpdateHash, new { id, hash });

    public Task SetProfileAsync(UnitOfWork unit, Id<User> id, string name, string language) => unit.ExecuteAsync(UpdateProfile, new { id, name, language });

    /// <summary>The workspace that the next sign-in leads to.</summary>
    public Task SetWorkspaceAsync(UnitOfWork unit, Id<User> id, Id<Workspace> workspace) => unit.ExecuteAsync(UpdateWorkspace, new { id, workspace });
}

/// <summary>A person to be written down; the workspace is the one they come into first.</summary>
internal sealed record NewUser(Id<User> Id, Id<Workspace> Workspace, string Email, string Name, string PasswordHash, string Language);

internal sealed record UserSecret
{
    public required Id<User> Id { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required string Email { get; init; }

    public required string Name { get; init; }

    public required string PasswordHash { get; init; }

    public required string Language { get; init; }

    public required int Failures { get; init; }

    public required DateTimeOffset LockedUntil { get; init; }
}
