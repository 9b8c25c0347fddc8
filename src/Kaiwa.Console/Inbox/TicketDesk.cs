using Kaiwa.Console.Shell;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Console.Inbox;

/// <summary>Changes conversations: the list and the open thread show it at once, the server is told, and there is a way back.</summary>
public sealed class TicketDesk(IInbox inbox, InboxState list, ConversationState thread, Session session)
{
    /// <summary>What the server refuses comes back as the problem; else what the conversations were before.</summary>
    public async Task<Result<IReadOnlyList<TicketState>>> ChangeAsync(IReadOnlyCollection<Id<Conversation>> ids, TicketChange change)
    {
        list.Show(ids, row => After(row, change));
        if (thread.Id is { } open && ids.Contains(open))
        {
            thread.Show(row => After(row, change));
        }

        var answer = await inbox.ChangeAsync(await session.ActorAsync(), ids, change);
        await RefreshAsync();
        return answer;
    }

    public async Task<Problem?> RestoreAsync(IReadOnlyCollection<TicketState> former)
    {
        var answer = await inbox.RestoreAsync(await session.ActorAsync(), former);
        await RefreshAsync();
        return answer.Problem;
    }

    private async Task RefreshAsync()
    {
        await list.RefreshAsync();
        await thread.RefreshAsync();
    }

    private ConversationRow After(ConversationRow row, TicketChange change)
    {
        var status = change.Status ?? row.Status;
        return row with
        {
            Status = status,
            SnoozedUntil = change.Status is null ? row.SnoozedUntil : status == ConversationStatus.Snoozed ? change.Until : null,
            Assignee = change.Assignment is { } assignment ? list.Colleagues.FirstOrDefault(colleague => colleague.Id == assignment.User) : row.Assignee,
            Team = change.Team is { } given ? list.Teams.FirstOrDefault(team => team.Id == given.Team) : row.Team,
            Priority = change.Priority ?? row.Priority,
            Labels = list.Labels.Where(label => (row.Labels.Any(one => one.Id == label.Id) || change.AddLabels.Contains(label.Id)) && !change.RemoveLabels.Contains(label.Id)).ToList(),
        };
    }
}
