using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Labels;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Search;

/// <summary>Finds messages, orders and people by their words, in any language. Messages of broadcasts are not searched.</summary>
public interface ISearch
{
    /// <summary>Messages that have all the words, the newest first. A word is found by its beginning, Japanese by any part.</summary>
    Task<Result<Page<SearchHit>>> FindAsync(Actor actor, SearchFilter filter, CancellationToken ct = default);

    /// <summary>People whose names have all the words, or whose number has the digits; the newest first. Of the filter agent, label and number count: those of a conversation of theirs.</summary>
    Task<Result<Page<PersonHit>>> PeopleAsync(Actor actor, SearchFilter filter, CancellationToken ct = default);
}

/// <summary>What to look for, and where.</summary>
public sealed record SearchFilter(string Words)
{
    public Id<Number>? Number { get; init; }

    public Direction? Direction { get; init; }

    /// <summary>The colleague who has the conversation.</summary>
    public Id<User>? Agent { get; init; }

    /// <summary>A label of the conversation.</summary>
    public Id<Label>? Label { get; init; }

    /// <summary>Only orders (a customer's order, the shop's bill for one, its state), found by reference and products too; or anything else; null for both.</summary>
    public bool? Orders { get; init; }

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

    public bool IsOrder { get; init; }

    /// <summary>The words around the first place found.</summary>
    public required string Excerpt { get; init; }

    /// <summary>Where in the excerpt words were found: begin and length.</summary>
    public required IReadOnlyList<Mark> Marks { get; init; }

    /// <summary>The message's place in its thread, as <c>ThreadMessage.Position</c>.</summary>
    public required string Position { get; init; }
}

/// <summary>A person who was found, with the latest conversation, if there is one.</summary>
public sealed record PersonHit(Id<Contact> Id, string Name, string? Phone, Id<Conversation>? ConversationId);

public readonly record struct Mark(int Start, int Length);
