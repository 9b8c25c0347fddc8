using System.Diagnostics;
using Kaiwa.WhatsApp.Webhooks;

namespace Kaiwa.Load.Fuzz;

/// <summary>Wrong webhook bodies straight through the protocol library's reader, on every core.</summary>
internal sealed class ReaderFuzz(IReadOnlyList<byte[]> seeds, int seed)
{
    private long slowest;
    private double mostAllocated;

    public int Failures { get; private set; }

    public double SlowestMs => Stopwatch.GetElapsedTime(0, slowest).TotalMilliseconds;

    /// <summary>The most bytes that one body made the reader allocate, as a multiple of the body.</summary>
    public double MostAllocated => mostAllocated;

    /// <summary>Bodies a second.</summary>
    public double Run(long bodies, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        var workers = Environment.ProcessorCount;
        Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = ct }, worker => Work(bodies / workers, seed + worker, ct));
        return bodies / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private void Work(long bodies, int ownSeed, CancellationToken ct)
    {
        var mutator = new Mutator(seeds, ownSeed);
        for (long i = 0; i < bodies && !ct.IsCancellationRequested; i++)
        {
            var (body, from) = mutator.Next();
            var before = GC.GetAllocatedBytesForCurrentThread();
            var begun = Stopwatch.GetTimestamp();
            try
            {
                WebhookReader.Read(body);
            }
            catch (Exception error)
            {
                Report($"The reader threw {error.GetType().Name} at body {i} of seed {ownSeed}, made of example {from}: {Convert.ToBase64String(body)}");
            }

            Note(Stopwatch.GetTimestamp() - begun, GC.GetAllocatedBytesForCurrentThread() - before, body.Length);
        }
    }

    private void Note(long ticks, long bytes, int length)
    {
        var times = bytes / (double)Math.Max(1024, length);
        if (ticks <= Volatile.Read(ref slowest) && times <= Volatile.Read(ref mostAllocated))
        {
            return;
        }

        lock (seeds)
        {
            slowest = Math.Max(slowest, ticks);
            mostAllocated = Math.Max(mostAllocated, times);
        }
    }

    private void Report(string sentence)
    {
        lock (seeds)
        {
            Failures++;
            Measuring.Report.Say(sentence);
        }
    }
}
