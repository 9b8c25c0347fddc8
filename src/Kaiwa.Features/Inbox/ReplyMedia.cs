using System.Text;
using Kaiwa.Core.Media;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.WhatsApp.Messages;
using Message = Kaiwa.Core.Messages.Message;

namespace Kaiwa.Features.Inbox;

/// <summary>A file to send.</summary>
/// <param name="Content">Its bytes; read once.</param>
/// <param name="Mime">What the browser or program says it is.</param>
/// <param name="FileName">As a person named it.</param>
public sealed record FileToSend(Stream Content, string Mime, string? FileName)
{
    public string? Caption { get; init; }

    /// <summary>A recording: whatever its format, it becomes a voice note.</summary>
    public bool IsVoice { get; init; }
}

/// <summary>
/// An agent sends a file. It is kept here, then handed to Meta, then the message is enqueued with Meta's id: nothing in the transaction waits for anybody,
/// and who is cut off before it has sent nothing and may call again with the same client id.
/// </summary>
internal sealed class ReplyMedia(SendToCustomer send, MediaStore store, SentMedia sent, VoiceEncoder voices)
{
    private const int LongestCaption = 1024;

    public async Task<Result<Id<Message>>> Handle(Actor actor, Id<Conversation> id, FileToSend file, Guid? clientId, CancellationToken ct)
    {
        if (file.Caption?.Length > LongestCaption)
        {
            return InboxProblems.CaptionTooLong;
        }

        var judged = file.IsVoice ? new SendableFile("audio", "audio/ogg", 16 << 20) : SendableFile.Judge(file.Mime, file.FileName, 0);
        if (judged.Problem is { } unfit)
        {
            return unfit;
        }

        return await send.BeginAsync(
            actor,
            id,
            clientId,
            withinWindow: true,
            async (conversation, number) =>
            {
                var kept = await KeepAsync(actor, file, judged.Value, ct);
                return kept.Problem is { } unkept ? unkept : await SendAsync(actor, conversation, number, kept.Value, judged.Value, file, clientId, ct);
            },
            ct);
    }

    private async Task<Result<KeptFile>> KeepAsync(Actor actor, FileToSend file, SendableFile kind, CancellationToken ct)
    {
        if (file.IsVoice)
        {
            return await voices.KeepAsync(actor.Workspace, file.Content, ct);
        }

        var kept = await store.SaveAsync(actor.Workspace, file.Content, kind.Largest, ct);
        return kept switch
        {
            null => kind.TooLarge(),
            { Size: 0 } => InboxProblems.FileEmpty,
            { } bytes => new KeptFile(bytes.Sha256, bytes.Size, kind.Mime, Name(file.FileName)),
        };
    }

    private async Task<Result<Id<Message>>> SendAsync(
        Actor actor, ConversationRecord conversation, Number number, KeptFile kept, SendableFile kind, FileToSend file, Guid? clientId, CancellationToken ct)
    {
        var uploaded = await sent.UploadAsync(number, kept, ct);
        if (uploaded.Problem is { } refused)
        {
            return refused;
        }

        return await send.Handle(
            actor,
            conversation,
            number,
            new SendToCustomer.Draft
            {
                Kind = kind.Kind,
                Content = Encoding.UTF8.GetString(OutgoingMessageJson.WriteContent(Write(kind, uploaded.Value, file, kept.FileName))),
                Category = Category.Service,
                ExpiresAt = conversation.WindowClosesAt!.Value,
                AuditAction = "conversation.file-sent",
                ClientId = clientId,
                File = (uploaded.Value, kept),
            },
            ct);
    }

    private static OutgoingMessage Write(SendableFile kind, string metaId, FileToSend file, string? name)
    {
        var source = new MediaSource.ById(metaId);
        var caption = string.IsNullOrWhiteSpace(file.Caption) ? null : file.Caption;
        return kind.Kind switch
        {
            "image" => new OutgoingMessage.Image(source, caption),
            "video" => new OutgoingMessage.Video(source, caption),
            "audio" => new OutgoingMessage.Audio(source, file.IsVoice),
            "sticker" => new OutgoingMessage.Sticker(source),
            _ => new OutgoingMessage.Document(source, caption, name),
        };
    }

    // A browser gives a name without its folders; a program may not.
    private static string? Name(string? given) => Path.GetFileName(given?.Replace('\\', '/'))?.Trim() is { Length: > 0 } name ? name[..Math.Min(name.Length, 240)] : null;
}
