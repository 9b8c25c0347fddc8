using System.Collections.Concurrent;

namespace Kaiwa.Core.Ingest;

/// <summary>Remembers which phone and user id are known to be one person, so that the statuses of a broadcast teach it once and not three times each.</summary>
internal sealed class KnownPairs
{
    private const int Most = 200_000;
    private ConcurrentDictionary<(Guid Workspace, string UserId), bool> known = new();
    private int count;

    /// <summary>Does this status name a user id for a phone that we have not heard of lately?</summary>
    public bool IsNews(Part part) =>
        part is { Status: { RecipientUserId: { } user, RecipientId: not null, RecipientType: not "group" }, Message: not null } && !known.ContainsKey((part.Number!.Workspace.Id.Value, user));

    public void Learn(Part part)
    {
        if (part.Status?.RecipientUserId is { } user)
        {
            // Counted here: the dictionary's own count takes every one of its locks.
            if (known.TryAdd((part.Number!.Workspace.Id.Value, user), true) && Interlocked.Increment(ref count) > Most)
            {
                known = new();
                count = 0;
            }
        }
    }
}
