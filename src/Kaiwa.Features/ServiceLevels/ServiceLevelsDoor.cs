using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Hours;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.ShopProfile;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.ServiceLevels;

internal sealed class ServiceLevelsDoor(Database database, ServiceLevelStore store, IReckonDue due, AuditLog audit) : IServiceLevels, IFollowHours, IFollowTimeZone
{
    public async Task<ServiceLevelsView> FindAsync(Actor actor, CancellationToken ct = default) =>
        actor.May(Permissions.Read) && await store.FindAsync(actor.Workspace, ct) is { } levels ? levels : ServiceLevelsView.None;

    public async Task<Result<ServiceLevelsView>> ChangeAsync(Actor actor, ServiceLevelsView levels, CancellationToken ct = default)
    {
        if ((Permitted.Refusal(actor, Permissions.Administer) ?? Unfit(levels)) is { } problem)
        {
            return problem;
        }

        await database.InTransactionAsync(
            async unit =>
            {
                await ServiceLevelStore.ChangeAsync(unit, actor.Workspace, levels);
                await due.AllAsync(unit, actor.Workspace);
                await audit.WriteAsync(unit, actor, "service-levels.changed", actor.Workspace.ToString());
            },
            ct: ct);
        return levels;
    }

    public async Task OnHoursChangedAsync(UnitOfWork unit, Id<Workspace> workspace)
    {
        if (await ServiceLevelStore.FindAsync(unit, workspace) is { ByClock: false })
        {
            await due.AllAsync(unit, workspace);
        }
    }

    // Nine o'clock is at another moment in another time zone.
    public Task OnTimeZoneChangedAsync(UnitOfWork unit, Id<Workspace> workspace) => OnHoursChangedAsync(unit, workspace);

    private static Problem? Unfit(ServiceLevelsView levels)
    {
        int?[] minutes = [levels.Normal.First, levels.Normal.Next, levels.High.First, levels.High.Next, levels.Urgent.First, levels.Urgent.Next];
        return minutes.Any(one => one is < 1 or > AnswerWithin.Most) ? ServiceLevelProblems.Minutes : null;
    }
}

/// <summary>Why targets are refused, in words.</summary>
internal static class ServiceLevelProblems
{
    public static readonly Problem Minutes = new("service-level-minutes", StatusCodes.Status400BadRequest, "43,200");

    public static void Register() => ProblemTexts.Add(
        "service-level-minutes", "Minutes out of range", "A target has 1 to {0} minutes, which is 30 days. Give other minutes, or leave it empty for none.", "目標時間は1〜{0}分（30日）です。別の値を入力するか、目標なしの場合は空欄にしてください。");
}
