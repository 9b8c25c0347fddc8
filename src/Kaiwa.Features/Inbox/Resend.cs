using System.Text.Json.Nodes;
using Kaiwa.Core.Media;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox;

/// <summary>Sends again, as a new message, what did not reach the customer. Once: a second click finds the first one's message.</summary>
internal sealed class Resend(ConversationStore conversations, ThreadStore thread, FindConversation find, SendToCustomer send, SentMedia files, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    public async Task<Result<Id<Message>>> Handle(Actor actor, Id<Message> id, CancellationToken ct)
    {
        if (await thread.FindAsync(actor.Workspace, id, ct) is not { } old)
        {
            return InboxProblems.MessageUnknown;
        }

        if (old.Direction != (int)Direction.Outgoing || (MessageState)old.State is not (MessageState.Failed or MessageState.Expired or MessageState.Cancelled))
        {
            return InboxProblems.NotToResend;
        }

        var conversationId = await find.Handle(new Pair(actor.Workspace, old.NumberId, old.ContactId), ct);
        if (await conversations.FindAsync(actor.Workspace, conversationId, ct) is not { } conversation)
        {
            return InboxProblems.ConversationUnknown;
        }

        var isTemplate = string.Equals(old.Kind, "template", StringComparison.Ordinal);
        var number = send.NumberOf(conversation);
        if ((number.Problem ?? (isTemplate ? null : send.WindowProblem(conversation))) is { } problem)
        {
            return problem;
        }

        var draft = Draft(old, isTemplate ? time.GetUtcNow() + Patience : conversation.WindowClosesAt!.Value);
        if (await thread.MediaAsync(actor.Workspace, id, ct) is { Sha256: { } hash } media)
        {
            var kept = new KeptFile(hash, media.Size ?? 0, media.Mime, media.FileName);
            var uploaded = await files.UploadAsync(number.Value, kept, ct);
            if (uploaded.Problem is { } refused)
            {
                return refused;
            }

            draft = draft with { Content = WithFile(old, uploaded.Value), File = (uploaded.Value, kept) };
        }

        return await send.Handle(actor, conversation, number.Value, draft, ct);
    }

    // Meta forgets an uploaded file after 30 days, so the new message has an upload of its own.
    private static string WithFile(SentRow old, string metaId)
    {
        var content = JsonNode.Parse(old.Content)!;
        var carrier = content[old.Kind]!;
        if (carrier["header"] is { } header)
        {
            carrier = header[header["type"]!.GetValue<string>()]!;
        }

        carrier["id"] = metaId;
        return content.ToJsonString();
    }

    private static SendToCustomer.Draft Draft(SentRow old, DateTimeOffset expiresAt) => new()
    {
        Kind = old.Kind,
        Content = old.Content,
        Category = (Category)old.Category,
        Template = old.TemplateId is { } template ? new Id<Template>(template) : null,
        ContextWamid = old.ContextWamid,
        ExpiresAt = expiresAt,
        AuditAction = "message.resent",
        Repeats = old.Id,
    };
}
