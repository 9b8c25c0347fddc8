using Kaiwa.Core.Jobs;
using Kaiwa.Core.Lanes;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Microsoft.Extensions.Options;

namespace Kaiwa.Core.Dispatch;

/// <summary>
/// Settles sends whose answer was lost: by a status with our id, or by its absence for the whole wait while the number's statuses flow.
/// Time in which Kaiwa was down or nothing flowed does not count, because only rounds of this job count.
/// </summary>
internal sealed partial class SettleAmbiguous(
    AmbiguousStore store, NumberDirectory numbers, NumberStore numberStore, StatusFlow flow, Database database, ILanes lanes, TimeProvider time, IOptions<DispatchOptions> options, ILogger<SettleAmbiguous> logger)
    : IRecurringJob
{
    private const string Alarm = "statuses-missing";
    private long lastRound;

    public string Name => "settle-ambiguous";

    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken ct)
    {
        var elapsed = lastRound == 0 ? 0 : (long)TimeProvider.System.GetElapsedTime(lastRound).TotalMilliseconds;
        lastRound = TimeProvider.System.GetTimestamp();
        var doubtful = await store.AllAsync(ct);
        if (doubtful.Count == 0)
        {
            return;
        }

        var now = time.GetUtcNow();
        var decisions = doubtful.Select(job => (Job: job, Decision: Decide(job, Math.Min(elapsed, 5000), now))).ToList();
        await database.InTransactionAsync(unit => store.WriteAsync(unit, decisions, now), ct: ct);
        foreach (var (job, _) in decisions.Where(d => d.Decision is Decision.SendAgain).DistinctBy(d => d.Job.NumberId))
        {
            lanes.Ring(NumberLane.Key(job.NumberId));
        }

        await RaiseAlarmsAsync(decisions, ct);
        LogRound(decisions.Count, decisions.Count(d => d.Decision is Decision.Settled), decisions.Count(d => d.Decision is Decision.SendAgain), decisions.Count(d => d.Decision is Decision.GiveUp));
    }

    internal enum Decision
    {
        /// <summary>A status came: it was accepted.</summary>
        Settled,

        /// <summary>Statuses flow and this one's is still to come: this round counts.</summary>
        CountWait,

        /// <summary>Nothing flows, so its absence says nothing.</summary>
        Wait,

        SendAgain,

        /// <summary>Its time is over, or the workspace never sends twice.</summary>
        GiveUp,
    }

    private Decision Decide(DoubtfulJob job, long elapsed, DateTimeOffset now)
    {
        if (job.MessageState >= MessageState.Accepted)
        {
            return Decision.Settled;
        }

        var wait = job.Category == Category.Marketing ? options.Value.AmbiguousWaitMarketing : options.Value.AmbiguousWait;
        if (job.ExpiresAt <= now.ToUnixTimeMilliseconds())
        {
            return Decision.GiveUp;
        }

        if (!flow.IsFlowing(job.NumberId, job.SendingAt, wait))
        {
            return Decision.Wait;
        }

        if (job.Waited + elapsed < wait.TotalMilliseconds)
        {
            job.Waited += elapsed;
            return Decision.CountWait;
        }

        // A second code would confuse more than none: an authentication message expires instead.
        if (job.Category == Category.Authentication)
        {
            return Decision.Wait;
        }

        return numbers.Find(job.NumberId) is { Workspace.NeverResend: true } ? Decision.GiveUp : Decision.SendAgain;
    }

    private async Task RaiseAlarmsAsync(List<(DoubtfulJob Job, Decision Decision)> decisions, CancellationToken ct)
    {
        foreach (var number in decisions.GroupBy(d => d.Job.NumberId))
        {
            var alarm = number.Any(d => d.Decision is Decision.Wait) ? Alarm : null;
            if (numbers.Find(number.Key) is { } known && known.Alarm != alarm)
            {
                await database.InTransactionAsync(unit => numberStore.SetAlarmAsync(unit, known, alarm), ct: ct);
                await numbers.ReloadAsync(ct);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Unanswered sends: {Count}, of which settled {Settled}, sent again {Again}, given up {GivenUp}")]
    private partial void LogRound(int count, int settled, int again, int givenUp);
}
