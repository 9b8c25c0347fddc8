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
        var waiting = await store.WaitingAsync(actor.Workspace, plan.Rules.Any(rule => rule.Words.Length > 0), AtOnce, ct);
        if (waiting.Count == 0)
        {
            return;
        }

        var turns = new Turns(
            plan, await people.ListAsync(actor, ct), await presence.AllAsync(actor, ct), await teams.ListAsync(actor, ct), await store.LoadAsync(actor.Workspace, ct), await store.TurnsAsync(actor.Workspace, ct));
        var given = waiting.Select(one => (one.Id, User: turns.Next(one))).Where(pair => pair.User is not null).ToLookup(pair => pair.User, pair => pair.Id);
        foreach (var person in given)
        {
            await inbox.ChangeAsync(actor, [.. person], new TicketChange { Assignment = new Inbox.Assignment(person.Key) { OnlyIfFree = true } }, ct);
        }

        await store.SetTurnsAsync(actor.Workspace, turns.Taken, ct);
    }
}
