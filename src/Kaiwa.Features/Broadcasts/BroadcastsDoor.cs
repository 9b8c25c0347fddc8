using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Audiences;

namespace Kaiwa.Features.Broadcasts;

/// <summary>The door: looks up the broadcast, checks the permission, hands over to the use case.</summary>
internal sealed class BroadcastsDoor(BroadcastStore store, CreateBroadcast create, StartBroadcast start, PauseBroadcast pause, BroadcastProgress progress, IAudiences audiences) : IBroadcasts
{
    private const int MostRows = 200;

    public async Task<Page<BroadcastRow>> ListAsync(Actor actor, string? cursor = null, int limit = 50, CancellationToken ct = default)
    {
        var most = Math.Clamp(limit, 1, MostRows);
        Id<Broadcast>? before = Id<Broadcast>.TryParse(cursor, null, out var id) ? id : null;
        var rows = await store.ListAsync(actor.Workspace, before, most, ct);
        return new Page<BroadcastRow>([.. rows.Select(Row)], rows.Count == most ? rows[^1].Id.ToString() : null);
    }

    public async Task<Result<BroadcastView>> OpenAsync(Actor actor, Id<Broadcast> id, CancellationToken ct = default)
    {
        if (await store.FindAsync(actor.Workspace, id, ct) is not { } broadcast)
        {
            return BroadcastProblems.NotFound();
        }

        var now = await progress.OfAsync(broadcast, ct);
        return new BroadcastView
        {
            Id = broadcast.Id,
            Name = broadcast.Name,
            State = broadcast.State,
            TemplateName = broadcast.TemplateName,
            Language = broadcast.Language,
            NumberId = broadcast.NumberId,
            CreatedAt = broadcast.CreatedAt,
            ScheduledAt = broadcast.ScheduledAt,
            StartedAt = broadcast.StartedAt,
            FinishedAt = broadcast.FinishedAt,
            Total = broadcast.Total,
            Excluded = [.. broadcast.ExcludedCounts().OrderByDescending(pair => pair.Value).Select(pair => new ExcludedCount(pair.Key, pair.Value))],
            Funnel = now.Funnel,
            RatePerSecond = Math.Round(now.RatePerSecond, 1),
            EtaSeconds = now.EtaSeconds,
            HoldReason = now.Hold,
            Failures = now.Failures,
        };
    }

    public async Task<Result<Id<Broadcast>>> CreateAsync(Actor actor, NewBroadcast broadcast, CancellationToken ct = default) =>
        Refusal(actor) is { } refusal ? refusal : await create.HandleAsync(actor, broadcast, ct);

    public async Task<Result<AudienceCount>> EstimateAsync(Actor actor, Audience audience, CancellationToken ct = default) => await audiences.CountAsync(actor, audience, ct);

    public Task<Result<bool>> StartAsync(Actor actor, Id<Broadcast> id, CancellationToken ct = default) =>
        WithAsync(actor, id, broadcast => start.StartAsync(actor, broadcast, ct), ct);

    public Task<Result<bool>> ScheduleAsync(Actor actor, Id<Broadcast> id, DateTimeOffset at, CancellationToken ct = default) =>
        WithAsync(actor, id, broadcast => start.ScheduleAsync(actor, broadcast, at, ct), ct);

    public Task<Result<bool>> PauseAsync(Actor actor, Id<Broadcast> id, CancellationToken ct = default) =>
        WithAsync(actor, id, broadcast => pause.PauseAsync(actor, broadcast, BroadcastProblems.Paused(), ct), ct);

    public Task<Result<bool>> ResumeAsync(Actor actor, Id<Broadcast> id, CancellationToken ct = default) =>
        WithAsync(actor, id, broadcast => pause.ResumeAsync(actor, broadcast, ct), ct);

    public Task<Result<bool>> CancelAsync(Actor actor, Id<Broadcast> id, CancellationToken ct = default) =>
        WithAsync(actor, id, broadcast => pause.CancelAsync(actor, broadcast, ct), ct);

    private async Task<Result<bool>> WithAsync(Actor actor, Id<Broadcast> id, Func<BroadcastRecord, Task<Result<bool>>> move, CancellationToken ct) =>
        Refusal(actor) is { } refusal ? refusal
        : await store.FindAsync(actor.Workspace, id, ct) is { } broadcast ? await move(broadcast)
        : BroadcastProblems.NotFound();

    private static Problem? Refusal(Actor actor) => Permitted.Refusal(actor, Permissions.Broadcast);

    private static BroadcastRow Row(BroadcastRecord broadcast) => new()
    {
        Id = broadcast.Id,
        Name = broadcast.Name,
        State = broadcast.State,
        TemplateName = broadcast.TemplateName,
        Language = broadcast.Language,
        Total = broadcast.Total,
        CreatedAt = broadcast.CreatedAt,
        ScheduledAt = broadcast.ScheduledAt,
        StartedAt = broadcast.StartedAt,
        FinishedAt = broadcast.FinishedAt,
    };
}
