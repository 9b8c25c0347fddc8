using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Features.Drafts;

/// <summary>What a person has begun to write: one draft per conversation, seen by nobody else.</summary>
public interface IDrafts
{
    /// <summary>The actor's own, the latest first.</summary>
    Task<IReadOnlyList<Draft>> ListAsync(Actor actor, CancellationToken ct = default);

    /// <summary>Keeps the text as it was typed at that moment in place of the one before; an empty one takes the draft away.</summary>
    Task<Result<bool>> KeepAsync(Actor actor, Id<Conversation> conversation, string text, DateTimeOffset typedAt, CancellationToken ct = default);

    /// <summary>Takes the draft away, unless it was changed after that moment.</summary>
    Task<Result<bool>> RemoveAsync(Actor actor, Id<Conversation> conversation, DateTimeOffset until, CancellationToken ct = default);
}

public sealed record Draft(Id<Conversation> ConversationId, string Text, DateTimeOffset UpdatedAt);
