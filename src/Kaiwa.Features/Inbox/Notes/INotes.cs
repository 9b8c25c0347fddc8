using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox.Notes;

/// <summary>Colleagues about a conversation: private notes, who is named in them, who follows it. Live topic: <c>inbox</c> (subject: conversation).</summary>
public interface INotes
{
    /// <summary>Keeps a note. Colleagues named in it as <c>@Name</c> find the conversation among their mentions.</summary>
    Task<Result<Note>> AddAsync(Actor actor, Id<Conversation> id, string text, CancellationToken ct = default);

    /// <summary>Its writer puts it in other words. Only those who are named for the first time are told.</summary>
    Task<Result<Note>> EditAsync(Actor actor, Id<Conversation> id, Id<Note> note, string text, CancellationToken ct = default);

    /// <summary>Its writer takes it away, or an administrator does.</summary>
    Task<Result<bool>> DeleteAsync(Actor actor, Id<Conversation> id, Id<Note> note, CancellationToken ct = default);

    /// <summary>From one moment up to another, oldest first.</summary>
    Task<Result<IReadOnlyList<Note>>> ListAsync(Actor actor, Id<Conversation> id, DateTimeOffset? from = null, DateTimeOffset? until = null, CancellationToken ct = default);

    /// <summary>The actor has looked at a conversation in which they were mentioned. False when nothing was new.</summary>
    Task<bool> SeeAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default);

    /// <summary>How many conversations mention each colleague, or have news for who follows them, since they looked; of everybody at once, so that all screens can share the answer.</summary>
    Task<IReadOnlyDictionary<Guid, int>> UnseenAsync(Actor actor, CancellationToken ct = default);

    /// <summary>Whether the actor hears of it, as of a mention, when the customer writes. False when it was so already.</summary>
    Task<Result<bool>> FollowAsync(Actor actor, Id<Conversation> id, bool follows, CancellationToken ct = default);

    Task<Result<Followers>> FollowersAsync(Actor actor, Id<Conversation> id, CancellationToken ct = default);
}
