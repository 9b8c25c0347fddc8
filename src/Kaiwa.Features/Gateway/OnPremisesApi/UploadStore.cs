using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Which file a media id is, and the two names of a message.</summary>
internal sealed class UploadStore(Database database)
{
    private const string Insert = """
        INSERT INTO onprem_media (id, workspace_id, number_id, meta_id, sha256, mime, uploaded_at, created_at) VALUES (@id, @workspace, @number, @metaId, @sha256, @mime, @now, @now)
        """;

    private const string UpdateMetaId = "UPDATE onprem_media SET meta_id = @metaId, uploaded_at = @now WHERE workspace_id = @workspace AND id = @id";
    private const string Delete = "DELETE FROM onprem_media WHERE workspace_id = @workspace AND number_id = @number AND id = @id";

    private const string SelectUpload = "SELECT meta_id, sha256, mime, uploaded_at FROM onprem_media WHERE workspace_id = @workspace AND number_id = @number AND id = @id";
    private const string SelectIncoming = "SELECT meta_id, sha256, mime FROM media WHERE workspace_id = @workspace AND number_id = @number AND message_id = @id";

    private const string SelectWamid = "SELECT wamid FROM message WHERE workspace_id = @workspace AND number_id = @number AND id = @message AND direction = @direction";
    private const string SelectAnyWamid = "SELECT wamid FROM message WHERE workspace_id = @workspace AND number_id = @number AND id = @message";

    public Task AddAsync(Number number, Guid id, string metaId, string sha256, string mime, DateTimeOffset now, CancellationToken ct) => database.InTransactionAsync(
        unit => unit.ExecuteAsync(Insert, new { id, workspace = number.Workspace.Id, number = number.Id, metaId, sha256, mime, now }), WritePriority.Live, ct);

    public Task RenewAsync(Number number, Guid id, string metaId, DateTimeOffset now, CancellationToken ct) => database.InTransactionAsync(
        unit => unit.ExecuteAsync(UpdateMetaId, new { id, workspace = number.Workspace.Id, metaId, now }), WritePriority.Live, ct);

    public Task DeleteAsync(Number number, Guid id, CancellationToken ct) => database.InTransactionAsync(
        unit => unit.ExecuteAsync(Delete, new { id, workspace = number.Workspace.Id, number = number.Id }), WritePriority.Live, ct);

    /// <summary>The file of that id: uploaded by a program, or sent by a customer. Null when this number has none.</summary>
    public async Task<StoredFile?> FindAsync(Number number, Guid id, CancellationToken ct)
    {
        var args = new { id, workspace = number.Workspace.Id, number = number.Id };
        return await database.FirstAsync<StoredFile>(SelectUpload, args, ct) ?? await database.FirstAsync<StoredFile>(SelectIncoming, args, ct);
    }

    public Task<string?> WamidAsync(Number number, Id<Message> message, CancellationToken ct) =>
        database.FirstAsync<string>(SelectAnyWamid, new { workspace = number.Workspace.Id, number = number.Id, message }, ct);

    public Task<string?> IncomingWamidAsync(Number number, Id<Message> message, CancellationToken ct) =>
        database.FirstAsync<string>(SelectWamid, new { workspace = number.Workspace.Id, number = number.Id, message, direction = (int)Direction.Incoming }, ct);
}

internal sealed record StoredFile
{
    public required string MetaId { get; init; }

    public string? Sha256 { get; init; }

    public required string Mime { get; init; }

    /// <summary>When a program uploaded it; null for a customer's.</summary>
    public DateTimeOffset? UploadedAt { get; init; }
}
