using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Teams;

/// <summary>Rows of teams.</summary>
internal sealed class TeamStore(Database database, TimeProvider time)
{
    private const string SelectTeams = "SELECT id, name FROM team WHERE workspace_id = @workspace ORDER BY name, id";
    private const string SelectMembers = """
        SELECT t.team_id, t.user_id FROM team_member t JOIN member m ON m.workspace_id = t.workspace_id AND m.user_id = t.user_id AND m.deactivated_at IS NULL
        WHERE t.workspace_id = @workspace ORDER BY t.user_id
        """;

    private const string SelectNamesake = "SELECT 1 FROM team WHERE workspace_id = @workspace AND name = @name AND id <> @id";
    private const string Insert = "INSERT INTO team (id, workspace_id, name, created_at) VALUES (@id, @workspace, @name, @now)";
    private const string UpdateName = "UPDATE team SET name = @name WHERE workspace_id = @workspace AND id = @id";
    private const string DeleteMembers = "DELETE FROM team_member WHERE workspace_id = @workspace AND team_id = @id";
    private const string InsertMember = """
        INSERT INTO team_member (workspace_id, team_id, user_id)
        SELECT workspace_id, @id, user_id FROM member WHERE workspace_id = @workspace AND user_id = @user AND deactivated_at IS NULL
        """;

    private const string Delete = "DELETE FROM team WHERE workspace_id = @workspace AND id = @id";
    private const string DeletePerson = "DELETE FROM team_member WHERE workspace_id = @workspace AND user_id = @user";

    public async Task<IReadOnlyList<Team>> AllAsync(Id<Workspace> workspace, CancellationToken ct)
    {
        var members = (await database.QueryAsync<MemberRow>(SelectMembers, new { workspace }, ct)).ToLookup(row => row.TeamId, row => row.UserId);
        return [.. (await database.QueryAsync<TeamRow>(SelectTeams, new { workspace }, ct)).Select(row => new Team(row.Id, row.Name, [.. members[row.Id]]))];
    }

    public async Task<bool> IsTakenAsync(UnitOfWork unit, Id<Workspace> workspace, string name, Id<Team> but) => await unit.FirstAsync<int?>(SelectNamesake, new { workspace, name, id = but }) is not null;

    public Task AddAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Team> id, string name) => unit.ExecuteAsync(Insert, new { workspace, id, name, now = time.GetUtcNow() });

    public async Task<bool> RenameAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Team> id, string name) => await unit.ExecuteAsync(UpdateName, new { workspace, id, name }) > 0;

    /// <summary>Whoever does not belong to the workspace is left out.</summary>
    public async Task SetMembersAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Team> id, IEnumerable<Id<User>> members)
    {
        await unit.ExecuteAsync(DeleteMembers, new { workspace, id });
        foreach (var user in members.Distinct())
        {
            await unit.ExecuteAsync(InsertMember, new { workspace, id, user });
        }
    }

    public async Task<bool> RemoveAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Team> id)
    {
        await unit.ExecuteAsync(DeleteMembers, new { workspace, id });
        return await unit.ExecuteAsync(Delete, new { workspace, id }) > 0;
    }

    public Task RemovePersonAsync(UnitOfWork unit, Id<Workspace> workspace, Id<User> user) => unit.ExecuteAsync(DeletePerson, new { workspace, user });

    private sealed record TeamRow
    {
        public required Id<Team> Id { get; init; }

        public required string Name { get; init; }
    }

    private sealed record MemberRow
    {
        public required Id<Team> TeamId { get; init; }

        public required Id<User> UserId { get; init; }
    }
}
