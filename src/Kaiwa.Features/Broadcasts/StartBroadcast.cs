using Kaiwa.Core.Lanes;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Templates;

namespace Kaiwa.Features.Broadcasts;

/// <summary>Checks that everything fits, then lets the freezing begin, now or at a later time.</summary>
internal sealed class StartBroadcast(BroadcastStore store, ITemplates templates, AuditLog audit, Database database, ILanes lanes, ILiveFeed feed, TimeProvider time)
{
    public async Task<Result<bool>> StartAsync(Actor actor, BroadcastRecord broadcast, CancellationToken ct)
    {
        var template = await CheckAsync(actor, broadcast, ct);
        return template.IsOk
            ? await MoveAsync(actor, broadcast, "broadcast.started", unit => store.StartAsync(unit, broadcast, template.Value), ct)
            : template.Problem!;
    }

    public async Task<Result<bool>> ScheduleAsync(Actor actor, BroadcastRecord broadcast, DateTimeOffset at, CancellationToken ct)
    {
        if (at <= time.GetUtcNow())
        {
            return BroadcastProblems.Past();
        }

        var template = await CheckAsync(actor, broadcast, ct);
        return template.IsOk
            ? await MoveAsync(actor, broadcast, "broadcast.scheduled", unit => store.ScheduleAsync(unit, broadcast, at), ct)
            : template.Problem!;
    }

    private async Task<Result<Template>> CheckAsync(Actor actor, BroadcastRecord broadcast, CancellationToken ct)
    {
        if (await templates.FindAsync(actor, broadcast.TemplateId, ct) is not { } template)
        {
            return BroadcastProblems.NoTemplate(broadcast.TemplateName, broadcast.Language);
        }

        if (!template.IsApproved)
        {
            return BroadcastProblems.TemplateStatus(template.Name, template.Status);
        }

        var problem = CreateBroadcast.Check(template, broadcast.VariableTexts());
        return problem is null ? template : problem;
    }

    private async Task<Result<bool>> MoveAsync(Actor actor, BroadcastRecord broadcast, string action, Func<UnitOfWork, Task<bool>> move, CancellationToken ct)
    {
        var moved = await database.InTransactionAsync(
            async unit =>
            {
                if (!await move(unit))
                {
                    return false;
                }

                await audit.WriteAsync(unit, actor, action, broadcast.Id.ToString());
                unit.AfterCommit(() =>
                {
                    lanes.Ring(broadcast.Key);
                    feed.Publish(new Change(broadcast.WorkspaceId, RunBroadcast.LaneKind, broadcast.Id.Value));
                });
                return true;
            },
            WritePriority.Live,
            ct);
        return moved ? true : BroadcastProblems.NotNow(broadcast.State);
    }
}
