using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox;

/// <summary>Reads messages as a thread shows them.</summary>
internal sealed class ThreadStore(Database database)
{
    // The messages of one part of a thread. Lists of ids as arguments differ between the engines, so what belongs to a part is found by asking for it again.
    private const string Part = """
        m.workspace_id = @workspace AND m.contact_id = @contact AND m.number_id = @number AND m.kind NOT IN ('reaction', 'edit', 'revoke') AND {from} LIMIT @most
        """;

    internal const string SelectMessages = $"""
        SELECT m.seq, m.id, m.direction, m.state, m.kind, m.content, m.wamid, m.context_wamid, m.origin, m.at, m.sent_at, m.delivered_at, m.read_at, m.played_at, m.failure,
               j.state AS job_state, j.hold, t.components, md.mime, md.file_name, md.size, md.sha256, md.problem AS media_problem
        FROM message m
        LEFT JOIN job j ON j.message_id = m.id
        LEFT JOIN template t ON t.id = m.template_id
        LEFT JOIN media md ON md.message_id = m.id
        WHERE {Part}
        """;

    // Oldest first: the last one stands. Ties are broken by WhatsApp's id, so that the order of arrival makes no difference.
    internal const string SelectChanges = $"""
        SELECT c.context_wamid, c.kind, c.direction, c.content, c.at, c.seq FROM message c
        WHERE c.workspace_id = @workspace AND c.contact_id = @contact AND c.kind IN ('reaction', 'edit', 'revoke') AND c.state NOT IN (15, 16, 45)
          AND c.context_wamid IN (SELECT part.wamid FROM (SELECT m.wamid FROM message m WHERE {Part}) AS part)
        ORDER BY c.at, c.wamid, c.seq
        """;

    internal const string SelectQuoted = $"""
        SELECT q.wamid AS context_wamid, q.kind, q.direction, q.content, q.at, q.seq, t.components FROM message q LEFT JOIN template t ON t.id = q.template_id
        WHERE q.workspace_id = @workspace AND q.contact_id = @contact
          AND q.wamid IN (SELECT part.context_wamid FROM (SELECT m.context_wamid FROM message m WHERE {Part}) AS part)
        """;

    private const string SelectOne = """
        SELECT m.id, m.number_id, m.contact_id, m.direction, m.state, m.kind, m.category, m.template_id, m.content, m.context_wamid
        FROM message m WHERE m.workspace_id = @workspace AND m.id = @id
        """;

    private const string SelectResent = """
        SELECT 1 FROM message WHERE workspace_id = @workspace AND contact_id = @contact AND cause_id = @cause AND state NOT IN (15, 16, 45) LIMIT 1
        """;

    private const string SelectNewestIncoming = """
        SELECT wamid FROM message
        WHERE workspace_id = @workspace AND contact_id = @contact AND number_id = @number AND direction = 0 AND wamid <> ''
        ORDER BY at DESC, seq DESC LIMIT 1
        """;

    private const string SelectMedia = "SELECT mime, file_name, sha256, size FROM media WHERE workspace_id = @workspace AND message_id = @message";

    public async Task<(IReadOnlyList<MessageRow> Messages, IReadOnlyList<ChangeRow> Changes, IReadOnlyList<ChangeRow> Quoted)> PartAsync(
        Id<Workspace> workspace, ConversationRecord of, ThreadPlace place, int most, CancellationToken ct)
    {
        var args = new { workspace, contact = of.ContactId, number = of.NumberId, at = place.At, seq = place.Seq, most };
        var messages = await database.QueryAsync<MessageRow>(At(place, SelectMessages), args, ct);
        return (
            messages,
            messages.Count == 0 ? [] : await database.QueryAsync<ChangeRow>(At(place, SelectChanges), args, ct),
            messages.All(row => row.ContextWamid is null) ? [] : await database.QueryAsync<ChangeRow>(At(place, SelectQuoted), args, ct));
    }

    public Task<SentRow?> FindAsync(Id<Workspace> workspace, Id<Message> id, CancellationToken ct) => database.FirstAsync<SentRow>(SelectOne, new { workspace, id }, ct);

    public Task<SentRow?> FindAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Message> id) => unit.FirstAsync<SentRow>(SelectOne, new { workspace, id });

    public async Task<bool> WasResentAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Contact> contact, Id<Message> cause) =>
        await unit.FirstAsync<int?>(SelectResent, new { workspace, contact, cause }) is not null;

    public Task<string?> NewestIncomingAsync(UnitOfWork unit, Id<Workspace> workspace, ConversationRecord of) =>
        unit.FirstAsync<string>(SelectNewestIncoming, new { workspace, contact = of.ContactId, number = of.NumberId });

    public Task<MediaRow?> MediaAsync(Id<Workspace> workspace, Id<Message> message, CancellationToken ct) => database.FirstAsync<MediaRow>(SelectMedia, new { workspace, message }, ct);

    internal static string At(ThreadPlace place, string sql) => sql.Replace(
        "{from}",
        place.Side == ThreadSide.After ? "(m.at, m.seq) > (@at, @seq) ORDER BY m.at, m.seq" : "(m.at, m.seq) < (@at, @seq) ORDER BY m.at DESC, m.seq DESC",
        StringComparison.Ordinal);
}

internal sealed record MessageRow
{
    public required long Seq { get; init; }

    public required Id<Message> Id { get; init; }

    public required int Direction { get; init; }

    public required int State { get; init; }

    public required string Kind { get; init; }

    public required string Content { get; init; }

    public string? Wamid { get; init; }

    public string? ContextWamid { get; init; }

    public required int Origin { get; init; }

    public required long At { get; init; }

    public DateTimeOffset? SentAt { get; init; }

    public DateTimeOffset? DeliveredAt { get; init; }

    public DateTimeOffset? ReadAt { get; init; }

    public DateTimeOffset? PlayedAt { get; init; }

    public string? Failure { get; init; }

    public int? JobState { get; init; }

    public string? Hold { get; init; }

    public string? Components { get; init; }

    public string? Mime { get; init; }

    public string? FileName { get; init; }

    public long? Size { get; init; }

    public string? Sha256 { get; init; }

    public string? MediaProblem { get; init; }
}

internal sealed record ChangeRow
{
    public required string ContextWamid { get; init; }

    public required string Kind { get; init; }

    public required int Direction { get; init; }

    public required string Content { get; init; }

    public required long At { get; init; }

    public required long Seq { get; init; }

    public string? Components { get; init; }
}

internal sealed record SentRow
{
    public required Id<Message> Id { get; init; }

    public required Id<Number> NumberId { get; init; }

    public required Id<Contact> ContactId { get; init; }

    public required int Direction { get; init; }

    public required int State { get; init; }

    public required string Kind { get; init; }

    public required int Category { get; init; }

    public Guid? TemplateId { get; init; }

    public required string Content { get; init; }

    public string? ContextWamid { get; init; }
}

internal sealed record MediaRow
{
    public required string Mime { get; init; }

    public string? FileName { get; init; }

    public string? Sha256 { get; init; }

    public long? Size { get; init; }
}
