using System.Text;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.WhatsApp.Messages;
using Message = Kaiwa.Core.Messages.Message;

namespace Kaiwa.Features.Inbox;

/// <summary>An agent answers a customer in words.</summary>
internal sealed class Reply(ConversationStore conversations, SendToCustomer send)
{
    private const int LongestText = 4096;

    public async Task<Result<Id<Message>>> Handle(Actor actor, Id<Conversation> id, string text, Guid? clientId, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return InboxProblems.TextEmpty;
        }

        if (text.Length > LongestText)
        {
            return InboxProblems.TextTooLong;
        }

        if (await conversations.FindAsync(actor.Workspace, id, ct) is not { } conversation)
        {
            return InboxProblems.ConversationUnknown;
        }

        // A repeated call finds its message even when the 24 hours have ended in between.
        var earlier = await send.FindEarlierAsync(actor, conversation, clientId, ct);
        if (earlier.Problem is { } taken)
        {
            return taken;
        }

        if (earlier.Value is { } message)
        {
            return message;
        }

        var number = send.NumberOf(conversation);
        if ((number.Problem ?? send.WindowProblem(conversation)) is { } problem)
        {
            return problem;
        }

        return await send.Handle(actor, conversation, number.Value, Draft(text, conversation.WindowClosesAt!.Value, clientId), ct);
    }

    private static SendToCustomer.Draft Draft(string text, DateTimeOffset windowClosesAt, Guid? clientId) => new()
    {
        Kind = "text",
        Content = Encoding.UTF8.GetString(OutgoingMessageJson.WriteContent(new OutgoingMessage.Text(text, PreviewUrl: true))),
        Category = Category.Service,
        ExpiresAt = windowClosesAt,
        AuditAction = "conversation.replied",
        ClientId = clientId,
    };
}
