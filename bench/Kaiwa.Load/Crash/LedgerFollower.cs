using System.Collections.Concurrent;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Crash;

/// <summary>Reads the simulator's ledger as it grows and counts how often each phone was written to.</summary>
internal sealed class LedgerFollower(SimulatorControl control)
{
    // Rows that are accepted at the same moment become visible in any order: the latest are read again.
    private const int Overlap = 400;

    private readonly ConcurrentDictionary<string, int> byPhone = new(StringComparer.Ordinal);
    private readonly HashSet<long> known = [];
    private long after;

    /// <summary>Only one caller at a time; the counts may be asked by anybody meanwhile.</summary>
    public async Task CatchUpAsync(CancellationToken ct)
    {
        await foreach (var message in control.MessagesAsync(Math.Max(0, after - Overlap), ct))
        {
            after = Math.Max(after, message.Seq);
            if (known.Add(message.Seq))
            {
                byPhone.AddOrUpdate(message.To, 1, (_, times) => times + 1);
            }
        }
    }

    public int Reached(IEnumerable<string> phones) => phones.Count(byPhone.ContainsKey);

    public int Times(string phone) => byPhone.GetValueOrDefault(phone);
}
