using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Preferences;

internal sealed class PreferenceStore(Database database)
{
    private const string Select = "SELECT value FROM user_setting WHERE workspace_id = @workspace AND user_id = @user AND name = @name";
    private const string Delete = "DELETE FROM user_setting WHERE workspace_id = @workspace AND user_id = @user AND name = @name";
    private const string Upsert = """
        INSERT INTO user_setting (workspace_id, user_id, name, value) VALUES (@workspace, @user, @name, @value)
        ON CONFLICT (workspace_id, user_id, name) DO UPDATE SET value = excluded.value
        """;

    public Task<string?> FindAsync(Actor actor, string name, CancellationToken ct) =>
        database.FirstAsync<string>(Select, new { workspace = actor.Workspace, user = actor.Subject, name }, ct);

    public Task SetAsync(Actor actor, string name, string? value, CancellationToken ct) => database.InTransactionAsync(
        unit => unit.ExecuteAsync(value is null ? Delete : Upsert, new { workspace = actor.Workspace, user = actor.Subject, name, value }), ct: ct);
}
