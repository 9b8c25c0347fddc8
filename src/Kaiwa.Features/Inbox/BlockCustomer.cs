using Kaiwa.Core.Live;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.WhatsApp.Cloud;

namespace Kaiwa.Features.Inbox;

/// <summary>Blocks a customer on the conversation's number, at WhatsApp first, or lets them write again. Doing it twice is doing it once.</summary>
internal sealed class BlockCustomer(Database database, ConversationStore conversations, NumberDirectory numbers, CloudApiClient cloud, EventStore events, AuditLog audit, ILiveFeed feed, TimeProvider time)
{
    private const int TooLongAgo = 131047;
    private const int ListFull = 139101;

    /// <summary>False when it was so already.</summary>
    public async Task<Result<bool>> Handle(Actor actor, Id<Conversation> id, bool block, CancellationToken ct)
    {
        if (await conversations.FindAsync(actor.Workspace, id, ct) is not { } conversation)
        {
            return InboxProblems.ConversationUnknown;
        }

        if (numbers.Find(conversation.NumberId) is not { } number)
        {
            return InboxProblems.NumberGone;
        }

        if (await conversations.RecipientAsync(number, conversation.ContactId, ct) is not { } customer)
        {
            return InboxProblems.NoAddress;
        }

        var access = new CloudApiAccess(number.BaseAddress, number.Token);
        var error = block ? await cloud.BlockAsync(access, number.MetaId, customer, ct) : await cloud.UnblockAsync(access, number.MetaId, customer, ct);
        return error switch
        {
            null => await database.InTransactionAsync(unit => WriteAsync(unit, actor, id, block), ct: ct),
            { Code: TooLongAgo } => InboxProblems.BlockTooLate,
            { Code: ListFull } => InboxProblems.BlockListFull,
            _ => InboxProblems.BlockRefused(error.UserMessage ?? error.Details ?? error.Message),
        };
    }

    private async Task<bool> WriteAsync(UnitOfWork unit, Actor actor, Id<Conversation> id, bool block)
    {
        var now = time.GetUtcNow();
        if (!await conversations.BlockAsync(unit, actor.Workspace, id, block ? now : null))
        {
            return false;
        }

        var (kind, deed) = block ? (ConversationEventKind.Blocked, "conversation.blocked") : (ConversationEventKind.Unblocked, "conversation.unblocked");
        await events.AddAsync(unit, [new NewEvent(actor.Workspace, id, now, kind, actor.Name, actor.Kind == ActorKind.User ? actor.Subject : null)]);
        await audit.WriteAsync(unit, actor, deed, id.ToString());
        unit.AfterCommit(() => feed.Publish(new Change(actor.Workspace, "inbox", id.Value)));
        return true;
    }
}
