using Kaiwa.Core.Jobs;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Search;

/// <summary>
/// Cuts the names and numbers of contacts: new ones in the order of their ids, which at first are all there are, then those renamed otherwise than by a message
/// (<see cref="IndexMessages"/> sees who writes).
/// </summary>
internal sealed class IndexPeople(ContactWordStore store, Database database, TimeProvider time) : IRecurringJob
{
    private const int Most = 500;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(10);

    public string Name => "search-people";

    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken ct)
    {
        await FollowAsync("first", Settled, ct);
        await FollowAsync("again", Again, ct);
        while (await RenamedAsync(ct) == Most)
        {
            await Task.Yield();
        }
    }

    private async Task FollowAsync(string cursor, TimeSpan behind, CancellationToken ct)
    {
        while (await StepAsync(cursor, (time.GetUtcNow() - behind).ToUnixTimeMilliseconds(), ct) == Most)
        {
            await Task.Yield();
        }
    }

    private async Task<int> StepAsync(string cursor, long until, CancellationToken ct)
    {
        var after = await store.CursorAsync(cursor, ct);
        var rows = (await store.NextAsync(after, Most, ct)).TakeWhile(row => row.CreatedAt <= until).Select(row => row.Id).ToList();
        if (rows.Count > 0)
        {
            await database.InTransactionAsync(
                async unit =>
                {
                    if (await store.MoveAsync(unit, cursor, after, rows[^1]))
                    {
                        await store.CutAsync(unit, rows);
                    }
                },
                WritePriority.Bulk,
                ct);
        }

        return rows.Count;
    }

    private async Task<int> RenamedAsync(CancellationToken ct)
    {
        var rows = await store.RenamedAsync(Most, ct);
        if (rows.Count > 0)
        {
            await database.InTransactionAsync(
                async unit =>
                {
                    await store.CutAsync(unit, rows.Select(row => row.ContactId).Distinct().ToList());
                    await store.ForgetAsync(unit, rows);
                },
                WritePriority.Bulk,
                ct);
        }

        return rows.Count;
    }
}
