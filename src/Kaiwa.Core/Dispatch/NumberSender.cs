using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using Kaiwa.Core.Lanes;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.WhatsApp.Cloud;
using Microsoft.Extensions.Options;

namespace Kaiwa.Core.Dispatch;

/// <summary>
/// One round of a number's lane: take what the pace allows for the next 100 ms, pick that many due jobs, run the checklist over the batch,
/// mark as sending, and let the requests go. It waits for nothing: answers come back by themselves and ring again.
/// </summary>
internal sealed partial class NumberSender(
    NumberDirectory numbers,
    DispatchStore store,
    PortfolioBudget budget,
    Outcomes outcomes,
    Database database,
    CloudApiClient client,
    Node node,
    ILanes lanes,
    TimeProvider time,
    IOptions<DispatchOptions> options,
    ILogger<NumberSender> logger) : ILaneWork
{
    private const int MostPerRound = 500;
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan RecordAgain = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Id<Number>, InFlight> inFlight = new();
    private readonly JudgeAnswer judge = new(options.Value, time);

    public string Kind => NumberLane.Kind;

    /// <summary>Requests under way now, over all numbers.</summary>
    public int UnderWay => inFlight.Values.Sum(state => state.Count);

    public async Task RunAsync(string id, CancellationToken ct)
    {
        if (numbers.Find(Id<Number>.Parse(id)) is not { } number)
        {
            return;
        }

        var state = inFlight.GetOrAdd(number.Id, _ => new InFlight());
        if (!HasRoom(number, state) || !state.TryBegin())
        {
            return;
        }

        try
        {
            await database.InTransactionAsync(unit => RoundAsync(unit, number, state), ct: ct);
        }
        finally
        {
            End(number, state);
        }
    }

    /// <summary>A round inside the transaction that enqueues, so that one commit does for both. A lane that is busy is rung after it instead.</summary>
    public async Task StartAsync(UnitOfWork unit, Number number)
    {
        var state = inFlight.GetOrAdd(number.Id, _ => new InFlight());
        if (!HasRoom(number, state) || !state.TryBegin())
        {
            unit.AfterCommit(() => lanes.Ring(NumberLane.Key(number.Id)));
            return;
        }

        unit.AfterRollback(() => End(number, state));
        await RoundAsync(unit, number, state);
        unit.AfterCommit(() => End(number, state));
    }

    private int Room(InFlight state) => Math.Min(MostPerRound, options.Value.MaxInFlight - state.Count);

    private bool HasRoom(Number number, InFlight state)
    {
        if (Room(state) > (state.IsPressed ? options.Value.MaxInFlight / 2 : 0))
        {
            return true;
        }

        state.RingWhenHalf();
        if (state.TakeRing(options.Value.MaxInFlight / 2))
        {
            lanes.Ring(NumberLane.Key(number.Id)); // the answers came in between
        }

        return false;
    }

    private void End(Number number, InFlight state)
    {
        if (state.End())
        {
            lanes.Ring(NumberLane.Key(number.Id));
        }
    }

    private async Task RoundAsync(UnitOfWork unit, Number number, InFlight state)
    {
        var (now, realNow, room) = (time.GetUtcNow(), RealNow(), Room(state));
        var nextFree = await store.PaceAsync(unit, number.Id);
        var allowed = Math.Min(room, NumberPace.Allowed(nextFree, realNow, number.Pace));
        if (allowed <= 0)
        {
            unit.AfterCommit(() => lanes.Ring(NumberLane.Key(number.Id), NumberPace.Wait(nextFree, realNow)));
            return;
        }

        var picked = await store.PickAsync(unit, number, allowed, state.Since(realNow), now);
        var allowance = await budget.ReadAsync(unit, number.Waba.Portfolio);
        var taken = picked.Where(job => state.TryTake(job.Identity)).ToList(); // one message in flight per recipient: another's turn comes when this one is answered
        unit.AfterRollback(() => taken.ForEach(job => state.Release(job.Identity)));
        var (ready, stopped) = Decide(number, state, taken, allowance, now, realNow);
        CrashPoint.Hit(CrashPoint.BeforeMarkSending);
        var marked = ready.Count == 0 ? [] : await MarkAsync(unit, number, ready, nextFree, realNow, now);
        unit.AfterCommit(() =>
        {
            CrashPoint.Hit(CrashPoint.AfterMarkSending);
            Go(number, state, ready, marked, realNow);
            stopped.ForEach(stop => _ = RecordAsync(number, state, stop.Job, new Attempt(number, stop.Job.Message, stop.Why, null, now)));
            state.Picked(picked, room, realNow);
            if (picked.Count == allowed || marked.Count < ready.Count)
            {
                // With no room left the next round only asks to be rung again.
                lanes.Ring(NumberLane.Key(number.Id), marked.Count == 0 ? Soon : default);
            }
        });
    }

    /// <summary>Runs the checklist over the batch: what may go, and what stops and why.</summary>
    private static (List<JobFacts> Ready, List<Stop> Stopped) Decide(Number number, InFlight state, List<JobFacts> taken, PortfolioBudget.Allowance allowance, DateTimeOffset now, long realNow)
    {
        var checklist = new SendMessage(number, allowance, now);
        var (ready, stopped) = (new List<JobFacts>(taken.Count), new List<Stop>());
        foreach (var job in taken)
        {
            var wait = state.PairPace.Wait(job.Identity, realNow);
            if ((wait > TimeSpan.Zero ? new SendOutcome.Held(DispatchProblems.PairRate(), now + wait) : checklist.Decide(job)) is { } outcome)
            {
                stopped.Add(new Stop(job, outcome));
            }
            else
            {
                ready.Add(job);
            }
        }

        return (ready, stopped);
    }

    /// <summary>What is now ours to send; nothing when another process moved the pace or spent the budget first.</summary>
    private async Task<HashSet<Id<Messages.Message>>> MarkAsync(UnitOfWork unit, Number number, List<JobFacts> jobs, long nextFree, long realNow, DateTimeOffset now)
    {
        var next = NumberPace.After(nextFree, realNow, number.Pace, jobs.Count);
        return await store.MovePaceAsync(unit, number.Id, nextFree, next) && await budget.CountAsync(unit, number.Waba.Portfolio, jobs, now.ToUnixTimeMilliseconds())
            ? await store.MarkAsync(unit, number, jobs, node.Id, now.ToUnixTimeMilliseconds())
            : [];
    }

    private void Go(Number number, InFlight state, List<JobFacts> ready, HashSet<Id<Messages.Message>> marked, long realNow)
    {
        foreach (var job in ready)
        {
            if (marked.Contains(job.Message))
            {
                state.PairPace.Sent(job.Identity, realNow);
                _ = SendAsync(number, state, job);
            }
            else
            {
                state.Release(job.Identity);
            }
        }
    }

    private async Task SendAsync(Number number, InFlight state, JobFacts job)
    {
        var started = Stopwatch.GetTimestamp();
        using var activity = CoreTelemetry.Source.StartActivity("send");
        activity?.SetTag("kaiwa.message", job.Message.ToString());
        SendAnswer answer;
        try
        {
            var access = new CloudApiAccess(number.BaseAddress, number.Token);
            answer = MarketingPolicy.IsOn(job)
                ? await client.SendMarketingAsync(access, number.MetaId, SendBody.Write(job), CancellationToken.None)
                : await client.SendAsync(access, number.MetaId, SendBody.Write(job), CancellationToken.None);
        }
        catch (Exception e)
        {
            LogUnexpected(e, job.Message);
            answer = new SendAnswer.NoAnswer(e.GetType().Name, MayHaveLeft: true);
        }

        CrashPoint.Hit(CrashPoint.AfterAnswer);
        var outcome = judge.Judge(job, answer);
        var elapsed = Stopwatch.GetElapsedTime(started);
        CoreTelemetry.Answered(outcome, elapsed);
        await RecordAsync(number, state, job, new Attempt(number, job.Message, outcome, Call(answer, elapsed), time.GetUtcNow()));
    }

    private async Task RecordAsync(Number number, InFlight state, JobFacts job, Attempt attempt)
    {
        while (!await TryRecordAsync(attempt))
        {
            await Task.Delay(RecordAgain, TimeProvider.System);
        }

        state.Release(job.Identity);
        if (state.TakeRing(options.Value.MaxInFlight / 2))
        {
            lanes.Ring(NumberLane.Key(number.Id));
        }
    }

    /// <summary>False when the database had no ear for it: to be tried again. After a stop the row still says "sending", and the next start settles it.</summary>
    private async Task<bool> TryRecordAsync(Attempt attempt)
    {
        try
        {
            await outcomes.RecordAsync(attempt);
            return true;
        }
        catch (Exception e)
        {
            LogNotRecorded(e, attempt.Message);
            return e is ChannelClosedException or ObjectDisposedException;
        }
    }

    private static ExchangedCall Call(SendAnswer answer, TimeSpan elapsed) => answer switch
    {
        SendAnswer.Refused refused => new("POST messages", refused.Error.HttpStatus, (long)elapsed.TotalMicroseconds, DispatchProblems.Meta(refused.Error.Code, Exchange.Redaction.Clean(refused.Error.Details ?? refused.Error.Message)).Store()),
        SendAnswer.NoAnswer lost => new("POST messages", 0, (long)elapsed.TotalMicroseconds, Exchange.Redaction.Clean(lost.Why)),
        _ => new("POST messages", 200, (long)elapsed.TotalMicroseconds, null),
    };

    // Pace is kept on real time: Meta's limits do not move with the demo's clock.
    private static long RealNow() => TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    [LoggerMessage(LogLevel.Error, "Sending {Message} broke off; it is settled by its status")]
    private partial void LogUnexpected(Exception exception, Id<Messages.Message> message);

    [LoggerMessage(LogLevel.Error, "The outcome of {Message} could not be recorded; it is tried again in a second")]
    private partial void LogNotRecorded(Exception exception, Id<Messages.Message> message);

    /// <summary>A job that the checklist stops.</summary>
    private sealed record Stop(JobFacts Job, SendOutcome Why);
}
