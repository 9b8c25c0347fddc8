using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Dispatch;

/// <summary>What one number has under way in this process: one round at a time, one message per recipient.</summary>
internal sealed class InFlight
{
    private const long LookAtAllEvery = 1000; // ms
    private readonly HashSet<Id<Identity>> recipients = [];
    private bool isAwaited, isInRound, isRungMeanwhile;
    private long oldestDue, lookedAtAll;

    /// <summary>More waited in the last round than there was room for: rounds are large then, since each costs the same few statements, however many it takes.</summary>
    public bool IsPressed { get; private set; }

    public PairPace PairPace { get; } = new();

    public int Count
    {
        get
        {
            lock (recipients)
            {
                return recipients.Count;
            }
        }
    }

    /// <summary>False while a round is under way: it is told, and <see cref="End"/> says so to whoever ends it.</summary>
    public bool TryBegin()
    {
        lock (recipients)
        {
            isRungMeanwhile = isInRound;
            return !isInRound && (isInRound = true);
        }
    }

    /// <summary>True when another round was wanted meanwhile.</summary>
    public bool End()
    {
        lock (recipients)
        {
            (var wasRung, isInRound, isRungMeanwhile) = (isRungMeanwhile, false, false);
            return wasRung;
        }
    }

    /// <summary>
    /// Where to begin looking. While pressed, not at the very beginning, where the queue's ended rows lie until they are swept up; but once a second there too,
    /// for what became due late.
    /// </summary>
    public long Since(long realNow) => IsPressed && realNow - lookedAtAll < LookAtAllEvery ? oldestDue : 0;

    public void Picked(List<JobFacts> jobs, int room, long realNow)
    {
        lookedAtAll = Since(realNow) == 0 ? realNow : lookedAtAll;
        IsPressed = jobs.Count == room;
        oldestDue = IsPressed ? jobs.Min(job => job.Due) : 0;
    }

    public bool TryTake(Id<Identity> identity)
    {
        lock (recipients)
        {
            return recipients.Add(identity);
        }
    }

    /// <summary>There was no room for more: the lane wants to be rung when there is.</summary>
    public void RingWhenHalf()
    {
        lock (recipients)
        {
            isAwaited = true;
        }
    }

    /// <summary>True once, when somebody waits and enough answers have come.</summary>
    public bool TakeRing(int enough)
    {
        lock (recipients)
        {
            if (!isAwaited || recipients.Count > enough)
            {
                return false;
            }

            isAwaited = false;
            return true;
        }
    }

    public void Release(Id<Identity> identity)
    {
        lock (recipients)
        {
            recipients.Remove(identity);
        }
    }
}
