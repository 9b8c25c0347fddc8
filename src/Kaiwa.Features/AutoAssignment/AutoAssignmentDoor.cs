using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Labels;
using Kaiwa.Features.Numbers;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;

namespace Kaiwa.Features.AutoAssignment;

internal sealed class AutoAssignmentDoor(Database database, AutoAssignmentStore store, ITeams teams, IPeople people, ILabels labels, INumbers numbers, AuditLog audit) : IAutoAssignment
{
    public async Task<AssignmentPlan> FindAsync(Actor actor, CancellationToken ct = default) =>
        actor.May(Permissions.Read) && await store.FindAsync(actor.Workspace, ct) is { } row ? row.ToPlan() : new AssignmentPlan();

    public async Task<Result<AssignmentPlan>> ChangeAsync(Actor actor, AssignmentPlan plan, CancellationToken ct = default)
    {
        if ((Permitted.Refusal(actor, Permissions.Administer) ?? Unfit(plan) ?? await StrangerAsync(actor, plan, ct)) is { } problem)
        {
            return problem;
        }

        await database.InTransactionAsync(
            async unit =>
            {
                await store.ChangeAsync(unit, actor.Workspace, plan);
                await audit.WriteAsync(unit, actor, "assignment.changed", actor.Workspace.ToString());
            },
            ct: ct);
        return plan;
    }

    private static Problem? Unfit(AssignmentPlan plan) =>
        plan.Capacity is < 0 or > AutoAssignmentProblems.LargestCapacity ? AutoAssignmentProblems.Capacity
        : plan.Rules.Count > AutoAssignmentProblems.MostRules || plan.Rules.Any(rule => rule.Words.Length > AutoAssignmentProblems.LongestWords) ? AutoAssignmentProblems.Rules
        : plan.Rules.Any(rule => rule.Number is null && rule.Label is null && string.IsNullOrWhiteSpace(rule.Words.Replace(',', ' '))) ? AutoAssignmentProblems.NoCondition
        : plan.Rules.Any(rule => rule.Team is null == rule.User is null) ? AutoAssignmentProblems.NoTarget
        : null;

    private async Task<Problem?> StrangerAsync(Actor actor, AssignmentPlan plan, CancellationToken ct)
    {
        var ours = (await teams.ListAsync(actor, ct)).Select(team => team.Id.Value)
            .Concat((await people.ListAsync(actor, ct)).Select(one => one.Id.Value))
            .Concat((await labels.ListAsync(actor, ct)).Select(label => label.Id.Value))
            .Concat((await numbers.ListAsync(actor, ct)).Select(number => number.Id.Value))
            .ToHashSet();
        var named = plan.Rules.SelectMany(rule => new[] { rule.Number?.Value, rule.Label?.Value, rule.Team?.Value, rule.User?.Value }).Append(plan.Team?.Value);
        return named.All(id => id is not { } one || ours.Contains(one)) ? null : AutoAssignmentProblems.Unknown;
    }
}
