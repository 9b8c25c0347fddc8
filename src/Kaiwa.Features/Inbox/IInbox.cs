using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Inbox;

/// <summary>People answering people: conversations, their threads, replies. Live topics: <c>inbox</c> (subject: conversation), <c>thread</c> (subject: contact).</summary>
public interface IInbox
{
    /// <summary>Conversations, the one with the latest message first unless another order is asked for.</summary>
    Task<Page<ConversationRow>> ListAsync(Actor actor, ConversationFilter filter, CancellationToken ct = default);

    Task<Result<ConversationView>> OpenAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default);

    /// <summary>Messages in the order of WhatsApp's time, oldest first: the latest ones, or those of a place.</summary>
    Task<Result<IReadOnlyList<ThreadMessage>>> ThreadAsync(Actor actor, Id<Conversation> id, ThreadPlace? place = null, int limit = 50, CancellationToken ct = default);

    /// <summary>Sends text within the 24 hours. The client's id makes a repeated call return the first message.</summary>
    Task<Result<Id<Message>>> ReplyAsync(Actor actor, Id<Conversation> id, string text, Guid? clientId = null, CancellationToken ct = default);

    /// <summary>Sends a file within the 24 hours; returns when WhatsApp has the file and the message is in the queue. The same client id is the same message.</summary>
    Task<Result<Id<Message>>> ReplyMediaAsync(Actor actor, Id<Conversation> id, FileToSend file, Guid? clientId = null, CancellationToken ct = default);

    /// <summary>Sends buttons, a place or contacts within the 24 hours. The same client id is the same message.</summary>
    Task<Result<Id<Message>>> ReplyContentAsync(Actor actor, Id<Conversation> id, ReplyContent content, Guid? clientId = null, CancellationToken ct = default);

    /// <summary>Whether Meta charges for a reply sent now, under the rules of this moment.</summary>
    Task<Result<ReplyPrice>> PriceAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default);

    /// <summary>Whether recordings can become voice notes here.</summary>
    bool TakesVoice { get; }

    /// <summary>Fetches the file of a customer's message again, after it could not be had.</summary>
    Task<Result<bool>> FetchMediaAsync(Actor actor, Id<Message> message, CancellationToken ct = default);

    /// <summary>Sends an approved template, at any time. Keys of the variables: see <c>ITemplates.Variables</c>.</summary>
    Task<Result<Id<Message>>> ReplyTemplateAsync(Actor actor, Id<Conversation> id, Id<Template> template, IReadOnlyDictionary<string, string> variables, Guid? clientId = null, CancellationToken ct = default);

    /// <summary>Sends a failed, expired or cancelled message again, as a new one.</summary>
    Task<Result<Id<Message>>> ResendAsync(Actor actor, Id<Message> message, CancellationToken ct = default);

    /// <summary>Clears the unread count and shows the customer the blue ticks.</summary>
    Task<Result<bool>> MarkReadAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default);

    /// <summary>Changes one or many, all of them or none. Returns, of those that changed, what they were before.</summary>
    Task<Result<IReadOnlyList<TicketState>>> ChangeAsync(Actor actor, IReadOnlyCollection<Id<Conversation>> ids, TicketChange change, CancellationToken ct = default);

    /// <summary>Makes them what they were.</summary>
    Task<Result<bool>> RestoreAsync(Actor actor, IReadOnlyCollection<TicketState> states, CancellationToken ct = default);

    /// <summary>Blocks the customer on the conversation's number, or lets them write again. False when it was so already.</summary>
    Task<Result<bool>> BlockAsync(Actor actor, Id<Conversation> id, bool block, CancellationToken ct = default);

    /// <summary>What was done to a conversation from one moment up to another, oldest first.</summary>
    Task<Result<IReadOnlyList<ConversationEvent>>> EventsAsync(Actor actor, Id<Conversation> id, DateTimeOffset? from = null, DateTimeOffset? until = null, CancellationToken ct = default);

    /// <summary>Those who can be given a conversation, by name.</summary>
    Task<IReadOnlyList<Colleague>> ColleaguesAsync(Actor actor, CancellationToken ct = default);

    /// <summary>How many conversations of that status are the actor's, nobody's, and in all.</summary>
    Task<ConversationCounts> CountAsync(Actor actor, ConversationStatus? status, CancellationToken ct = default);

    /// <summary>How many open conversations have something unread.</summary>
    Task<int> UnreadAsync(Actor actor, CancellationToken ct = default);
}
