using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Features.Search;

/// <summary>Finds messages by their words, in any language. Messages of broadcasts are not searched.</summary>
public interface ISearch
{
    /// <summary>Messages that have all the words, the newest first. A word is found by its beginning, Japanese by any part.</summary>
    Task<Result<Page<SearchHit>>> FindAsync(Actor actor, SearchFilter filter, CancellationToken ct = default);
}

/// <summary>What to look for, and where.</summary>
public sealed record SearchFilter(string Words)
{
    public Id<Number>? Number { get; init; }

    public Direction? Direction { get; init; }

    /// <summary>Meta's type: <c>text</c>, <c>image</c>, <c>order</c>…</summary>
    public string? Kind { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? Until { get; init; }

    public string? Cursor { get; init; }

    public int Limit { get; init; } = 30;
}

/// <summary>A message that was found, with its place in a conversation.</summary>
public sealed record SearchHit
{
    public required Id<Message> Id { get; init; }

    /// <summary>Null when nobody has opened or answered a conversation with this customer yet.</summary>
    public Id<Conversation>? ConversationId { get; init; }

    public required string Name { get; init; }

    public required string NumberName { get; init; }

    public required DateTimeOffset At { get; init; }

    public required Direction Direction { get; init; }

    public required string Kind { get; init; }

    /// <summary>The words around the first place found.</summary>
    public required string Excerpt { get; init; }

    /// <summary>Where in the excerpt words were found: begin and length.</summary>
    public required IReadOnlyList<Mark> Marks { get; init; }

    /// <summary>The message's place in its thread, as <c>ThreadMessage.Position</c>.</summary>
    public required string Position { get; init; }
}

public readonly record struct Mark(int Start, int Length);
