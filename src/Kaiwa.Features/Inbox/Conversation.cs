using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Labels;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;

namespace Kaiwa.Features.Inbox;

/// <summary>Marks ids of conversations: one number and one contact.</summary>
public sealed class Conversation
{
    private Conversation()
    {
    }
}

public enum ConversationStatus
{
    Open = 0,
    Resolved = 1,

    /// <summary>A bot has it; people need not look.</summary>
    Pending = 2,

    /// <summary>Asleep until a moment or until its customer writes.</summary>
    Snoozed = 3,
}

/// <summary>Whose conversations a list shows, seen by the one who asks.</summary>
public enum Whose
{
    All = 0,
    Mine = 1,
    Unassigned = 2,

    /// <summary>In which the one who asks was named, or which they follow and whose customer wrote.</summary>
    Mentions = 3,
}

public enum ConversationSort
{
    /// <summary>The latest message first.</summary>
    Newest = 0,
    Oldest = 1,

    /// <summary>The customer who has waited longest for an answer first; those who do not wait come last.</summary>
    Waiting = 2,

    /// <summary>The most urgent first, among equals the latest.</summary>
    Priority = 3,
}

public sealed record ConversationFilter(
    ConversationStatus? Status = null, string? Search = null, string? Cursor = null, int Limit = 50, Whose Whose = Whose.All, ConversationSort Sort = ConversationSort.Newest)
{
    public Id<Label>? Label { get; init; }

    public Priority? Priority { get; init; }

    /// <summary>Only those whose answer is late, the latest first; in no other order.</summary>
    public bool Overdue { get; init; }

    /// <summary>Only those of this team.</summary>
    public Id<Team>? Team { get; init; }

    /// <summary>Only those whose customer is blocked.</summary>
    public bool Blocked { get; init; }
}

/// <summary>How many conversations each view holds; counted up to <see cref="Most"/>.</summary>
public sealed record ConversationCounts(int Mine, int Unassigned, int All)
{
    /// <summary>Of the mentions only those that are new, of any status.</summary>
    public int Mentions { get; init; }

    /// <summary>Whose answer is late, of any status.</summary>
    public int Overdue { get; init; }

    public const int Most = 1000;
}

/// <summary>Somebody who can be given a conversation.</summary>
public sealed record Colleague(Id<User> Id, string Name);

/// <summary>A team that can be given a conversation.</summary>
public sealed record TeamName(Id<Team> Id, string Name);

/// <summary>A conversation as the list shows it.</summary>
public sealed record ConversationRow
{
    public required Id<Conversation> Id { get; init; }

    public required Id<Contact> ContactId { get; init; }

    public required string Name { get; init; }

    /// <summary>The customer's number with its plus; null when only a user id is known.</summary>
    public string? Number { get; init; }

    /// <summary>The last message in one line; empty for kinds without words.</summary>
    public string Preview { get; init; } = "";

    /// <summary>Meta's type of the last message: <c>text</c>, <c>image</c>, <c>template</c>…</summary>
    public string PreviewKind { get; init; } = "text";

    public Direction PreviewDirection { get; init; }

    /// <summary>Of an outgoing last message.</summary>
    public MessageState? PreviewState { get; init; }

    public required DateTimeOffset At { get; init; }

    public int Unread { get; init; }

    /// <summary>When the 24 hours end; in the past, or null, when a template is needed.</summary>
    public DateTimeOffset? WindowClosesAt { get; init; }

    public ConversationStatus Status { get; init; }

    /// <summary>Of a snoozed one: when it wakes; null for "when its customer writes".</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>Until when the customer is to be answered; null while they do not wait, or the shop has no target.</summary>
    public DateTimeOffset? DueAt { get; init; }

    /// <summary>1 to 5: what the customer said of the service when they were last asked.</summary>
    public int? Rating { get; init; }

    public Priority Priority { get; init; }

    /// <summary>Since when the shop has them blocked on this number; null while they may write.</summary>
    public DateTimeOffset? BlockedAt { get; init; }

    /// <summary>By name.</summary>
    public IReadOnlyList<Label> Labels { get; init; } = [];

    /// <summary>Who takes care of it; null while nobody does.</summary>
    public Colleague? Assignee { get; init; }

    /// <summary>The team that is to take it, or of whose work it is.</summary>
    public TeamName? Team { get; init; }

    /// <summary>The shop's number it runs on.</summary>
    public required string NumberName { get; init; }

    /// <summary>Equal in all that is shown; two lists of the same labels are not equal as records.</summary>
    public bool LooksLike(ConversationRow other) => this == other with { Labels = Labels } && Labels.SequenceEqual(other.Labels);
}

/// <summary>A conversation with what the panel beside the thread shows of the customer.</summary>
public sealed record ConversationView
{
    public required ConversationRow Row { get; init; }

    public required Id<Number> NumberId { get; init; }

    public required IReadOnlyList<ContactIdentity> Identities { get; init; }

    public Consent Consent { get; init; }

    public string? ConsentSource { get; init; }

    public DateTimeOffset? ConsentAt { get; init; }

    public string? Username { get; init; }

    public string? Language { get; init; }

    public IReadOnlyList<string> Tags { get; init; } = [];

    public DateTimeOffset FirstSeen { get; init; }
}

public sealed record ContactIdentity(IdentityKind Kind, string Value);
