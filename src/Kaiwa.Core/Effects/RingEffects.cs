using Kaiwa.Core.Jobs;
using Kaiwa.Core.Lanes;

namespace Kaiwa.Core.Effects;

/// <summary>Effects whose retry has come due, and what a dead process left.</summary>
internal sealed class RingEffects(ILanes lanes) : IRecurringJob
{
    public string Name => "ring-effects";

    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public Task RunAsync(CancellationToken ct)
    {
        lanes.Ring("effects:all");
        return Task.CompletedTask;
    }
}
