namespace Kaiwa.Load.Bare;

/// <summary>Group commit: callers append to the gathering batch and are answered when it has committed. No linger.</summary>
internal sealed class BareWriter(IBareStore store, Action<BareJob> send, int ahead) : IDisposable
{
    private readonly Lock gate = new();
    private readonly AutoResetEvent work = new(false);
    private Gathering gathering = new();
    private int waiting;
    private bool exhausted = true, rung;

    /// <summary>Jobs claimed and not yet answered by Meta.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    public void Resume()
    {
        lock (gate)
        {
            exhausted = false;
            Ring();
        }
    }

    public void Accepted(BareAccepted accepted)
    {
        lock (gate)
        {
            gathering.Accepted.Add(accepted);
            waiting--;
            Ring();
        }
    }

    public Task StatusAsync(BareStatus status)
    {
        lock (gate)
        {
            gathering.Statuses.Add(status);
            Ring();
            return gathering.Done.Task;
        }
    }

    public void Run()
    {
        var spare = new Gathering();
        while (true)
        {
            work.WaitOne();
            Gathering batch;
            int wanted;
            lock (gate)
            {
                rung = false;
                batch = gathering;
                gathering = spare;
                wanted = !exhausted && waiting < ahead / 2 ? ahead - waiting : 0;
            }

            var claimed = store.Commit(wanted, batch.Accepted, batch.Statuses);
            lock (gate)
            {
                exhausted |= wanted > 0 && claimed.Count == 0;
                waiting += claimed.Count;
            }

            batch.Done.SetResult();
            foreach (var job in claimed)
            {
                send(job);
            }

            batch.Accepted.Clear();
            batch.Statuses.Clear();
            batch.Done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            spare = batch;
        }
    }

    public void Dispose() => work.Dispose();

    private void Ring()
    {
        if (!rung)
        {
            rung = true;
            work.Set();
        }
    }

    private sealed class Gathering
    {
        public List<BareAccepted> Accepted { get; } = new(1024);

        public List<BareStatus> Statuses { get; } = new(1024);

        public TaskCompletionSource Done { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
