using System.Text;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.WhatsApp.Messages;
using Message = Kaiwa.Core.Messages.Message;

namespace Kaiwa.Features.Inbox;

/// <summary>An agent answers a customer in words.</summary>
internal sealed class Reply(SendToCustomer send)
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

        return await send.BeginAsync(
            actor, id, clientId, withinWindow: true, (conversation, number) => send.Handle(actor, conversation, number, Draft(text, conversation.WindowClosesAt!.Value, clientId), ct), ct);
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
