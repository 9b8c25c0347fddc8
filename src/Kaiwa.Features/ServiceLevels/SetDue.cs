using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Hours;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Features.ServiceLevels;

/// <summary>The target of a shop, from the moment at which a customer began to wait.</summary>
internal sealed class SetDue(IOpeningHours hours) : ISetDue
{
    public async Task<IReadOnlyList<DateTimeOffset?>> DueAsync(UnitOfWork unit, IReadOnlyList<Wait> waits)
    {
        var shops = new Dictionary<Id<Workspace>, (ServiceLevelsView? Levels, Calendar? Hours)>();
        foreach (var workspace in waits.Select(wait => wait.Workspace).Distinct())
        {
            var levels = await ServiceLevelStore.FindAsync(unit, workspace);
            shops[workspace] = (levels, levels is { ByClock: false } ? await hours.FindAsync(unit, workspace) : null);
        }

        return waits.Select(wait => Due(wait, shops[wait.Workspace])).ToList();
    }

    private static DateTimeOffset? Due(Wait wait, (ServiceLevelsView? Levels, Calendar? Hours) shop)
    {
        if (shop.Levels is not { } levels)
        {
            return null;
        }

        var own = wait.Priority switch { Priority.Urgent => levels.Urgent, Priority.High => levels.High, _ => levels.Normal };
        var minutes = wait.IsFirst ? own.First ?? levels.Normal.First : own.Next ?? levels.Normal.Next;
        return minutes is not { } within ? null
            : shop.Hours is { } open ? open.After(wait.From, TimeSpan.FromMinutes(within))
            : wait.From + TimeSpan.FromMinutes(within);
    }
}
