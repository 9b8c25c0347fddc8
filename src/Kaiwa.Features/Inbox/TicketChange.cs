using Kaiwa.Core.Storage;
using Kaiwa.Features.Labels;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;

namespace Kaiwa.Features.Inbox;

public enum Priority
{
    None = 0,
    Low = 1,
    Medium = 2,
    High = 3,
    Urgent = 4,
}

/// <summary>What is to become of one or many conversations; what is left out stays as it is.</summary>
public sealed record TicketChange
{
    /// <summary>How many conversations one change can be about.</summary>
    public const int Most = 200;

    /// <summary>The longest closing reason.</summary>
    public const int LongestReason = 200;

    public ConversationStatus? Status { get; init; }

    /// <summary>When a snoozed one wakes; without it, when its customer writes. They always wake then.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Why it is resolved: one of the shop's closing reasons, or any words.</summary>
    public string? Reason { get; init; }

    public Assignment? Assignment { get; init; }

    public TeamAssignment? Team { get; init; }

    public Priority? Priority { get; init; }

    public IReadOnlyList<Id<Label>> AddLabels { get; init; } = [];

    public IReadOnlyList<Id<Label>> RemoveLabels { get; init; } = [];
}

/// <summary>To a colleague, or to nobody.</summary>
public sealed record Assignment(Id<User>? User)
{
    /// <summary>Leaves alone what is not open any more, or somebody's already.</summary>
    public bool OnlyIfFree { get; init; }
}

/// <summary>To a team, or to none. Who has the conversation keeps it.</summary>
public sealed record TeamAssignment(Id<Team>? Team);

/// <summary>What can be changed of a conversation, as it was: enough to put it back.</summary>
public sealed record TicketState
{
    public required Id<Conversation> Id { get; init; }

    public ConversationStatus Status { get; init; }

    public DateTimeOffset? Until { get; init; }

    public Id<User>? Assignee { get; init; }

    public Id<Team>? Team { get; init; }

    public Priority Priority { get; init; }

    public IReadOnlyList<Id<Label>> Labels { get; init; } = [];

    internal TicketState After(TicketChange change)
    {
        var status = change.Status ?? Status;
        return this with
        {
            Status = status,
            Until = change.Status is null ? Until : status == ConversationStatus.Snoozed ? change.Until : null,
            Assignee = change.Assignment is { } assignment && (!assignment.OnlyIfFree || (Assignee is null && Status == ConversationStatus.Open)) ? assignment.User : Assignee,
            Team = change.Team is { } given ? given.Team : Team,
            Priority = change.Priority ?? Priority,
            Labels = change.AddLabels.Count + change.RemoveLabels.Count == 0 ? Labels : [.. Labels.Union(change.AddLabels).Except(change.RemoveLabels)],
        };
    }
}
