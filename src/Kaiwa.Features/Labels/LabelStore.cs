using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Labels;

internal sealed class LabelStore(Database database)
{
    private const string SelectAll = "SELECT id, name, colour FROM label WHERE workspace_id = @workspace ORDER BY name, id";
    private const string SelectNamed = "SELECT id FROM label WHERE workspace_id = @workspace AND name = @name";
    private const string Insert = "INSERT INTO label (id, workspace_id, name, colour) VALUES (@id, @workspace, @name, @colour)";
    private const string Update = "UPDATE label SET name = @name, colour = @colour WHERE workspace_id = @workspace AND id = @id";
    private const string Delete = "DELETE FROM label WHERE workspace_id = @workspace AND id = @id";
    private const string TakeOff = "DELETE FROM conversation_label WHERE workspace_id = @workspace AND label_id = @id";
    private const string SelectReasons = "SELECT id, name FROM closing_reason WHERE workspace_id = @workspace ORDER BY name, id";
    private const string InsertReason = "INSERT INTO closing_reason (id, workspace_id, name) VALUES (@id, @workspace, @name) ON CONFLICT (workspace_id, name) DO NOTHING";
    private const string DeleteReason = "DELETE FROM closing_reason WHERE workspace_id = @workspace AND id = @id";

    public async Task<IReadOnlyList<Label>> AllAsync(Id<Workspace> workspace, CancellationToken ct) =>
        (await database.QueryAsync<LabelRow>(SelectAll, new { workspace }, ct)).Select(row => new Label(row.Id, row.Name, (LabelColour)row.Colour)).ToList();

    public async Task<bool> IsTakenAsync(UnitOfWork unit, Id<Workspace> workspace, string name, Id<Label> except) =>
        await unit.FirstAsync<Id<Label>?>(SelectNamed, new { workspace, name }) is { } other && other != except;

    public Task InsertAsync(UnitOfWork unit, Id<Workspace> workspace, Label label) =>
        unit.ExecuteAsync(Insert, new { id = label.Id, workspace, name = label.Name, colour = (int)label.Colour });

    public async Task<bool> UpdateAsync(UnitOfWork unit, Id<Workspace> workspace, Label label) =>
        await unit.ExecuteAsync(Update, new { id = label.Id, workspace, name = label.Name, colour = (int)label.Colour }) > 0;

    public async Task<bool> DeleteAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Label> id)
    {
        await unit.ExecuteAsync(TakeOff, new { workspace, id });
        return await unit.ExecuteAsync(Delete, new { workspace, id }) > 0;
    }

    public async Task<IReadOnlyList<ClosingReason>> ReasonsAsync(Id<Workspace> workspace, CancellationToken ct) =>
        (await database.QueryAsync<ReasonRow>(SelectReasons, new { workspace }, ct)).Select(row => new ClosingReason(row.Id, row.Name)).ToList();

    /// <summary>False when there is one of this name already.</summary>
    public async Task<bool> InsertReasonAsync(UnitOfWork unit, Id<Workspace> workspace, ClosingReason reason) =>
        await unit.ExecuteAsync(InsertReason, new { id = reason.Id, workspace, name = reason.Name }) > 0;

    public async Task<bool> DeleteReasonAsync(UnitOfWork unit, Id<Workspace> workspace, Id<ClosingReason> id) =>
        await unit.ExecuteAsync(DeleteReason, new { workspace, id }) > 0;
}

internal sealed record LabelRow
{
    public required Id<Label> Id { get; init; }

    public required string Name { get; init; }

    public required int Colour { get; init; }
}

internal sealed record ReasonRow
{
    public required Id<ClosingReason> Id { get; init; }

    public required string Name { get; init; }
}
