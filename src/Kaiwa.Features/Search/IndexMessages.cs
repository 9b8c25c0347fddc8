using Kaiwa.Core.Jobs;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Search;

/// <summary>
/// Cuts the words of new messages into the index, some seconds after they are written and off the path that writes them. Where numbers of messages
/// may be committed out of order, a second cursor goes over the same rows ten minutes later, for what the first one did not see yet.
/// </summary>
internal sealed class IndexMessages(SearchStore store, Database database, TimeProvider time) : IRecurringJob
{
    private const int Most = 500;
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
        var gone = rows.Where(row => row is { Kind: "revoke", About: not null }).Select(row => row.About!.Value).ToList();
        await database.InTransactionAsync(
            async unit =>
            {
                if (await store.MoveAsync(unit, cursor, after, rows[^1].Seq))
                {
                    // What stands there already may have been edited since: only edits replace.
                    var kept = texts.Where(text => !gone.Contains(text.Seq)).ToList();
                    await store.PutAsync(unit, kept.Where(text => !text.IsEdit).ToList(), onlyMissing: true);
                    await store.PutAsync(unit, kept.Where(text => text.IsEdit).ToList(), onlyMissing: false);
                    await store.TakeAwayAsync(unit, gone);
                }
            },
            WritePriority.Bulk,
            ct);
        return rows.Count;
    }

    private static IndexedText? Text(UnindexedRow row)
    {
        if (row.Content is null || row.Kind is "reaction" or "revoke" || (row.Kind == "edit" && row.About is null))
        {
            return null;
        }

        var words = Cut.Words(MessageWords.Of((Direction)row.Direction, row.Content, row.Components));
        return words.Count == 0 ? null : new IndexedText(row.About ?? row.Seq, row.About is not null, [Cut.Of(row.WorkspaceId), .. words]);
    }
}
