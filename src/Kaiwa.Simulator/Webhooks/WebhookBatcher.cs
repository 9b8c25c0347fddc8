using Kaiwa.Simulator.Delivery;

namespace Kaiwa.Simulator.Webhooks;

/// <summary>Gathers notices into webhooks that carry several updates: until enough are there, or a short while has passed.</summary>
internal sealed class WebhookBatcher(WebhookSender sender, Scheduler scheduler, LedgerNotes notes) : IDue
{
    private const int LingerMs = 150;
    private readonly Lock gate = new();
    private List<Notice> gathered = [];
    private bool armed;

    public void Add(Notice notice, int size, long delayMs)
    {
        if (delayMs > 0)
        {
            scheduler.After(delayMs, new Late(this, notice, size));
            return;
        }

        if (notice.Address is not null || notice.Client is not null)
        {
            sender.Send(notice); // batches are of the app's address
            return;
        }

        Notice? full = null;
        lock (gate)
        {
            gathered.Add(notice);
            if (gathered.Count >= size)
            {
                full = Take();
            }
            else if (!armed)
            {
                armed = true;
                scheduler.After(LingerMs, this);
            }
        }

        if (full is not null)
        {
            sender.Send(full);
        }
    }

    void IDue.Fire(int tag)
    {
        Notice? batch;
        lock (gate)
        {
            armed = false;
            batch = gathered.Count > 0 ? Take() : null;
        }

        if (batch is not null)
        {
            sender.Send(batch);
        }
    }

    private BatchNotice Take()
    {
        var batch = new BatchNotice(gathered, notes) { Sender = sender };
        gathered = [];
        return batch;
    }

    private sealed class Late(WebhookBatcher batcher, Notice notice, int size) : IDue
    {
        public void Fire(int tag) => batcher.Add(notice, size, 0);
    }
}
