using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Rows of users and their tokens.</summary>
internal sealed class ProgramUserStore(Database database)
{
    private const string Columns = "id, workspace_id, number_id, name, password_hash, is_admin, must_change, locked_until";

    private const string SelectUser = $"SELECT {Columns} FROM onprem_user WHERE workspace_id = @workspace AND number_id = @number AND name = @name";

    private const string InsertUser = """
        INSERT INTO onprem_user (id, workspace_id, number_id, name, password_hash, is_admin, must_change, created_at)
        VALUES (@id, @workspace, @number, @name, @hash, @isAdmin, @mustChange, @now) ON CONFLICT (number_id, name) DO NOTHING
        """;

    private const string UpdatePassword = """
        UPDATE onprem_user SET password_hash = @hash, must_change = @mustChange, failures = 0, locked_until = 0 WHERE workspace_id = @workspace AND number_id = @number AND name = @name
        """;

    private const string UpdateFailure = """
        UPDATE onprem_user SET locked_until = CASE WHEN failures + 1 >= @most THEN @until ELSE locked_until END,
                               failures = CASE WHEN failures + 1 >= @most THEN 0 ELSE failures + 1 END
        WHERE workspace_id = @workspace AND id = @id
        """;

    private const string UpdateSuccess = "UPDATE onprem_user SET failures = 0 WHERE workspace_id = @workspace AND id = @id AND failures > 0";
    private const string DeleteUser = "DELETE FROM onprem_user WHERE workspace_id = @workspace AND number_id = @number AND name = @name AND NOT is_admin";
    private const string InsertToken = "INSERT INTO onprem_token (hash, workspace_id, number_id, user_id, expires_at) VALUES (@hash, @workspace, @number, @user, @expiresAt)";
    private const string DeleteToken = "DELETE FROM onprem_token WHERE workspace_id = @workspace AND hash = @hash";

    private const string DeleteTokensOfName = """
        DELETE FROM onprem_token WHERE workspace_id = @workspace AND user_id IN (SELECT id FROM onprem_user WHERE workspace_id = @workspace AND number_id = @number AND name = @name)
        """;

    private const string DeleteOldTokens = "DELETE FROM onprem_token WHERE workspace_id = @workspace AND user_id = @user AND expires_at <= @now";

    private const string SelectByToken = """
        SELECT u.id, u.workspace_id, u.number_id, u.name, u.password_hash, u.is_admin, u.must_change, u.locked_until
        FROM onprem_token t JOIN onprem_user u ON u.id = t.user_id
        WHERE t.hash = @hash AND t.number_id = @number AND t.expires_at > @now -- all workspaces: the hash and the number find the workspace_id
        """;

    public Task<ProgramUser?> FindAsync(Number number, string name, CancellationToken ct) =>
        database.FirstAsync<ProgramUser>(SelectUser, new { workspace = number.Workspace.Id, number = number.Id, name }, ct);

    public Task<ProgramUser?> FindByTokenAsync(Number number, byte[] hash, DateTimeOffset now, CancellationToken ct) =>
        database.FirstAsync<ProgramUser>(SelectByToken, new { hash, number = number.Id, now }, ct);

    /// <summary>False when the name is taken.</summary>
    public async Task<bool> AddAsync(UnitOfWork unit, Number number, Id<ProgramUser> id, string name, string hash, bool isAdmin, bool mustChange, DateTimeOffset now) =>
        await unit.ExecuteAsync(InsertUser, new { id, workspace = number.Workspace.Id, number = number.Id, name, hash, isAdmin, mustChange, now }) == 1;

    /// <summary>A new password, and every token of the old one is over. False when there is no such user.</summary>
    public async Task<bool> SetPasswordAsync(UnitOfWork unit, Number number, string name, string hash, bool mustChange)
    {
        var args = new { workspace = number.Workspace.Id, number = number.Id, name, hash, mustChange };
        await unit.ExecuteAsync(DeleteTokensOfName, args);
        return await unit.ExecuteAsync(UpdatePassword, args) == 1;
    }

    /// <summary>False for the admin and for nobody.</summary>
    public async Task<bool> DeleteAsync(UnitOfWork unit, Number number, string name)
    {
        var args = new { workspace = number.Workspace.Id, number = number.Id, name };
        await unit.ExecuteAsync(DeleteTokensOfName, args);
        return await unit.ExecuteAsync(DeleteUser, args) == 1;
    }

    public Task FailedAsync(UnitOfWork unit, ProgramUser user, int most, DateTimeOffset until) => unit.ExecuteAsync(UpdateFailure, new { workspace = user.WorkspaceId, id = user.Id, most, until });

    public async Task AddTokenAsync(UnitOfWork unit, ProgramUser user, byte[] hash, DateTimeOffset now, DateTimeOffset expiresAt)
    {
        await unit.ExecuteAsync(UpdateSuccess, new { workspace = user.WorkspaceId, id = user.Id });
        await unit.ExecuteAsync(DeleteOldTokens, new { workspace = user.WorkspaceId, user = user.Id, now });
        await unit.ExecuteAsync(InsertToken, new { hash, workspace = user.WorkspaceId, number = user.NumberId, user = user.Id, expiresAt });
    }

    public Task DeleteTokenAsync(UnitOfWork unit, Number number, byte[] hash) => unit.ExecuteAsync(DeleteToken, new { workspace = number.Workspace.Id, hash });
}
