using System.Text.Json;
using Kaiwa.Core.Effects;
using Kaiwa.Core.Live;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.WhatsApp.Cloud;
using Kaiwa.WhatsApp.Errors;
using Kaiwa.WhatsApp.Messages;

namespace Kaiwa.Features.Inbox;

/// <summary>An agent has read a conversation: nothing is unread, and the customer sees blue ticks.</summary>
internal sealed class MarkRead(Database database, ConversationStore conversations, ThreadStore thread, EffectQueue effects, ILiveFeed feed)
{
    public async Task<Result<bool>> Handle(Actor actor, Id<Conversation> id, CancellationToken ct)
    {
        if (await conversations.FindAsync(actor.Workspace, id, ct) is not { } conversation)
        {
            return InboxProblems.ConversationUnknown;
        }

        return conversation.Unread > 0 && await database.InTransactionAsync(unit => Write(unit, actor.Workspace, conversation), ct: ct);
    }

    private async Task<bool> Write(UnitOfWork unit, Id<Workspace> workspace, ConversationRecord conversation)
    {
        if (!await conversations.ReadAsync(unit, workspace, conversation.Id))
        {
            return false;
        }

        // Reading the newest marks all before it.
        if (await thread.NewestIncomingAsync(unit, workspace, conversation) is { } wamid)
        {
            var payload = JsonSerializer.Serialize(new ShowTicks.Payload(conversation.NumberId.ToString(), wamid));
            await effects.AddAsync(unit, [new NewEffect(workspace, ShowTicks.EffectKind, $"{conversation.NumberId}:{wamid}", payload)]);
        }

        unit.AfterCommit(() => feed.Publish(new Change(workspace, "inbox", conversation.Id.Value)));
        return true;
    }
}

/// <summary>Tells WhatsApp that a message was read.</summary>
internal sealed class ShowTicks(NumberDirectory numbers, CloudApiClient cloud) : IDoEffect
{
    public const string EffectKind = "whatsapp.read";

    public sealed record Payload(string Number, string Wamid);

    public string Kind => EffectKind;

    public async Task DoAsync(Effect effect, CancellationToken ct)
    {
        var payload = JsonSerializer.Deserialize<Payload>(effect.Payload);
        if (payload is null || numbers.Find(Id<Number>.Parse(payload.Number)) is not { } number || number.Workspace.Id != effect.WorkspaceId)
        {
            return;
        }

        var error = await cloud.MarkAsReadAsync(new CloudApiAccess(number.BaseAddress, number.Token), number.MetaId, new MarkAsRead(payload.Wamid, Typing: false), ct);
        if (error is not null && ErrorCatalogue.Judge(error.Code, error.HttpStatus).Kind != VerdictKind.GiveUp)
        {
            throw new HttpRequestException($"WhatsApp did not take the read mark (code {error.Code}).");
        }
    }
}
