using Kaiwa.Core.Effects;
using Kaiwa.Core.Live;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.WhatsApp.Cloud;
using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.Core.Media;

/// <summary>Fetches an arrived file from Meta, once: Meta deletes it after a week, sometimes earlier.</summary>
internal sealed class FetchMedia(Database database, NumberDirectory numbers, CloudApiClient client, MediaStore store, ILiveFeed feed, TimeProvider time) : IDoEffect
{
    private const string Select = "SELECT m.number_id, m.meta_id, m.sha256, g.contact_id FROM media m JOIN message g ON g.id = m.message_id WHERE m.workspace_id = @workspace AND m.message_id = @message";
    private const string Update = "UPDATE media SET sha256 = @hash, size = @size, fetched_at = @now, problem = NULL WHERE workspace_id = @workspace AND message_id = @message";
    private const string UpdateProblem = "UPDATE media SET problem = @problem WHERE workspace_id = @workspace AND message_id = @message";

    public string Kind => MediaQueue.EffectKind;

    public async Task DoAsync(Effect effect, CancellationToken ct)
    {
        var args = new { workspace = effect.WorkspaceId, message = Id<Message>.Parse(effect.Payload) };
        if (await database.FirstAsync<Row>(Select, args, ct) is not { Sha256: null } row || numbers.Find(row.NumberId) is not { } number)
        {
            return;
        }

        var access = new CloudApiAccess(number.BaseAddress, number.Token);
        var info = await client.GetMediaAsync(access, row.MetaId, ct);
        if (info.Error is { } unknown)
        {
            throw await FailedAsync(args.workspace, args.message, unknown, "address");
        }

        var download = await client.DownloadMediaAsync(access, info.Value!.Url, ct);
        if (download.Error is { } broken)
        {
            throw await FailedAsync(args.workspace, args.message, broken, "bytes");
        }

        using var file = download.Value!;
        var (hash, size) = await store.SaveAsync(effect.WorkspaceId, file.Content, ct);
        await database.InTransactionAsync(unit => unit.ExecuteAsync(Update, new { args.workspace, args.message, hash, size, now = time.GetUtcNow() }), WritePriority.Bulk, ct);
        feed.Publish(new Change(effect.WorkspaceId, "thread", row.ContactId));
    }

    private async Task<HttpRequestException> FailedAsync(Id<Workspace> workspace, Id<Message> message, GraphError error, string what)
    {
        var problem = Dispatch.DispatchProblems.Meta(error.Code, error.Details ?? error.Message).Store();
        await database.InTransactionAsync(unit => unit.ExecuteAsync(UpdateProblem, new { workspace, message, problem }), WritePriority.Bulk);
        return new HttpRequestException($"Meta did not give the media's {what} (code {error.Code}).");
    }

    private sealed record Row
    {
        public required Id<Number> NumberId { get; init; }

        public required string MetaId { get; init; }

        public string? Sha256 { get; init; }

        public required Guid ContactId { get; init; }
    }
}
