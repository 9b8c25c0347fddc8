using Kaiwa.Console.Shell;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Labels;

namespace Kaiwa.Console.Inbox;

/// <summary>What was done to conversations, in one short sentence for the notice with its way back.</summary>
internal static class ChangeWords
{
    public static string Of(Say say, TicketChange change, string name, IReadOnlyList<Colleague> colleagues, IReadOnlyList<Label> labels) => change switch
    {
        { Status: ConversationStatus.Snoozed, Until: { } until } => say["tickets.snoozed.done", name, say.DateTime(until)],
        { Status: ConversationStatus.Snoozed } => say["tickets.snoozed.reply", name],
        { Status: ConversationStatus.Resolved } => say["inbox.resolved.done", name],
        { Status: ConversationStatus.Pending } => say["tickets.pending.done", name],
        { Status: ConversationStatus.Open } => say["inbox.reopened.done", name],
        { Assignment.User: { } user } => say["tickets.assigned.done", name, colleagues.FirstOrDefault(colleague => colleague.Id == user)?.Name ?? "–"],
        { Assignment: not null } => say["tickets.unassigned.done", name],
        { Priority: { } priority } => say["tickets.priority.done", name, say["priority." + priority]],
        { AddLabels: [var added, ..] } => say["labels.added.done", name, labels.FirstOrDefault(label => label.Id == added)?.Name ?? "–"],
        { RemoveLabels: [var removed, ..] } => say["labels.removed.done", name, labels.FirstOrDefault(label => label.Id == removed)?.Name ?? "–"],
        _ => name,
    };
}
