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
    public WordIndex Index { get; } = new(database, "message_word", "search_part");

    // What a broadcast says is its template's, a hundred thousand times: not cut. An edit and a revoke name the message that they are about.
    private const string SelectNext = """
        SELECT m.seq, m.workspace_id, m.contact_id, m.direction, m.kind, m.created_at, CASE WHEN m.origin = 3 THEN NULL ELSE m.content END AS content, t.components,
               CASE WHEN m.kind IN ('edit', 'revoke') THEN
                 (SELECT o.seq FROM message_wamid w JOIN message o ON o.id = w.message_id AND o.direction = m.direction WHERE w.number_id = m.number_id AND w.wamid = m.context_wamid)
               END AS about
        FROM message m LEFT JOIN template t ON t.id = m.template_id
        WHERE m.seq > @after ORDER BY m.seq LIMIT @most -- all workspaces: the index serves all, and each text carries its workspace_id
        """;

    private const string SelectCursor = "SELECT seq FROM search_cursor WHERE name = @name -- all workspaces: the index serves all";
    private const string MoveCursor = "UPDATE search_cursor SET seq = @to WHERE name = @name AND seq = @from -- all workspaces: the index serves all";
    private const string SelectOrders = """
        SELECT m.seq, m.workspace_id, m.contact_id, m.direction, m.kind, m.created_at, CASE WHEN m.origin = 3 THEN NULL ELSE m.content END AS content
        FROM message m WHERE m.seq > @after AND m.seq <= @until AND m.kind IN ('order', 'interactive') ORDER BY m.seq -- all workspaces: the index serves all, and each text carries its workspace_id
        """;

    internal const string SelectFound = """
        SELECT m.seq, m.id, cv.id AS conversation_id, c.name, c.username, m.at, m.direction, m.kind, m.content, t.components, n.display,
               (SELECT i.value FROM identity i WHERE i.workspace_id = m.workspace_id AND i.contact_id = m.contact_id AND i.kind = 1 ORDER BY i.id DESC LIMIT 1) AS phone
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

    /// <summary>Messages that may be orders, within a stretch of numbers.</summary>
    public Task<IReadOnlyList<UnindexedRow>> OrdersAsync(long after, long until, CancellationToken ct) => database.QueryAsync<UnindexedRow>(SelectOrders, new { after, until }, ct);

    public Task<IReadOnlyList<FoundRow>> FindAsync(Id<Workspace> workspace, SearchFilter filter, string question, long part, long before, int most, CancellationToken ct)
    {
        var filters = (filter.Number is null ? "" : " AND m.number_id = @number") + (filter.Direction is null ? "" : " AND m.direction = @direction") + (filter.Kind is null ? "" : " AND m.kind = @kind")
            + (filter.From is null ? "" : " AND m.at >= @from") + (filter.Until is null ? "" : " AND m.at < @until") + (filter.Agent is null ? "" : " AND cv.assigned_to = @agent")
            + (filter.Label is null ? "" : " AND EXISTS (SELECT 1 FROM conversation_label cl WHERE cl.workspace_id = m.workspace_id AND cl.label_id = @label AND cl.conversation_id = cv.id)");
        return database.QueryAsync<FoundRow>(
            Index.OfPart(SelectFound, part).Replace("{filters}", filters, StringComparison.Ordinal),
            new
            {
                workspace,
                question,
                before,
                most,
                number = filter.Number,
                direction = (int?)filter.Direction ?? 0,
                kind = filter.Kind ?? "",
                from = filter.From ?? default,
                until = filter.Until ?? default,
                agent = filter.Agent,
                label = filter.Label,
            },
            ct);
    }
}

internal sealed record UnindexedRow
{
    public required long Seq { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required Id<Contact> ContactId { get; init; }

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
