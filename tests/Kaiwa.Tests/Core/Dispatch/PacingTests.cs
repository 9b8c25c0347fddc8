using CsCheck;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Dispatch;
using Kaiwa.Core.Storage;

namespace Kaiwa.Tests.Core.Dispatch;

public sealed class PacingTests
{
    [Fact]
    public void No_sequence_of_grants_exceeds_the_pace_in_any_second()
    {
        Gen.Select(Gen.Int[1, 2000], Gen.Select(Gen.Long[0, 150], Gen.Int[1, 600]).List[1, 300]).Sample((perSecond, steps) =>
        {
            long now = 1_000_000, nextFree = 0;
            var sent = new List<(long At, int Count)>();
            foreach (var (wait, wanted) in steps)
            {
                now += wait;
                var count = Math.Min(wanted, NumberPace.Allowed(nextFree, now, perSecond));
                if (count > 0)
                {
                    sent.Add((now, count));
                    nextFree = NumberPace.After(nextFree, now, perSecond, count);
                }
            }

            // A grant may run 100 ms ahead, and one message always fits.
            return sent.All(first => sent.Where(other => other.At >= first.At && other.At < first.At + 1000).Sum(other => other.Count) <= (perSecond * 1.1) + 2);
        });
    }

    [Fact]
    public void One_customer_gets_a_burst_of_45_and_then_one_message_every_six_seconds()
    {
        var pace = new PairPace();
        var customer = Id<Identity>.New(TimeProvider.System);
        var sent = 0;
        for (long now = 0; now < 60_000; now += 100)
        {
            if (pace.Wait(customer, now) == TimeSpan.Zero)
            {
                pace.Sent(customer, now);
                sent++;
            }
        }

        sent.ShouldBe(54); // 45 at once, then one at 6, 12, … 54 seconds
    }
}
