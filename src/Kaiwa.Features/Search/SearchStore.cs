using System.Globalization;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Features.Search;

/// <summary>The index of words, and what was found with where it stands.</summary>
internal sealed class SearchStore(Database database)
{
    /// <summary>Messages of one part of the index: a question about a common word, or the beginning of one, costs no more than a part.</summary>
    public const long PartSize = 250_000;

    // What a broadcast says is its template's, a hundred thousand times: not cut. An edit and a revoke name the message that they are about.
    private const string SelectNext = """
        SELECT m.seq, m.workspace_id, m.direction, m.kind, m.created_at, CASE WHEN m.origin = 3 THEN NULL ELSE m.content END AS content, t.components,
               CASE WHEN m.kind IN ('edit', 'revoke') THEN
                 (SELECT o.seq FROM message_wamid w JOIN message o ON o.id = w.message_id AND o.direction = m.direction WHERE w.number_id = m.number_id AND w.wamid = m.context_wamid)
               END AS about
        FROM message m LEFT JOIN template t ON t.id = m.template_id
        WHERE m.seq > @after ORDER BY m.seq LIMIT @most -- all workspaces: the index serves all, and each text carries its workspace_id
        """;

    private const string SelectCursor = "SELECT seq FROM search_cursor WHERE name = @name -- all workspaces: the index serves all";
    private const string MoveCursor = "UPDATE search_cursor SET seq = @to WHERE name = @name AND seq = @from -- all workspaces: the index serves all";
    private const string SelectParts = "SELECT part FROM search_part ORDER BY part DESC -- all workspaces: the index serves all";
    private const string InsertPart = "INSERT INTO search_part (part) VALUES (@part) ON CONFLICT (part) DO NOTHING -- all workspaces: the index serves all";

    private const string SelectFound = """
        SELECT m.seq, m.id, cv.id AS conversation_id, c.name, c.username, m.at, m.direction, m.kind, m.content, t.components, n.display,
               (SELECT i.value FROM identity i WHERE i.workspace_id = m.workspace_id AND i.contact_id = m.contact_id AND i.kind = 1 ORDER BY i.id LIMIT 1) AS phone
        FROM {index}
        JOIN message m ON m.seq = {seq}
        JOIN contact c ON c.id = m.contact_id
        JOIN phone_number n ON n.id = m.number_id
        LEFT JOIN conversation cv ON cv.workspace_id = m.workspace_id AND cv.number_id = m.number_id AND cv.contact_id = m.contact_id
        LEFT JOIN template t ON t.id = m.template_id
        WHERE {matches} AND {seq} < @before AND m.workspace_id = @workspace{filters}
        ORDER BY {seq} DESC LIMIT @most
        """;

    public Task<long> CursorAsync(string name, CancellationToken ct) => database.FirstAsync<long>(SelectCursor, new { name }, ct);

    public async Task<bool> MoveAsync(UnitOfWork unit, string name, long from, long to) => await unit.ExecuteAsync(MoveCursor, new { name, from, to }) == 1;

    public Task<IReadOnlyList<UnindexedRow>> NextAsync(long after, int most, CancellationToken ct) => database.QueryAsync<UnindexedRow>(SelectNext, new { after, most }, ct);

    public async Task PutAsync(UnitOfWork unit, IReadOnlyList<IndexedText> texts, bool onlyMissing)
    {
        foreach (var part in texts.GroupBy(text => text.Seq / PartSize))
        {
            if (await unit.ExecuteAsync(InsertPart, new { part = part.Key }) == 1)
            {
                await unit.ExecuteAsync(database.Dialect.FullText.Create(Index(part.Key)));
            }

            var rows = new Bulk<IndexedText>(part.ToList()).Long("seq", text => text.Seq).Text("words", text => database.Dialect.FullText.Words(text.Words));
            await unit.BulkAsync(onlyMissing ? database.Dialect.FullText.PutMissing(Index(part.Key)) : database.Dialect.FullText.Put(Index(part.Key)), rows);
        }
    }

    public async Task TakeAwayAsync(UnitOfWork unit, IReadOnlyList<long> seqs)
    {
        var parts = seqs.Count == 0 ? [] : await unit.QueryAsync<long>(SelectParts);
        foreach (var part in seqs.GroupBy(seq => seq / PartSize).Where(part => parts.Contains(part.Key)))
        {
            var sql = $"DELETE FROM {Index(part.Key)} WHERE {database.Dialect.FullText.Seq(Index(part.Key))} IN (SELECT v.seq FROM {{rows}}) -- all workspaces: the number is a row's, which carries its workspace_id";
            await unit.BulkAsync(sql, new Bulk<long>(part.ToList()).Long("seq", seq => seq));
        }
    }

    /// <summary>The newest first.</summary>
    public Task<IReadOnlyList<long>> PartsAsync(CancellationToken ct) => database.QueryAsync<long>(SelectParts, ct: ct);

    public Task<IReadOnlyList<FoundRow>> FindAsync(Id<Workspace> workspace, SearchFilter filter, string question, long part, long before, int most, CancellationToken ct)
    {
        var text = database.Dialect.FullText;
        var filters = (filter.Number is null ? "" : " AND m.number_id = @number") + (filter.Direction is null ? "" : " AND m.direction = @direction") + (filter.Kind is null ? "" : " AND m.kind = @kind")
            + (filter.From is null ? "" : " AND m.at >= @from") + (filter.Until is null ? "" : " AND m.at < @until");
        var sql = SelectFound.Replace("{index}", Index(part), StringComparison.Ordinal).Replace("{seq}", text.Seq(Index(part)), StringComparison.Ordinal)
            .Replace("{matches}", text.Matches(Index(part)), StringComparison.Ordinal).Replace("{filters}", filters, StringComparison.Ordinal);
        return database.QueryAsync<FoundRow>(
            sql, new { workspace, question, before, most, number = filter.Number, direction = (int?)filter.Direction ?? 0, kind = filter.Kind ?? "", from = filter.From ?? default, until = filter.Until ?? default }, ct);
    }

    private static string Index(long part) => string.Create(CultureInfo.InvariantCulture, $"message_word_{part}");
}

/// <summary>The words of one message.</summary>
internal sealed record IndexedText(long Seq, bool IsEdit, IReadOnlyList<string> Words);

internal sealed record UnindexedRow
{
    public required long Seq { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required int Direction { get; init; }

    public required string Kind { get; init; }

    public required long CreatedAt { get; init; }

    public string? Content { get; init; }

    public string? Components { get; init; }

    public long? About { get; init; }
}

internal sealed record FoundRow
{
    public required long Seq { get; init; }

    public required Id<Message> Id { get; init; }

    public Id<Conversation>? ConversationId { get; init; }

    public string? Name { get; init; }

    public string? Username { get; init; }

    public string? Phone { get; init; }

    public required long At { get; init; }

    public required int Direction { get; init; }

    public required string Kind { get; init; }

    public required string Content { get; init; }

    public string? Components { get; init; }

    public required string Display { get; init; }
}
