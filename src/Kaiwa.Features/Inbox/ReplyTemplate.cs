using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Templates;

namespace Kaiwa.Features.Inbox;

/// <summary>An agent sends a template, which WhatsApp allows at any time.</summary>
internal sealed class ReplyTemplate(ITemplates templates, SendToCustomer send, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromHours(24);

    public Task<Result<Id<Message>>> Handle(Actor actor, Id<Conversation> id, Id<Template> templateId, IReadOnlyDictionary<string, string> values, Guid? clientId, CancellationToken ct) =>
        send.BeginAsync(actor, id, clientId, withinWindow: false, (conversation, number) => SendAsync(actor, conversation, number, templateId, values, clientId, ct), ct);

    private async Task<Result<Id<Message>>> SendAsync(
        Actor actor, ConversationRecord conversation, Number number, Id<Template> templateId, IReadOnlyDictionary<string, string> values, Guid? clientId, CancellationToken ct)
    {
        if (await templates.FindAsync(actor, templateId, ct) is not { } template)
        {
            return InboxProblems.TemplateUnknown;
        }

        if (template.WabaId != number.Waba.Id)
        {
            return InboxProblems.TemplateOfOtherAccount;
        }

        if (!template.IsApproved)
        {
            return InboxProblems.TemplateNotApproved(template.Status);
        }

        var content = templates.Fill(template, values);
        return content.Problem is { } problem ? problem : await send.Handle(actor, conversation, number, Draft(template, content.Value, clientId), ct);
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
