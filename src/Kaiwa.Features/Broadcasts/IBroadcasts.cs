using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Audiences;

namespace Kaiwa.Features.Broadcasts;

/// <summary>One template to many people: draft, schedule, start, pause, resume, cancel, watch. Live topic: <c>broadcast</c> (subject: its id).</summary>
public interface IBroadcasts
{
    /// <summary>The latest first.</summary>
    Task<Page<BroadcastRow>> ListAsync(Actor actor, string? cursor = null, int limit = 50, CancellationToken ct = default);

    Task<Result<BroadcastView>> OpenAsync(Actor actor, Id<Broadcast> id, CancellationToken ct = default);

    Task<Result<Id<Broadcast>>> CreateAsync(Actor actor, NewBroadcast broadcast, CancellationToken ct = default);

    /// <summary>How many would be written to, and why the others would not.</summary>
    Task<Result<AudienceCount>> EstimateAsync(Actor actor, Audience audience, CancellationToken ct = default);

    Task<Result<bool>> StartAsync(Actor actor, Id<Broadcast> id, CancellationToken ct = default);

    Task<Result<bool>> ScheduleAsync(Actor actor, Id<Broadcast> id, DateTimeOffset at, CancellationToken ct = default);

    Task<Result<bool>> PauseAsync(Actor actor, Id<Broadcast> id, CancellationToken ct = default);

    Task<Result<bool>> ResumeAsync(Actor actor, Id<Broadcast> id, CancellationToken ct = default);

    Task<Result<bool>> CancelAsync(Actor actor, Id<Broadcast> id, CancellationToken ct = default);
}
