using Kaiwa.Core.Effects;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.WhatsApp.Messages;
using Message = Kaiwa.Core.Messages.Message;

namespace Kaiwa.Core.Media;

/// <summary>Notes arriving media and has each fetched once, in the transaction of its message.</summary>
public sealed class MediaQueue(EffectQueue effects)
{
    public const string EffectKind = "media.fetch";

    private const string Insert = """
        INSERT INTO media (message_id, workspace_id, number_id, meta_id, mime, file_name)
        SELECT v.message_id, v.workspace_id, v.number_id, v.meta_id, v.mime, v.file_name FROM {rows} WHERE TRUE ON CONFLICT (message_id) DO NOTHING
        """;

    private const string SelectMissing = "SELECT 1 FROM media WHERE workspace_id = @workspace AND message_id = @message AND sha256 IS NULL";

    internal sealed record Arrival(Number Number, Id<Message> Message, IncomingMessage.Media Media);

    /// <summary>Has a file that could not be fetched fetched anew, at once. False when there is none that is missing.</summary>
    public async Task<bool> AgainAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Message> message)
    {
        if (await unit.FirstAsync<int?>(SelectMissing, new { workspace, message }) is null)
        {
            return false;
        }

        await effects.AgainAsync(unit, new NewEffect(workspace, EffectKind, message.ToString(), message.ToString()));
        return true;
    }

    internal async Task AddAsync(UnitOfWork unit, IReadOnlyList<Arrival> arrivals)
    {
        if (arrivals.Count == 0)
        {
            return;
        }

        await unit.BulkAsync(
            Insert,
            new Bulk<Arrival>(arrivals).Id("message_id", a => a.Message).Id("workspace_id", a => a.Number.Workspace.Id).Id("number_id", a => a.Number.Id)
                .Text("meta_id", a => a.Media.MediaId).Text("mime", a => a.Media.MimeType ?? "application/octet-stream").Text("file_name", a => a.Media.Filename));
        await effects.AddAsync(unit, arrivals.Select(a => new NewEffect(a.Number.Workspace.Id, EffectKind, a.Message.ToString(), a.Message.ToString())).ToList());
    }
}
