using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Features.Search;

/// <summary>The index of words, and what was found with where it stands.</summary>
internal sealed class SearchStore(Database database)
{
    private const string Index = "message_word";

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
    private const string SelectNewest = "SELECT COALESCE(max(seq), 0) FROM message -- all workspaces: where the search begins";

    private const string SelectFound = """
        SELECT m.seq, m.id, cv.id AS conversation_id, c.name, c.username, m.at, m.direction, m.kind, m.content, t.components, n.display,
               (SELECT i.value FROM identity i WHERE i.workspace_id = m.workspace_id AND i.contact_id = m.contact_id AND i.kind = 1 ORDER BY i.id LIMIT 1) AS phone
        FROM message_word
        JOIN message m ON m.seq = {seq}
        JOIN contact c ON c.id = m.contact_id
        JOIN phone_number n ON n.id = m.number_id
        LEFT JOIN conversation cv ON cv.workspace_id = m.workspace_id AND cv.number_id = m.number_id AND cv.contact_id = m.contact_id
        LEFT JOIN template t ON t.id = m.template_id
        WHERE {matches} AND {seq} < @before AND {seq} >= @after AND m.workspace_id = @workspace{filters}
        ORDER BY {seq} DESC LIMIT @most
        """;

    public Task<long> CursorAsync(string name, CancellationToken ct) => database.FirstAsync<long>(SelectCursor, new { name }, ct);

    public async Task<bool> MoveAsync(UnitOfWork unit, string name, long from, long to) => await unit.ExecuteAsync(MoveCursor, new { name, from, to }) == 1;

    public Task<IReadOnlyList<UnindexedRow>> NextAsync(long after, int most, CancellationToken ct) => database.QueryAsync<UnindexedRow>(SelectNext, new { after, most }, ct);

    public Task<int> PutAsync(UnitOfWork unit, IReadOnlyList<IndexedText> texts) => unit.BulkAsync(
        database.Dialect.FullText.Put(Index), new Bulk<IndexedText>(texts).Long("seq", text => text.Seq).Text("words", text => database.Dialect.FullText.Words(text.Words)));

    public Task<int> TakeAwayAsync(UnitOfWork unit, IReadOnlyList<long> seqs) => unit.BulkAsync(
        $"DELETE FROM {Index} WHERE {database.Dialect.FullText.Seq(Index)} IN (SELECT v.seq FROM {{rows}}) -- all workspaces: the number is a row's, which carries its workspace_id",
        new Bulk<long>(seqs).Long("seq", seq => seq));

    public Task<long> NewestAsync(CancellationToken ct) => database.FirstAsync<long>(SelectNewest, ct: ct);

    public Task<IReadOnlyList<FoundRow>> FindAsync(Id<Workspace> workspace, SearchFilter filter, string question, long after, long before, int most, CancellationToken ct)
    {
        var text = database.Dialect.FullText;
        var filters = (filter.Number is null ? "" : " AND m.number_id = @number") + (filter.Direction is null ? "" : " AND m.direction = @direction") + (filter.Kind is null ? "" : " AND m.kind = @kind")
            + (filter.From is null ? "" : " AND m.at >= @from") + (filter.Until is null ? "" : " AND m.at < @until");
        var sql = SelectFound.Replace("{seq}", text.Seq(Index), StringComparison.Ordinal).Replace("{matches}", text.Matches(Index), StringComparison.Ordinal).Replace("{filters}", filters, StringComparison.Ordinal);
        return database.QueryAsync<FoundRow>(
            sql, new { workspace, question, after, before, most, number = filter.Number, direction = (int?)filter.Direction ?? 0, kind = filter.Kind ?? "", from = filter.From ?? default, until = filter.Until ?? default }, ct);
    }
}

/// <summary>The words of one message.</summary>
internal sealed record IndexedText(long Seq, IReadOnlyList<string> Words);

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
