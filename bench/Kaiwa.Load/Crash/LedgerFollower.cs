using System.Collections.Concurrent;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Crash;

/// <summary>Reads the simulator's ledger as it grows and counts how often each phone was written to.</summary>
internal sealed class LedgerFollower(SimulatorControl control)
{
    private readonly ConcurrentDictionary<string, int> byPhone = new(StringComparer.Ordinal);
    private long after;

    /// <summary>Only one caller at a time; the counts may be asked by anybody meanwhile.</summary>
    public async Task CatchUpAsync(CancellationToken ct)
    {
        await foreach (var message in control.MessagesAsync(after, ct))
        {
            after = Math.Max(after, message.Seq);
            byPhone.AddOrUpdate(message.To, 1, (_, times) => times + 1);
        }
    }

    public int Reached(IEnumerable<string> phones) => phones.Count(byPhone.ContainsKey);

    public int Times(string phone) => byPhone.GetValueOrDefault(phone);
}
