using Kaiwa.Core.Contacts;
using Kaiwa.Core.Dispatch;
using Kaiwa.Core.Live;
using Kaiwa.Core.Media;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Outbox;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox;

/// <summary>What all replies share: the address, and one transaction with message, job, audit row and the conversation's new last line.</summary>
internal sealed partial class SendToCustomer(
    Database database, NumberDirectory numbers, ConversationStore conversations, ThreadStore thread, Outbox outbox, RefreshConversations refresh, SentMedia files, AuditLog audit, ILiveFeed feed, TimeProvider time,
    ILogger<SendToCustomer> logger)
{
    /// <summary>What is to be sent.</summary>
    public sealed record Draft
    {
        public required string Kind { get; init; }

        public required string Content { get; init; }

        public required Category Category { get; init; }

        public required DateTimeOffset ExpiresAt { get; init; }

        public required string AuditAction { get; init; }

        public Id<Template>? Template { get; init; }

        public string? ContextWamid { get; init; }

        public Guid? ClientId { get; init; }

        /// <summary>The file that it carries: Meta's id, and what is kept here.</summary>
        public (string MetaId, KeptFile Kept)? File { get; init; }

        /// <summary>The message that this one repeats.</summary>
        public Id<Message>? Repeats { get; init; }
    }

    /// <summary>The number to send from; else why nothing can be sent.</summary>
    public Result<Number> NumberOf(ConversationRecord conversation) =>
        conversation.BlockedAt is not null ? InboxProblems.CustomerBlocked : numbers.Find(conversation.NumberId) is { } number ? number : InboxProblems.NumberGone;

    /// <summary>Null while the 24 hours run.</summary>
    public Problem? WindowProblem(ConversationRecord conversation) =>
        conversation.WindowClosesAt is { } closes && closes > time.GetUtcNow() ? null : DispatchProblems.WindowClosed(conversation.WindowClosesAt);

    /// <summary>The message that an earlier call with this client id made; null when there is none, a problem when the id belongs to something else.</summary>
    private async Task<Result<Id<Message>?>> FindEarlierAsync(Actor actor, ConversationRecord conversation, Guid? clientId, CancellationToken ct)
    {
        if (clientId is not { } id || await thread.FindAsync(actor.Workspace, new Id<Message>(id), ct) is not { } earlier)
        {
            return (Id<Message>?)null;
        }

        return earlier.ContactId == conversation.ContactId && earlier.NumberId == conversation.NumberId ? earlier.Id : InboxProblems.ClientIdTaken;
    }

    /// <summary>How every reply begins: a repeated call finds its message, even when the 24 hours have ended in between; else the number must be there, and the window open where that counts.</summary>
    public async Task<Result<Id<Message>>> BeginAsync(
        Actor actor, Id<Conversation> id, Guid? clientId, bool withinWindow, Func<ConversationRecord, Number, Task<Result<Id<Message>>>> send, CancellationToken ct)
    {
        if (await conversations.FindAsync(actor.Workspace, id, ct) is not { } conversation)
        {
            return InboxProblems.ConversationUnknown;
        }

        var earlier = await FindEarlierAsync(actor, conversation, clientId, ct);
        if (earlier.Problem is { } taken)
        {
            return taken;
        }

        if (earlier.Value is { } message)
        {
            return message;
        }

        var number = NumberOf(conversation);
        return (number.Problem ?? (withinWindow ? WindowProblem(conversation) : null)) is { } problem ? problem : await send(conversation, number.Value);
    }

    public async Task<Result<Id<Message>>> Handle(Actor actor, ConversationRecord conversation, Number number, Draft draft, CancellationToken ct)
    {
        if (await conversations.AddressAsync(number, conversation.ContactId, ct) is not { } identity)
        {
            return InboxProblems.NoAddress;
        }

        var id = draft.ClientId is { } client ? new Id<Message>(client) : Id<Message>.New(time);
        var job = new OutgoingJob
        {
            Id = id,
            Number = number,
            Contact = conversation.ContactId,
            Identity = identity,
            Kind = draft.Kind,
            Category = draft.Category,
            Content = draft.Content,
            Origin = actor.Kind == ActorKind.Key ? Origin.Key : Origin.Person,
            OriginId = actor.Subject == Guid.Empty ? null : actor.Subject,
            CauseId = draft.Repeats?.Value,
            Template = draft.Template,
            ContextWamid = draft.ContextWamid,
            ExpiresAt = draft.ExpiresAt,
        };
        var result = await database.InTransactionAsync(unit => Write(unit, actor, job, draft), ct: ct);
        if (result.IsOk)
        {
            LogQueued(id, conversation.Id);
        }

        return result;
    }

    private async Task<Result<Id<Message>>> Write(UnitOfWork unit, Actor actor, OutgoingJob job, Draft draft)
    {
        var pair = new Pair(actor.Workspace, job.Number.Id, job.Contact);

        // First, because it locks the conversation: two clicks on "resend" wait for each other.
        await refresh.HandleAsync(unit, [(pair, false)]);
        if (draft.Repeats is { } repeats && await thread.WasResentAsync(unit, actor.Workspace, job.Contact, repeats))
        {
            return InboxProblems.AlreadyResent;
        }

        await outbox.AddAsync(unit, [job]);
        if (await thread.FindAsync(unit, actor.Workspace, job.Id) is not { } written || written.ContactId != job.Contact)
        {
            return InboxProblems.ClientIdTaken;
        }

        if (draft.File is { } file)
        {
            await files.NoteAsync(unit, job.Number, job.Id, file.MetaId, file.Kept);
        }

        await audit.WriteAsync(unit, actor, draft.AuditAction, job.Id.ToString());
        await refresh.HandleAsync(unit, [(pair, false)]);
        unit.AfterCommit(() => feed.Publish(new Change(actor.Workspace, "thread", job.Contact.Value)));
        return job.Id;
    }

    [LoggerMessage(LogLevel.Information, "Queued message {Message} in conversation {Conversation}")]
    private partial void LogQueued(Id<Message> message, Id<Conversation> conversation);
}
