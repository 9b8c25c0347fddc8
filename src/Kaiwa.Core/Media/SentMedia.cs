using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.WhatsApp.Cloud;

namespace Kaiwa.Core.Media;

/// <summary>A file that is kept here.</summary>
public sealed record KeptFile(string Sha256, long Size, string Mime, string? FileName);

/// <summary>Files on their way to customers: kept here, handed to Meta before their message is enqueued, noted in the transaction of the message.</summary>
public sealed class SentMedia(MediaStore store, CloudApiClient client, TimeProvider time)
{
    private const string Insert = """
        INSERT INTO media (message_id, workspace_id, number_id, meta_id, mime, file_name, sha256, size, fetched_at)
        VALUES (@message, @workspace, @number, @metaId, @mime, @fileName, @sha256, @size, @now) ON CONFLICT (message_id) DO NOTHING
        """;

    /// <summary>Hands a kept file to Meta: its media id, good for 30 days. What never becomes a message is forgotten there by itself.</summary>
    public async Task<Result<string>> UploadAsync(Number number, KeptFile file, CancellationToken ct)
    {
        if (store.Open(number.Workspace.Id, file.Sha256) is not { } content)
        {
            return MediaProblems.NotKept;
        }

        await using (content)
        {
            // Ogg without its codec is refused.
            var mime = file.Mime == "audio/ogg" ? "audio/ogg; codecs=opus" : file.Mime;
            var answer = await client.UploadMediaAsync(new CloudApiAccess(number.BaseAddress, number.Token), number.MetaId, content, mime, file.FileName ?? "file", ct);
            return answer.Value is { } id ? id : MediaProblems.NotTaken(answer.Error?.Details ?? answer.Error?.Message ?? "");
        }
    }

    public Task NoteAsync(UnitOfWork unit, Number number, Id<Message> message, string metaId, KeptFile file) => unit.ExecuteAsync(
        Insert,
        new { message, workspace = number.Workspace.Id, number = number.Id, metaId, mime = file.Mime, fileName = file.FileName, sha256 = file.Sha256, size = file.Size, now = time.GetUtcNow() });
}
