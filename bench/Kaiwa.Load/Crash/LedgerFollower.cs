using Kaiwa.Load.Product;

namespace Kaiwa.Load.Crash;

/// <summary>Reads the simulator's ledger as it grows and counts how often each phone was written to.</summary>
internal sealed class LedgerFollower(SimulatorControl control)
{
    private readonly Dictionary<string, List<LedgerMessage>> byPhone = new(StringComparer.Ordinal);
    private long after;

    public async Task CatchUpAsync(CancellationToken ct)
    {
        await foreach (var message in control.MessagesAsync(after, ct))
        {
            after = Math.Max(after, message.Seq);
            if (!byPhone.TryGetValue(message.To, out var messages))
            {
                byPhone[message.To] = messages = [];
            }

            messages.Add(message);
        }
    }

    public int Reached(IEnumerable<string> phones) => phones.Count(byPhone.ContainsKey);

    public int Times(string phone) => byPhone.TryGetValue(phone, out var messages) ? messages.Count : 0;

    public IReadOnlyList<LedgerMessage> Of(string phone) => byPhone.GetValueOrDefault(phone) ?? [];
}
