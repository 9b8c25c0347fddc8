using Kaiwa.Core.Jobs;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Search;

/// <summary>
/// Cuts the words of new messages into the index, some seconds after they are written and off the path that writes them. Where numbers of messages
/// may be committed out of order, a second cursor goes over the same rows ten minutes later, for what the first one did not see yet.
/// </summary>
internal sealed class IndexMessages(SearchStore store, ContactWordStore people, Database database, TimeProvider time) : IRecurringJob
{
    private const int Most = 500;
    private const long Stretch = 5000;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Again = TimeSpan.FromMinutes(10);

    public string Name => "search-index";

    public TimeSpan Every => TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken ct)
    {
        await FollowAsync("first", Settled, ct);
        if (database.Dialect.NumbersComeLate)
        {
            await FollowAsync("again", Again, ct);
        }

        await CutOldOrdersAsync(ct);
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
        var rows = (await store.NextAsync(after, Most, ct)).TakeWhile(row => row.CreatedAt <= until).ToList();
        if (rows.Count == 0)
        {
            return 0;
        }

        var texts = rows.Select(Text).OfType<IndexedText>().GroupBy(text => text.Seq).Select(group => group.Last()).ToList();
        // Who writes may have changed their name.
        var writers = rows.Where(row => row.Direction == (int)Direction.Incoming).Select(row => row.ContactId).Distinct().ToList();
        var gone = rows.Where(row => row is { Kind: "revoke", About: not null }).Select(row => row.About!.Value).ToList();
        await database.InTransactionAsync(
            async unit =>
            {
                if (await store.MoveAsync(unit, cursor, after, rows[^1].Seq))
                {
                    // What stands there already may have been edited since: only edits replace.
                    var kept = texts.Where(text => !gone.Contains(text.Seq)).ToList();
                    await store.Index.PutAsync(unit, kept.Where(text => !text.IsEdit).ToList(), onlyMissing: true);
                    await store.Index.PutAsync(unit, kept.Where(text => text.IsEdit).ToList(), onlyMissing: false);
                    await store.Index.TakeAwayAsync(unit, gone);
                    await people.CutAsync(unit, writers);
                }
            },
            WritePriority.Bulk,
            ct);
        return rows.Count;
    }

    /// <summary>Orders that were cut before their references and products were.</summary>
    private async Task CutOldOrdersAsync(CancellationToken ct)
    {
        var until = await store.CursorAsync("orders-until", ct);
        for (var after = await store.CursorAsync("orders", ct); after < until; after = await store.CursorAsync("orders", ct))
        {
            var to = Math.Min(until, after + Stretch);
            var texts = (await store.OrdersAsync(after, to, ct)).Where(row => row.Content is not null && OrderWords.Of((Direction)row.Direction, row.Kind, row.Content) is not null).Select(Text).OfType<IndexedText>().ToList();
            await database.InTransactionAsync(
                async unit =>
                {
                    if (await store.MoveAsync(unit, "orders", after, to))
                    {
                        await store.Index.PutAsync(unit, texts, onlyMissing: false);
                    }
                },
                WritePriority.Bulk,
                ct);
        }
    }

    private static IndexedText? Text(UnindexedRow row)
    {
        if (row.Content is null || row.Kind is "reaction" or "revoke" || (row.Kind == "edit" && row.About is null))
        {
            return null;
        }

        var order = OrderWords.Of((Direction)row.Direction, row.Kind, row.Content);
        var words = Cut.Words(MessageWords.Of((Direction)row.Direction, row.Content, row.Components) + "\n" + order);
        return words.Count == 0 ? null : new IndexedText(row.About ?? row.Seq, row.About is not null, [Cut.Of(row.WorkspaceId), .. order is null ? (string[])[] : [Cut.Order], .. words]);
    }
}
