using System.Globalization;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Search;

/// <summary>An index of words in parts, each over a stretch of numbers: a common word, or the beginning of one, costs no more than a part.</summary>
internal sealed class WordIndex(Database database, string name, string partTable)
{
    public const long PartSize = 250_000;

    private const string Parts = "SELECT part FROM {table} ORDER BY part DESC -- all workspaces: the index serves all";
    private const string InsertPart = "INSERT INTO {table} (part) VALUES (@part) ON CONFLICT (part) DO NOTHING -- all workspaces: the index serves all";
    private const string Delete = "DELETE FROM {index} WHERE {seq} IN (SELECT v.seq FROM {rows}) -- all workspaces: the number is a row's, which carries its workspace_id";

    /// <summary>The newest first.</summary>
    public Task<IReadOnlyList<long>> PartsAsync(CancellationToken ct) => database.QueryAsync<long>(OfTable(Parts), ct: ct);

    public async Task PutAsync(UnitOfWork unit, IReadOnlyList<IndexedText> texts, bool onlyMissing)
    {
        foreach (var part in texts.GroupBy(text => text.Seq / PartSize))
        {
            var index = Of(part.Key);
            if (await unit.ExecuteAsync(OfTable(InsertPart), new { part = part.Key }) == 1)
            {
                await unit.ExecuteAsync(database.Dialect.FullText.Create(index));
            }

            var rows = new Bulk<IndexedText>(part.ToList()).Long("seq", text => text.Seq).Text("words", text => database.Dialect.FullText.Words(text.Words));
            await unit.BulkAsync(onlyMissing ? database.Dialect.FullText.PutMissing(index) : database.Dialect.FullText.Put(index), rows);
        }
    }

    public async Task TakeAwayAsync(UnitOfWork unit, IReadOnlyList<long> seqs)
    {
        var parts = seqs.Count == 0 ? [] : await unit.QueryAsync<long>(OfTable(Parts));
        foreach (var part in seqs.GroupBy(seq => seq / PartSize).Where(part => parts.Contains(part.Key)))
        {
            await unit.BulkAsync(OfPart(Delete, part.Key), new Bulk<long>(part.ToList()).Long("seq", seq => seq));
        }
    }

    /// <summary>A statement over one part: <c>{index}</c>, <c>{seq}</c> and <c>{matches}</c> filled in.</summary>
    public string OfPart(string sql, long part)
    {
        var (text, index) = (database.Dialect.FullText, Of(part));
        return sql.Replace("{index}", index, StringComparison.Ordinal).Replace("{seq}", text.Seq(index), StringComparison.Ordinal).Replace("{matches}", text.Matches(index), StringComparison.Ordinal);
    }

    public string Question(IEnumerable<FullText.Phrase> phrases, FullText.Phrase? without = null) => database.Dialect.FullText.Question(phrases, without);

    private string OfTable(string sql) => sql.Replace("{table}", partTable, StringComparison.Ordinal);

    private string Of(long part) => string.Create(CultureInfo.InvariantCulture, $"{name}_{part}");
}

/// <summary>The words of one message or person.</summary>
internal sealed record IndexedText(long Seq, bool IsEdit, IReadOnlyList<string> Words);
