namespace Kaiwa.Features.Inbox;

/// <summary>Something that was done to a conversation, for the lines between its messages.</summary>
public sealed record ConversationEvent
{
    public required long Seq { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ConversationEventKind Kind { get; init; }

    /// <summary>Who did it; empty when nobody did: the clock, the customer.</summary>
    public required string Actor { get; init; }

    /// <summary>The closing reason, or the name of the assignee, label or priority.</summary>
    public string? Detail { get; init; }

    /// <summary>Of a snooze with a time.</summary>
    public DateTimeOffset? Until { get; init; }
}

public enum ConversationEventKind
{
    Resolved = 0,
    Opened = 1,
    Pending = 2,
    Snoozed = 3,

    /// <summary>A snooze came to its end.</summary>
    Woke = 4,

    /// <summary>The customer wrote to a resolved or snoozed one.</summary>
    Reopened = 5,

    Assigned = 6,
    Unassigned = 7,
    Prioritised = 8,
    Labelled = 9,
    Unlabelled = 10,

    /// <summary>Whoever had it left the workspace: it is nobody's. Detail: their name.</summary>
    AssigneeLeft = 11,

    /// <summary>Nobody answered in time; the detail is <c>first</c> or <c>next</c>, the answer that was due.</summary>
    Overdue = 24,

    /// <summary>The customer said how the service was; the detail is 1 to 5.</summary>
    Rated = 25,

    /// <summary>The shop blocked the customer on this number.</summary>
    Blocked = 26,
    Unblocked = 27,

    /// <summary>A team is to take it; the detail is its name.</summary>
    TeamGiven = 28,
    TeamTaken = 29,

    /// <summary>Somebody said that two contacts are one person, or that they are not; the detail is the other's name.</summary>
    Merged = 30,
    Unmerged = 31,
}
