using System.Globalization;
using System.Text.RegularExpressions;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Crash;

/// <summary>What Kaiwa did with sends whose answer was lost: settled by a status, sent again, given up, or still waiting.</summary>
internal sealed partial record Policy(long Settled, long Resent, long Uncertain, long Waiting)
{
    public long Ambiguous => Settled + Resent + Uncertain + Waiting;

    /// <summary>From the log, where every decision is counted once, and from the database, which knows what is still open.</summary>
    public static async Task<Policy> OfAsync(Shop shop, CancellationToken ct)
    {
        var (settled, resent) = (0L, 0L);
        using var log = new StreamReader(new FileStream(shop.LogFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (await log.ReadLineAsync(ct) is { } line)
        {
            if (Round().Match(line) is { Success: true } round)
            {
                settled += long.Parse(round.Groups["settled"].ValueSpan, CultureInfo.InvariantCulture);
                resent += long.Parse(round.Groups["again"].ValueSpan, CultureInfo.InvariantCulture);
            }
        }

        return new Policy(settled, resent, await shop.Database.UncertainAsync(ct), await shop.Database.AmbiguousAsync(ct));
    }

    [GeneratedRegex(@"Unanswered sends: \d+, of which settled (?<settled>\d+), sent again (?<again>\d+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Round();
}
