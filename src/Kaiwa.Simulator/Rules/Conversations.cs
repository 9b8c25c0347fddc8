using System.Runtime.InteropServices;

namespace Kaiwa.Simulator.Rules;

/// <summary>For each business number and phone: until when the 24-hour window and a free entry point are open, and how much of the pair rate is borrowed.</summary>
internal sealed class Conversations
{
    public const long WindowMs = 24 * 60 * 60 * 1000L;
    public const long EntryPointMs = 72 * 60 * 60 * 1000L;
    private const long PairIntervalMs = 6_000;
    private const int PairBurst = 45;
    private readonly Lock gate = new();
    private readonly Dictionary<(long Number, ulong Phone), Pair> pairs = [];

    public void CustomerWrote(long number, ulong phone, long simulatedMs)
    {
        lock (gate)
        {
            ref var pair = ref CollectionsMarshal.GetValueRefOrAddDefault(pairs, (number, phone), out _);
            pair.WindowUntil = Math.Max(pair.WindowUntil, simulatedMs + WindowMs);
        }
    }

    /// <summary>The person came from an advertisement or a page: an answer within 24 hours makes the next 72 hours free.</summary>
    public void CameByReferral(long number, ulong phone, long simulatedMs)
    {
        lock (gate)
        {
            ref var pair = ref CollectionsMarshal.GetValueRefOrAddDefault(pairs, (number, phone), out _);
            pair.AnswerUntil = simulatedMs + WindowMs;
        }
    }

    /// <summary>The business writes: until when the free entry point lasts that the message opens or falls into; 0 when there is none.</summary>
    public long BusinessWrote(long number, ulong phone, long simulatedMs)
    {
        lock (gate)
        {
            ref var pair = ref CollectionsMarshal.GetValueRefOrNullRef(pairs, (number, phone));
            if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref pair))
            {
                return 0;
            }

            if (pair.FreeUntil <= simulatedMs)
            {
                pair.FreeUntil = pair.AnswerUntil > simulatedMs ? simulatedMs + EntryPointMs : 0;
                pair.AnswerUntil = 0;
            }

            return pair.FreeUntil;
        }
    }

    /// <summary>Until when a free entry point lasts, over or not; 0 when there was none.</summary>
    public long FreeUntil(long number, ulong phone)
    {
        lock (gate)
        {
            return pairs.TryGetValue((number, phone), out var pair) ? pair.FreeUntil : 0;
        }
    }

    public bool IsOpen(long number, ulong phone, long simulatedMs) => WindowUntil(number, phone) > simulatedMs;

    public long WindowUntil(long number, ulong phone)
    {
        lock (gate)
        {
            return pairs.TryGetValue((number, phone), out var pair) ? pair.WindowUntil : 0;
        }
    }

    /// <summary>One message in 6 seconds, bursts up to 45 that are paid back later.</summary>
    public bool TryTakePair(long number, ulong phone, long monotonicMs)
    {
        lock (gate)
        {
            ref var pair = ref CollectionsMarshal.GetValueRefOrAddDefault(pairs, (number, phone), out _);
            var free = Math.Max(pair.FreeAt, monotonicMs);
            if (free - monotonicMs > (PairBurst - 1) * PairIntervalMs)
            {
                return false;
            }

            pair.FreeAt = free + PairIntervalMs;
            return true;
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            pairs.Clear();
        }
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Pair
    {
        public long WindowUntil;
        public long FreeAt;
        public long AnswerUntil;
        public long FreeUntil;
    }
}
