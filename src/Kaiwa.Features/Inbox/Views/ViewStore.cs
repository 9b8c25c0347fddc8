using System.Text.Json;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox.Views;

internal sealed class ViewStore(Database database)
{
    private static readonly JsonSerializerOptions Form = ApiJson.New();

    private const string Select = "SELECT id, user_id, name, filter FROM saved_view WHERE workspace_id = @workspace AND (user_id IS NULL OR user_id = @me) ORDER BY name, id";
    private const string Insert = "INSERT INTO saved_view (id, workspace_id, user_id, name, filter) VALUES (@id, @workspace, @owner, @name, @filter)";
    private const string DeleteOwn = "DELETE FROM saved_view WHERE workspace_id = @workspace AND id = @id AND user_id = @me";
    private const string DeleteAny = "DELETE FROM saved_view WHERE workspace_id = @workspace AND id = @id AND (user_id IS NULL OR user_id = @me)";

    public async Task<List<SavedView>> AllAsync(Actor actor, CancellationToken ct)
    {
        var rows = await database.QueryAsync<ViewRow>(Select, new { workspace = actor.Workspace, me = actor.Subject }, ct);
        return rows.Select(row => new SavedView { Id = row.Id, Name = row.Name, IsForAll = row.UserId is null, Filter = JsonSerializer.Deserialize<ViewFilter>(row.Filter, Form) ?? new ViewFilter() }).ToList();
    }

    public static Task InsertAsync(UnitOfWork unit, Actor actor, SavedView view) => unit.ExecuteAsync(
        Insert,
        new { id = view.Id, workspace = actor.Workspace, owner = view.IsForAll ? (Guid?)null : actor.Subject, name = view.Name, filter = JsonSerializer.Serialize(view.Filter, Form) });

    public static async Task<bool> DeleteAsync(UnitOfWork unit, Actor actor, Id<SavedView> id) =>
        await unit.ExecuteAsync(actor.May(Permissions.Administer) ? DeleteAny : DeleteOwn, new { workspace = actor.Workspace, id, me = actor.Subject }) > 0;
}

internal sealed record ViewRow
{
    public required Id<SavedView> Id { get; init; }

    public Guid? UserId { get; init; }

    public required string Name { get; init; }

    public required string Filter { get; init; }
}
