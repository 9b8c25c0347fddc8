using Kaiwa.Load.Product;

namespace Kaiwa.Load.Crash;

/// <summary>Counts what went wrong, from the simulator's ledger and from what Kaiwa shows of its inbox.</summary>
internal static class Judge
{
    public static (int Doubled, int Skipped) Recipients(LedgerFollower ledger, IEnumerable<string> phones)
    {
        var (doubled, skipped) = (0, 0);
        foreach (var phone in phones)
        {
            var times = ledger.Times(phone);
            doubled += times > 1 ? 1 : 0;
            skipped += times == 0 ? 1 : 0;
        }

        return (doubled, skipped);
    }

    /// <summary>Acknowledged messages that the inbox does not show, and those it shows more than once.</summary>
    public static async Task<(int Lost, int Twice)> InboundAsync(KaiwaApi api, IReadOnlyCollection<InboundMessage> acknowledged, CancellationToken ct)
    {
        var (lost, twice) = (0, 0);
        foreach (var customer in acknowledged.GroupBy(message => message.Phone, StringComparer.Ordinal))
        {
            var shown = (await api.ThreadTextsAsync(customer.Key, ct)).GroupBy(text => text, StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Count(), StringComparer.Ordinal);
            foreach (var message in customer)
            {
                var times = shown.GetValueOrDefault(message.Text);
                lost += times == 0 ? 1 : 0;
                twice += times > 1 ? 1 : 0;
            }
        }

        return (lost, twice);
    }
}
