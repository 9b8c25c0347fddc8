using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Templates;

namespace Kaiwa.Features.Inbox;

/// <summary>An agent sends a template, which WhatsApp allows at any time.</summary>
internal sealed class ReplyTemplate(ConversationStore conversations, ITemplates templates, SendToCustomer send, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    public async Task<Result<Id<Message>>> Handle(Actor actor, Id<Conversation> id, Id<Template> templateId, IReadOnlyDictionary<string, string> values, Guid? clientId, CancellationToken ct)
    {
        if (await conversations.FindAsync(actor.Workspace, id, ct) is not { } conversation)
        {
            return InboxProblems.ConversationUnknown;
        }

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
        if (number.Problem is { } gone)
        {
            return gone;
        }

        if (await templates.FindAsync(actor, templateId, ct) is not { } template)
        {
            return InboxProblems.TemplateUnknown;
        }

        if (template.WabaId != number.Value.Waba.Id)
        {
            return InboxProblems.TemplateOfOtherAccount;
        }

        if (!template.IsApproved)
        {
            return InboxProblems.TemplateNotApproved(template.Status);
        }

        var content = templates.Fill(template, values);
        return content.Problem is { } problem ? problem : await send.Handle(actor, conversation, number.Value, Draft(template, content.Value, clientId), ct);
    }

    private SendToCustomer.Draft Draft(Template template, string content, Guid? clientId) => new()
    {
        Kind = "template",
        Content = content,
        Category = template.Category,
        Template = template.Id,
        ExpiresAt = time.GetUtcNow() + Patience,
        AuditAction = "conversation.template-sent",
        ClientId = clientId,
    };
}
