using System.Diagnostics;

namespace Kaiwa.Simulator.Delivery;

/// <summary>Something that becomes due.</summary>
internal interface IDue
{
    void Fire(int tag);
}

/// <summary>All timers of the simulator in one queue and one thread, fired in steps of a few milliseconds on the monotonic clock.</summary>
internal sealed class Scheduler : IDisposable
{
    private const int StepMs = 5;
    private readonly object gate = new();
    private readonly PriorityQueue<(IDue Item, int Tag), long> queue = new();
    private readonly List<(IDue Item, int Tag)> due = [];
    private readonly long origin = Stopwatch.GetTimestamp();
    private Thread? thread;
    private long wakesAt = long.MaxValue;
    private bool stopping;

    public long NowMs => (long)Stopwatch.GetElapsedTime(origin).TotalMilliseconds;

    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return queue.Count;
            }
        }
    }

    public void Start()
    {
        thread = new Thread(Run) { IsBackground = true, Name = "simulator-timers" };
        thread.Start();
    }

    public void After(long delayMs, IDue item, int tag = 0)
    {
        var at = NowMs + Math.Max(0, delayMs);
        lock (gate)
        {
            queue.Enqueue((item, tag), at);
            if (at + StepMs < wakesAt)
            {
                wakesAt = at;
                Monitor.Pulse(gate);
            }
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            queue.Clear();
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            stopping = true;
            Monitor.Pulse(gate);
        }

        thread?.Join();
    }

    private void Run()
    {
        while (true)
        {
            lock (gate)
            {
                if (stopping)
                {
                    return;
                }

                Collect();
                if (due.Count == 0)
                {
                    wakesAt = queue.TryPeek(out _, out var next) ? Math.Max(next, NowMs + StepMs) : long.MaxValue;
                    Monitor.Wait(gate, wakesAt == long.MaxValue ? Timeout.Infinite : (int)Math.Clamp(wakesAt - NowMs, 1, 60_000));
                    wakesAt = 0;
                    Collect();
                }
            }

            foreach (var (item, tag) in due)
            {
                item.Fire(tag);
            }

            due.Clear();
        }
    }

    private void Collect()
    {
        var now = NowMs;
        while (queue.TryPeek(out _, out var at) && at <= now)
        {
            due.Add(queue.Dequeue());
        }
    }
}
