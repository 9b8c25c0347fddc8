using System.Text.Json.Nodes;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Marks ids of sticker packs.</summary>
internal sealed class StickerPack
{
    private StickerPack()
    {
    }
}

/// <summary>Sticker packs, each with its stickers as one JSON document.</summary>
internal sealed class StickerPackStore(Database database)
{
    private const string SelectAll = "SELECT id, document FROM onprem_stickerpack WHERE workspace_id = @workspace AND number_id = @number ORDER BY id";
    private const string SelectOne = "SELECT id, document FROM onprem_stickerpack WHERE workspace_id = @workspace AND number_id = @number AND id = @id";
    private const string Insert = "INSERT INTO onprem_stickerpack (id, workspace_id, number_id, document) VALUES (@id, @workspace, @number, @document)";
    private const string Update = "UPDATE onprem_stickerpack SET document = @document WHERE workspace_id = @workspace AND number_id = @number AND id = @id";
    private const string Delete = "DELETE FROM onprem_stickerpack WHERE workspace_id = @workspace AND number_id = @number AND id = @id";

    public async Task<IReadOnlyList<(Id<StickerPack> Id, JsonObject Document)>> AllAsync(Number number, CancellationToken ct) =>
        (await database.QueryAsync<Row>(SelectAll, new { workspace = number.Workspace.Id, number = number.Id }, ct)).Select(row => (row.Id, Parse(row))).ToList();

    public async Task<JsonObject?> FindAsync(Number number, Id<StickerPack> id, CancellationToken ct) =>
        await database.FirstAsync<Row>(SelectOne, Key(number, id), ct) is { } row ? Parse(row) : null;

    public Task AddAsync(Number number, Id<StickerPack> id, JsonObject document, CancellationToken ct) => database.InTransactionAsync(
        unit => unit.ExecuteAsync(Insert, new { id, workspace = number.Workspace.Id, number = number.Id, document = document.ToJsonString() }), ct: ct);

    /// <summary>Reads, changes, writes. False when there is no such pack, or when the change said no.</summary>
    public Task<bool> ChangeAsync(Number number, Id<StickerPack> id, Func<JsonObject, bool> change, CancellationToken ct) => database.InTransactionAsync(
        async unit =>
        {
            if (await unit.FirstAsync<Row>(SelectOne, Key(number, id)) is not { } row || Parse(row) is not { } document || !change(document))
            {
                return false;
            }

            await unit.ExecuteAsync(Update, new { id, workspace = number.Workspace.Id, number = number.Id, document = document.ToJsonString() });
            return true;
        },
        ct: ct);

    public async Task<bool> DeleteAsync(Number number, Id<StickerPack> id, CancellationToken ct) =>
        await database.InTransactionAsync(unit => unit.ExecuteAsync(Delete, Key(number, id)), ct: ct) == 1;

    private static object Key(Number number, Id<StickerPack> id) => new { workspace = number.Workspace.Id, number = number.Id, id };

    private static JsonObject Parse(Row row) => (JsonObject)JsonNode.Parse(row.Document)!;

    private sealed record Row
    {
        public required Id<StickerPack> Id { get; init; }

        public required string Document { get; init; }
    }
}
