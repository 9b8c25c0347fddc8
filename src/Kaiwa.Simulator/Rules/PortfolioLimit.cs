namespace Kaiwa.Simulator.Rules;

/// <summary>Unique people written to outside windows in a rolling 24 h of simulated time, shared by all numbers of a portfolio.</summary>
internal sealed class PortfolioLimit(int? usersPerDay)
{
    private const long DayMs = 24 * 60 * 60 * 1000L;
    private readonly Lock gate = new();
    private readonly Dictionary<ulong, long> lastByPhone = [];
    private readonly Queue<(ulong Phone, long At)> ageing = [];

    public int? UsersPerDay { get; set; } = usersPerDay;

    public int Used(long nowMs)
    {
        lock (gate)
        {
            Forget(nowMs);
            return lastByPhone.Count;
        }
    }

    /// <summary>Counts a person in, unless the limit is reached and they are not among those already counted.</summary>
    public bool TryTake(ulong phone, long nowMs)
    {
        lock (gate)
        {
            Forget(nowMs);
            if (UsersPerDay is { } limit && lastByPhone.Count >= limit && !lastByPhone.ContainsKey(phone))
            {
                return false;
            }

            lastByPhone[phone] = nowMs;
            ageing.Enqueue((phone, nowMs));
            return true;
        }
    }

    /// <summary>Gives the place back when the message failed: only delivered messages count.</summary>
    public void Release(ulong phone, long takenAtMs)
    {
        lock (gate)
        {
            if (lastByPhone.TryGetValue(phone, out var at) && at == takenAtMs)
            {
                lastByPhone.Remove(phone);
            }
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            lastByPhone.Clear();
            ageing.Clear();
        }
    }

    private void Forget(long nowMs)
    {
        while (ageing.TryPeek(out var oldest) && oldest.At <= nowMs - DayMs)
        {
            ageing.Dequeue();
            if (lastByPhone.TryGetValue(oldest.Phone, out var at) && at == oldest.At)
            {
                lastByPhone.Remove(oldest.Phone);
            }
        }
    }
}
