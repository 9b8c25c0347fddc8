using Kaiwa.Console.Shell;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Console.Inbox;

/// <summary>What was done to conversations, in one short sentence for the notice with its way back.</summary>
internal static class ChangeWords
{
    public static string Of(Say say, TicketChange change, string name, InboxState known) => change switch
    {
        { Status: ConversationStatus.Snoozed, Until: { } until } => say["tickets.snoozed.done", name, say.DateTime(until)],
        { Status: ConversationStatus.Snoozed } => say["tickets.snoozed.reply", name],
        { Status: ConversationStatus.Resolved } => say["inbox.resolved.done", name],
        { Status: ConversationStatus.Pending } => say["tickets.pending.done", name],
        { Status: ConversationStatus.Open } => say["inbox.reopened.done", name],
        { Assignment.User: { } user } => say["tickets.assigned.done", name, known.Colleagues.FirstOrDefault(colleague => colleague.Id == user)?.Name ?? "–"],
        { Assignment: not null } => say["tickets.unassigned.done", name],
        { Team.Team: { } team } => say["teams.given.done", name, known.Teams.FirstOrDefault(one => one.Id == team)?.Name ?? "–"],
        { Team: not null } => say["teams.taken.done", name],
        { Priority: { } priority } => say["tickets.priority.done", name, say["priority." + priority]],
        { AddLabels: [var added, ..] } => say["labels.added.done", name, known.Labels.FirstOrDefault(label => label.Id == added)?.Name ?? "–"],
        { RemoveLabels: [var removed, ..] } => say["labels.removed.done", name, known.Labels.FirstOrDefault(label => label.Id == removed)?.Name ?? "–"],
        _ => name,
    };
}
