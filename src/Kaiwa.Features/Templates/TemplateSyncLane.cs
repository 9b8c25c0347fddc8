using Kaiwa.Core.Events;
using Kaiwa.Core.Jobs;
using Kaiwa.Core.Lanes;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Templates;

/// <summary>One sync at a time per workspace.</summary>
internal sealed class TemplateSyncLane(SyncTemplates sync) : ILaneWork
{
    public string Kind => "templates";

    public static string Key(Id<Workspace> workspace) => $"templates:{workspace}";

    public Task RunAsync(string id, CancellationToken ct) => sync.Handle(Id<Workspace>.Parse(id), ct);
}

/// <summary>Every quarter of an hour, for what Meta did not tell.</summary>
internal sealed class SyncTemplatesRegularly(NumberDirectory directory, ILanes lanes) : IRecurringJob
{
    public string Name => "templates.sync";

    public TimeSpan Every => TimeSpan.FromMinutes(15);

    public Task RunAsync(CancellationToken ct)
    {
        foreach (var workspace in directory.Numbers.Select(number => number.Workspace.Id).Distinct())
        {
            lanes.Ring(TemplateSyncLane.Key(workspace));
        }

        return Task.CompletedTask;
    }
}

/// <summary>Meta says that a template changed: fetch the list. The notice itself is not trusted to be complete.</summary>
internal sealed class OnTemplateNotice(ILanes lanes) : IReact<NoticeReceived>
{
    public string Name => "templates.on-notice";

    public Task ReactAsync(IReadOnlyList<NoticeReceived> events, UnitOfWork unit, CancellationToken ct)
    {
        foreach (var workspace in events.Where(IsOfTemplates).Select(notice => notice.Workspace).Distinct().ToList())
        {
            unit.AfterCommit(() => lanes.Ring(TemplateSyncLane.Key(workspace)));
        }

        return Task.CompletedTask;
    }

    private static bool IsOfTemplates(NoticeReceived notice) =>
        notice.Field.StartsWith("message_template_", StringComparison.Ordinal) || string.Equals(notice.Field, "template_category_update", StringComparison.Ordinal);
}
