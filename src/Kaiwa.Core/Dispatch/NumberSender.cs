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
    private const long LookAtAllEvery = 1000; // ms
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
        var room = Math.Min(MostPerRound, options.Value.MaxInFlight - state.Count);
        if (room <= (state.IsPressed ? options.Value.MaxInFlight / 2 : 0))
        {
            state.RingWhenHalf();
            if (state.TakeRing(options.Value.MaxInFlight / 2))
            {
                lanes.Ring(NumberLane.Key(number.Id)); // the answers came in between
            }

            return;
        }

        var nextFree = await store.PaceAsync(number.Id, ct);
        var realNow = RealNow();
        var allowed = Math.Min(room, NumberPace.Allowed(nextFree, realNow, number.Pace));
        if (allowed <= 0)
        {
            lanes.Ring(NumberLane.Key(number.Id), NumberPace.Wait(nextFree, realNow));
            return;
        }

        var now = time.GetUtcNow();
        var picked = await store.PickAsync(number, allowed, state.Since(realNow), now, ct);
        if (picked.Count == 0)
        {
            state.Picked(picked, room, realNow);
            return;
        }

        var ready = Decide(number, state, picked, await budget.ReadAsync(number.Waba.Portfolio, ct), now, realNow);
        CrashPoint.Hit(CrashPoint.BeforeMarkSending);
        var marked = ready.Count == 0 ? [] : await MarkAsync(number, ready, nextFree, realNow, now, ct);
        CrashPoint.Hit(CrashPoint.AfterMarkSending);
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

        state.Picked(picked, room, realNow);
        if (picked.Count == allowed)
        {
            // With no room left the next round only asks to be rung again.
            lanes.Ring(NumberLane.Key(number.Id), marked.Count == 0 ? Soon : default);
        }
    }

    /// <summary>Runs the checklist over the batch; what stops is recorded, what may go is returned.</summary>
    private List<JobFacts> Decide(Number number, InFlight state, List<JobFacts> picked, PortfolioBudget.Allowance allowance, DateTimeOffset now, long realNow)
    {
        var checklist = new SendMessage(number, allowance, now);
        var ready = new List<JobFacts>(picked.Count);
        foreach (var job in picked)
        {
            var wait = state.PairPace.Wait(job.Identity, realNow);
            SendOutcome? outcome = wait > TimeSpan.Zero ? new SendOutcome.Held(DispatchProblems.PairRate(), now + wait) : null;
            if (!state.TryTake(job.Identity))
            {
                continue; // one message in flight per recipient: this one's turn comes when the other is answered
            }

            outcome ??= checklist.Decide(job);
            if (outcome is null)
            {
                ready.Add(job);
            }
            else
            {
                _ = RecordAsync(number, state, job, new Attempt(number, job.Message, outcome, null, now));
            }
        }

        return ready;
    }

    private async Task<HashSet<Id<Messages.Message>>> MarkAsync(Number number, List<JobFacts> jobs, long nextFree, long realNow, DateTimeOffset now, CancellationToken ct)
    {
        var next = NumberPace.After(nextFree, realNow, number.Pace, jobs.Count);
        try
        {
            return await database.InTransactionAsync(
                async unit =>
                {
                    var ours = await store.MovePaceAsync(unit, number.Id, nextFree, next)
                        && await budget.CountAsync(unit, number.Waba.Portfolio, jobs, now.ToUnixTimeMilliseconds());
                    return ours ? await store.MarkAsync(unit, number, jobs, node.Id, now.ToUnixTimeMilliseconds()) : throw new LostRaceException();
                },
                ct: ct);
        }
        catch (LostRaceException)
        {
            // Another lane moved the pace or spent the budget first. Nothing was marked: look again in a moment.
            lanes.Ring(NumberLane.Key(number.Id), Soon);
            return [];
        }
        catch
        {
            var state = inFlight[number.Id];
            jobs.ForEach(job => state.Release(job.Identity));
            throw;
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

    private sealed class LostRaceException : Exception;

    /// <summary>What one number has under way: one message per recipient.</summary>
    private sealed class InFlight
    {
        private readonly HashSet<Id<Contacts.Identity>> recipients = [];
        private bool isAwaited;
        private long oldestDue, lookedAtAll;

        /// <summary>More waited in the last round than there was room for: rounds are large then, since each costs the same few statements, however many it takes.</summary>
        public bool IsPressed { get; private set; }

        public PairPace PairPace { get; } = new();

        public int Count
        {
            get
            {
                lock (recipients)
                {
                    return recipients.Count;
                }
            }
        }

        /// <summary>
        /// Where to begin looking. While pressed, not at the very beginning, where the queue's ended rows lie until they are swept up; but once a second there too,
        /// for what became due late.
        /// </summary>
        public long Since(long realNow) => IsPressed && realNow - lookedAtAll < LookAtAllEvery ? oldestDue : 0;

        public void Picked(List<JobFacts> jobs, int room, long realNow)
        {
            lookedAtAll = Since(realNow) == 0 ? realNow : lookedAtAll;
            IsPressed = jobs.Count == room;
            oldestDue = IsPressed ? jobs.Min(job => job.Due) : 0;
        }

        public bool TryTake(Id<Contacts.Identity> identity)
        {
            lock (recipients)
            {
                return recipients.Add(identity);
            }
        }

        /// <summary>There was no room for more: the lane wants to be rung when there is.</summary>
        public void RingWhenHalf()
        {
            lock (recipients)
            {
                isAwaited = true;
            }
        }

        /// <summary>True once, when somebody waits and enough answers have come.</summary>
        public bool TakeRing(int enough)
        {
            lock (recipients)
            {
                if (!isAwaited || recipients.Count > enough)
                {
                    return false;
                }

                isAwaited = false;
                return true;
            }
        }

        public void Release(Id<Contacts.Identity> identity)
        {
            lock (recipients)
            {
                recipients.Remove(identity);
            }
        }
    }
}
