using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Dispatch;

/// <summary>
/// How many messages a number may start now. Pace is a row (<c>number_pace.next_free</c>) moved by one conditional update per grant,
/// so neither a restart nor a second node breaks Meta's rate; this is its arithmetic. Times are real milliseconds, never the demo's clock.
/// </summary>
internal static class NumberPace
{
    /// <summary>A grant covers at most so much of the future, so that a person's reply never waits behind a long one.</summary>
    public const long GrantMs = 100;

    // Grants of less would cost a commit for a message or two.
    private const long LeastRoomMs = GrantMs / 2;

    public static int Allowed(long nextFree, long now, int perSecond)
    {
        var room = now + GrantMs - Math.Max(nextFree, now);
        return room < LeastRoomMs ? 0 : (int)Math.Max(1, room * perSecond / 1000);
    }

    /// <summary>How long until the next grant is worth a round.</summary>
    public static TimeSpan Wait(long nextFree, long now) => TimeSpan.FromMilliseconds(Math.Max(1, nextFree - now - GrantMs + LeastRoomMs));

    public static long After(long nextFree, long now, int perSecond, int count) =>
        Math.Max(nextFree, now) + (((long)count * 1000) + perSecond - 1) / perSecond;
}

/// <summary>Meta's limit per customer: one message every six seconds after a burst of 45 that borrows from the future.</summary>
internal sealed class PairPace
{
    public const int Burst = 45;
    public static readonly TimeSpan PerMessage = TimeSpan.FromSeconds(6);

    private static readonly long Each = (long)PerMessage.TotalMilliseconds;
    private readonly Dictionary<Id<Identity>, long> paidUntil = [];
    private long sweptAt;

    /// <summary>Zero when a message may go now, else how long to wait.</summary>
    public TimeSpan Wait(Id<Identity> identity, long now) =>
        paidUntil.TryGetValue(identity, out var until) && until - now > (Burst - 1) * Each ? TimeSpan.FromMilliseconds(until - now - ((Burst - 1) * Each)) : TimeSpan.Zero;

    public void Sent(Id<Identity> identity, long now)
    {
        paidUntil[identity] = Math.Max(now, paidUntil.GetValueOrDefault(identity)) + Each;
        if (now - sweptAt > Each)
        {
            Sweep(now);
        }
    }

    private void Sweep(long now)
    {
        sweptAt = now;
        foreach (var identity in paidUntil.Where(pair => pair.Value <= now).Select(pair => pair.Key).ToList())
        {
            paidUntil.Remove(identity);
        }
    }
}
