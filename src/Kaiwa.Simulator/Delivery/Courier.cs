using System.Collections.Concurrent;
using Kaiwa.Simulator.Faults;
using Kaiwa.Simulator.Rules;
using Kaiwa.Simulator.Storage;
using Kaiwa.Simulator.Webhooks;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Delivery;

/// <summary>Moves accepted messages along: sent, delivered to the phone, read; or failed. Each step is told to the business by webhook.</summary>
internal sealed class Courier(
    SimulatorOptions options, Scheduler scheduler, WebhookSender sender, LedgerWriter writer, LedgerNotes notes, Phones phones, SimulatedClock clock, WebhookBatcher batcher)
{
    private readonly ConcurrentDictionary<ulong, ConcurrentQueue<Delivery>> waiting = new();
    private readonly ConcurrentDictionary<ulong, ConcurrentQueue<Delivery>> inHand = new();

    /// <summary>The faults in force, or null.</summary>
    public FaultDice? Faults { get; set; }

    /// <summary>Called when a phone shows a message.</summary>
    public Action<Delivery>? Shown { get; set; }

    /// <summary>Called when anything about a message changed; null while nobody watches.</summary>
    public Action<ulong>? Changed { get; set; }

    /// <summary>Messages not yet finished.</summary>
    public int Moving => moving;

    /// <summary>Messages that wait for a phone to come online.</summary>
    public int Waiting => waiting.Values.Sum(q => q.Count);

    private int moving;

    /// <summary>Sets an accepted, committed message on its way.</summary>
    public void Begin(Delivery delivery, HoldFault? hold = null)
    {
        Interlocked.Increment(ref moving);
        var dice = Random.Shared;
        var magic = MagicNumbers.Find(delivery.Phone);
        if (hold is not null)
        {
            delivery.Error = hold.Drop ? 132015 : 0;
            scheduler.After((long)hold.ReleaseMs, delivery, (int)(hold.Drop ? Progress.Failed : Progress.Sent));
        }
        else if (delivery.Error != 0 && magic is not { FailsAfterSent: true })
        {
            scheduler.After(options.SentAfter.Pick(dice), delivery, (int)Progress.Failed);
        }
        else
        {
            scheduler.After(options.SentAfter.Pick(dice), delivery, (int)Progress.Sent);
        }
    }

    /// <summary>Goes on with a message found unfinished in the ledger: owed webhooks first, then the next step.</summary>
    public void Resume(Delivery delivery)
    {
        foreach (var step in (ReadOnlySpan<Progress>)[Progress.Sent, Progress.Delivered, Progress.Read, Progress.Played, Progress.Failed])
        {
            if ((delivery.Happened & step) != Progress.None && (delivery.Settled & step) == Progress.None)
            {
                Publish(delivery, step);
            }
        }

        if ((delivery.Happened & Progress.Done) != Progress.None)
        {
            return;
        }

        Interlocked.Increment(ref moving);
        if ((delivery.Happened & Progress.Delivered) != Progress.None)
        {
            AfterDelivered(delivery);
        }
        else if ((delivery.Happened & Progress.Sent) != Progress.None)
        {
            AfterSent(delivery);
        }
        else
        {
            scheduler.After(0, delivery, (int)(delivery.Error != 0 ? Progress.Failed : Progress.Sent));
        }
    }

    /// <summary>Posts the sent status now and waits until it is acknowledged; for the fault "status before the answer".</summary>
    public Task SendStatusFirstAsync(Delivery delivery)
    {
        Interlocked.Increment(ref moving);
        var acknowledged = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Step(delivery, Progress.Sent, acknowledged);
        return acknowledged.Task;
    }

    public void Step(Delivery delivery, Progress step) => Step(delivery, step, null);

    /// <summary>Delivers what waited for a phone to come back.</summary>
    public void CameOnline(ulong phone)
    {
        if (waiting.TryRemove(phone, out var queue))
        {
            while (queue.TryDequeue(out var delivery))
            {
                scheduler.After(options.DeliveredAfter.Pick(Random.Shared), delivery, (int)Progress.Delivered);
            }
        }
    }

    /// <summary>The person has the phone in hand: what it shows is read at once, now and from here on.</summary>
    public void Stirred(ulong phone)
    {
        var unread = inHand.GetOrAdd(phone, static _ => new());
        while (unread.TryDequeue(out var delivery))
        {
            Step(delivery, Progress.Read);
        }
    }

    public void Clear()
    {
        inHand.Clear();
        waiting.Clear();
        Interlocked.Exchange(ref moving, 0);
    }

    private void Step(Delivery delivery, Progress step, TaskCompletionSource? acknowledged)
    {
        if (step == Progress.Done)
        {
            Finish(delivery);
            return;
        }

        var now = clock.NowMs;
        if (step == Progress.Delivered && (Offline(delivery) || Expired(delivery, now)))
        {
            return;
        }

        if (!delivery.Happen(step))
        {
            return;
        }

        Stamp(delivery, step, now);
        switch (step)
        {
            case Progress.Sent:
                Publish(delivery, step, acknowledged);
                AfterSent(delivery);
                break;
            case Progress.Delivered:
                Publish(delivery, step);
                AfterDelivered(delivery);
                Shown?.Invoke(delivery);
                break;
            case Progress.Failed:
                if (delivery.Has(DeliveryFlags.CountsForPortfolio))
                {
                    delivery.Number.Account.Portfolio.Limit.Release(delivery.Phone, delivery.AcceptedAt);
                }

                Publish(delivery, step);
                Finish(delivery);
                break;
            default:
                Publish(delivery, step);
                if (step == Progress.Read && delivery.Has(DeliveryFlags.Voice))
                {
                    scheduler.After(options.ReadAfter.Pick(Random.Shared), delivery, (int)Progress.Played);
                }
                else
                {
                    Finish(delivery);
                }

                break;
        }

        writer.Touch(delivery);
        Changed?.Invoke(delivery.Phone);
    }

    private void AfterSent(Delivery delivery)
    {
        var magic = MagicNumbers.Find(delivery.Phone);
        var handset = phones.Find(delivery.Phone);
        if (delivery.Error != 0)
        {
            scheduler.After(options.DeliveredAfter.Pick(Random.Shared), delivery, (int)Progress.Failed);
        }
        else if (magic is { NeverDelivered: true } || handset?.Blocks(delivery.Number.Key) == true)
        {
            Finish(delivery);
        }
        else
        {
            scheduler.After(options.DeliveredAfter.Pick(Random.Shared), delivery, (int)Progress.Delivered);
        }
    }

    private void AfterDelivered(Delivery delivery)
    {
        var neverRead = delivery.Kind == MessageKind.Reaction
            || MagicNumbers.Find(delivery.Phone) is { NeverRead: true }
            || phones.Find(delivery.Phone) is { NoReceipts: true }
            || (options.ReadShare < 1 && Random.Shared.NextDouble() >= options.ReadShare);
        if (neverRead)
        {
            Finish(delivery);
        }
        else
        {
            scheduler.After(options.ReadAfter.Pick(Random.Shared), delivery, (int)Progress.Read);
            if (!inHand.IsEmpty && inHand.TryGetValue(delivery.Phone, out var unread))
            {
                while (unread.TryPeek(out var oldest) && (oldest.Happened & (Progress.Read | Progress.Done)) != Progress.None)
                {
                    unread.TryDequeue(out _); // else a phone that is never picked up again would keep every message
                }

                unread.Enqueue(delivery);
            }
        }
    }

    private void Finish(Delivery delivery)
    {
        if (delivery.Happen(Progress.Done))
        {
            Interlocked.Decrement(ref moving);
            writer.Touch(delivery);
        }
    }

    private bool Offline(Delivery delivery)
    {
        if (phones.Find(delivery.Phone) is not { Offline: true } handset)
        {
            return false;
        }

        waiting.GetOrAdd(delivery.Phone, static _ => new()).Enqueue(delivery);
        if (!handset.Offline)
        {
            CameOnline(delivery.Phone);
        }

        return true;
    }

    private bool Expired(Delivery delivery, long now)
    {
        if (now - delivery.AcceptedAt <= delivery.TtlSeconds * 1000L)
        {
            return false;
        }

        Finish(delivery);
        return true;
    }

    private static void Stamp(Delivery delivery, Progress step, long now)
    {
        switch (step)
        {
            case Progress.Sent: delivery.SentAt = now; break;
            case Progress.Delivered: delivery.DeliveredAt = now; break;
            case Progress.Read: delivery.ReadAt = now; break;
            default: delivery.EndedAt = now; break;
        }
    }

    private void Publish(Delivery delivery, Progress step, TaskCompletionSource? acknowledged = null)
    {
        var magic = MagicNumbers.Find(delivery.Phone);
        var faults = Faults;
        var quietReaction = delivery.Kind == MessageKind.Reaction && step is not (Progress.Sent or Progress.Failed);
        if ((!delivery.Number.Account.Subscribed && !delivery.Number.Registration.IsOnPremises) || quietReaction || magic is { Silent: true } || (magic is { SkipsDeliveredStatus: true } && step == Progress.Delivered) || Drops(faults, delivery))
        {
            delivery.Settle(step);
            acknowledged?.TrySetResult();
            return;
        }

        var copies = magic?.Copies ?? 1;
        if (faults?.Plan.Duplicate is { } duplicate && faults.Strikes(duplicate.Probability))
        {
            copies = Math.Max(copies, duplicate.Times);
        }

        for (var copy = 0; copy < copies; copy++)
        {
            if (copy > 0)
            {
                sender.Statistics.WasDuplicated();
            }

            var notice = new StatusNotice(delivery, step, notes) { Sender = sender, Acknowledgement = acknowledged };
            Dispatch(notice, magic is { Reversed: true } ? ReversedDelay(step) : 0, faults, acknowledged is not null);
        }
    }

    /// <summary>Hands any notice to the sender, through the faults that delay and batch webhooks.</summary>
    public void Dispatch(Notice notice, long delay = 0, FaultDice? faults = null, bool atOnce = false)
    {
        faults ??= Faults;
        if (faults is not null && !atOnce)
        {
            delay += faults.Plan.ShuffleMs > 0 ? faults.Between(0, faults.Plan.ShuffleMs) : 0;
            delay += faults.Plan.Delay is { } late && faults.Strikes(late.Probability) ? faults.Between(late.MinMs, late.MaxMs) : 0;
        }

        var batch = faults?.Plan.Batch is > 0 and var wanted ? wanted : options.WebhookBatch;
        if (batch > 1 && !atOnce)
        {
            batcher.Add(notice, batch, delay);
        }
        else if (delay > 0)
        {
            sender.SendLater(notice, delay);
        }
        else
        {
            sender.Send(notice);
        }
    }

    private bool Drops(FaultDice? faults, Delivery delivery)
    {
        if (faults is null)
        {
            return false;
        }

        // "Every status of this message" must fall the same way each time: it hangs on the message, not on the order of events.
        var all = faults.Plan.DropAllStatuses > 0 && (unchecked((ulong)(delivery.Seq + faults.Plan.Seed) * 0x9E3779B97F4A7C15) >> 11) * (1.0 / (1UL << 53)) < faults.Plan.DropAllStatuses;
        if (!all && !faults.Strikes(faults.Plan.DropStatuses))
        {
            return false;
        }

        sender.Statistics.WasDropped();
        return true;
    }

    private static long ReversedDelay(Progress step) => step switch { Progress.Sent => 6000, Progress.Delivered => 3000, _ => 0 };
}
