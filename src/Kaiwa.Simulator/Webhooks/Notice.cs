using Kaiwa.Simulator.Delivery;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Webhooks;

/// <summary>One update that the business must be told, kept until its webhook is acknowledged.</summary>
internal abstract class Notice : IDue
{
    public int Attempts { get; set; }
    public long FirstTriedMs { get; set; } = -1;

    /// <summary>Completes on acknowledgement, for the rare caller who waits for it.</summary>
    public TaskCompletionSource? Acknowledgement { get; init; }

    public required WebhookSender Sender { get; init; }

    /// <summary>The notices that travel as one POST: itself, unless it is a batch.</summary>
    public virtual int Count => 1;

    /// <summary>Where it goes instead of the app's address.</summary>
    public virtual Uri? Address => null;

    /// <summary>Who posts it instead of Meta's cloud: the business's own client.</summary>
    public virtual OnPremises.CallbackSender? Client => null;

    /// <summary>Writes the object that goes into <c>entry</c>.</summary>
    public abstract void WriteEntry(WireBuffer wire);

    public abstract void Settle(bool acknowledged, long nowMs);

    void IDue.Fire(int tag) => Sender.Post(this);
}

/// <summary>One status of one message.</summary>
internal sealed class StatusNotice(Delivery.Delivery delivery, Progress step, LedgerNotes notes) : Notice
{
    public Delivery.Delivery Delivery => delivery;
    public Progress Step => step;
    public override Uri? Address => delivery.Number.Webhook;
    public override OnPremises.CallbackSender? Client { get; } = delivery.Number.Registration.IsOnPremises ? delivery.Number.Callbacks : null;

    public override void WriteEntry(WireBuffer wire)
    {
        wire.Raw(delivery.Number.EntryHead);
        if (step != Progress.Failed)
        {
            wire.Raw(",\"contacts\":["u8);
            notes.Json.WriteContact(wire, delivery.Phone, delivery.Has(DeliveryFlags.NumberHidden));
            wire.Raw("]"u8);
        }

        wire.Raw(",\"statuses\":["u8);
        notes.Json.WriteStatus(wire, delivery, step);
        wire.Raw("]},\"field\":\"messages\"}]}"u8);
    }

    public override void Settle(bool acknowledged, long nowMs)
    {
        delivery.Settle(step);
        notes.Writer.Touch(delivery);
        Acknowledgement?.TrySetResult();
    }
}

/// <summary>One message from a phone.</summary>
internal sealed class InboundNotice(long seq, BusinessNumber number, ulong phone, bool hidden, long atMs, byte[] body, LedgerNotes notes) : Notice
{
    public override Uri? Address => number.Webhook;
    public override OnPremises.CallbackSender? Client { get; } = number.Registration.IsOnPremises ? number.Callbacks : null;

    public override void WriteEntry(WireBuffer wire)
    {
        wire.Raw(number.EntryHead).Raw(",\"contacts\":["u8);
        notes.Json.WriteContact(wire, phone, hidden);
        wire.Raw("],\"messages\":["u8);
        notes.Json.WriteInbound(wire, seq, phone, hidden, atMs, body);
        wire.Raw("]},\"field\":\"messages\"}]}"u8);
    }

    public override void Settle(bool acknowledged, long nowMs)
    {
        notes.InboundSettled(seq, acknowledged, nowMs);
        Acknowledgement?.TrySetResult();
    }
}

/// <summary>A ready-made entry: preferences, templates, accounts.</summary>
internal sealed class EntryNotice(long id, byte[] entryJson, LedgerNotes notes) : Notice
{
    public override void WriteEntry(WireBuffer wire) => wire.Json(entryJson);

    public override void Settle(bool acknowledged, long nowMs)
    {
        notes.EntrySettled(id);
        Acknowledgement?.TrySetResult();
    }
}

/// <summary>Several updates in one webhook, as Meta does when it is busy.</summary>
internal sealed class BatchNotice(IReadOnlyList<Notice> notices, LedgerNotes notes) : Notice
{
    public override int Count => notices.Count;

    public override void WriteEntry(WireBuffer wire)
    {
        var first = true;
        for (var i = 0; i < notices.Count;)
        {
            if (!first)
            {
                wire.Raw(","u8);
            }

            first = false;
            var run = StatusRun(i);
            if (run < 2)
            {
                notices[i++].WriteEntry(wire);
                continue;
            }

            WriteStatuses(wire, i, run);
            i += run;
        }
    }

    public override void Settle(bool acknowledged, long nowMs)
    {
        foreach (var notice in notices)
        {
            notice.Settle(acknowledged, nowMs);
        }
    }

    private int StatusRun(int from)
    {
        var run = 0;
        while (from + run < notices.Count && notices[from + run] is StatusNotice { Step: not Progress.Failed } status
            && (run == 0 || status.Delivery.Number == ((StatusNotice)notices[from]).Delivery.Number))
        {
            run++;
        }

        return run;
    }

    private void WriteStatuses(WireBuffer wire, int from, int run)
    {
        wire.Raw(((StatusNotice)notices[from]).Delivery.Number.EntryHead).Raw(",\"contacts\":["u8);
        for (var i = from; i < from + run; i++)
        {
            var delivery = ((StatusNotice)notices[i]).Delivery;
            wire.Raw(i == from ? ""u8 : ","u8);
            notes.Json.WriteContact(wire, delivery.Phone, delivery.Has(DeliveryFlags.NumberHidden));
        }

        wire.Raw("],\"statuses\":["u8);
        for (var i = from; i < from + run; i++)
        {
            var status = (StatusNotice)notices[i];
            wire.Raw(i == from ? ""u8 : ","u8);
            notes.Json.WriteStatus(wire, status.Delivery, status.Step);
        }

        wire.Raw("]},\"field\":\"messages\"}]}"u8);
    }
}
