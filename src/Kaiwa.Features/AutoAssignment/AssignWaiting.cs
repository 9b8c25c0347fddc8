using Kaiwa.Core.Jobs;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;

namespace Kaiwa.Features.AutoAssignment;

/// <summary>Gives what waits and is nobody's to whoever's turn it is. What finds nobody is looked at again in the next round.</summary>
internal sealed class AssignWaiting(AutoAssignmentStore store, IInbox inbox, IPeople people, IPresence presence, ITeams teams) : IRecurringJob
{
    private const int AtOnce = 100;
    private const int MostOfRound = 2000;

    public string Name => "auto-assignment";

    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var row in await store.OnAsync(ct))
        {
            await AssignAsync(Actor.System(row.WorkspaceId, ""), row.ToPlan(), ct);
        }
    }

    private async Task AssignAsync(Actor actor, AssignmentPlan plan, CancellationToken ct)
    {
        var hasWords = plan.Rules.Any(rule => rule.Words.Length > 0);
        var part = await store.WaitingAsync(actor.Workspace, null, hasWords, AtOnce, ct);
        if (part.Count == 0)
        {
            return;
        }

        var turns = new Turns(
            plan, await people.ListAsync(actor, ct), await presence.AllAsync(actor, ct), await teams.ListAsync(actor, ct), await store.LoadAsync(actor.Workspace, ct), await store.TurnsAsync(actor.Workspace, ct));

        // What waits longest may be for a team in which nobody is free: it must not keep the others from theirs.
        for (var looked = part.Count; ; looked += part.Count)
        {
            await GiveAsync(actor, part, turns, ct);
            if (part.Count < AtOnce || looked >= MostOfRound)
            {
                break;
            }

            part = await store.WaitingAsync(actor.Workspace, part[^1], hasWords, AtOnce, ct);
        }

        await store.SetTurnsAsync(actor.Workspace, turns.Taken, ct);
    }

    private async Task GiveAsync(Actor actor, IReadOnlyList<Waiting> waiting, Turns turns, CancellationToken ct)
    {
        foreach (var person in waiting.Select(one => (one.Id, User: turns.Next(one))).Where(pair => pair.User is not null).ToLookup(pair => pair.User, pair => pair.Id))
        {
            await inbox.ChangeAsync(actor, [.. person], new TicketChange { Assignment = new Inbox.Assignment(person.Key) { OnlyIfFree = true } }, ct);
        }
    }
}
