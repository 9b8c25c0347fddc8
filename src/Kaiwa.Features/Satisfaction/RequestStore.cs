using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Satisfaction;

/// <summary>Questions to customers: waiting, asked, answered. They lie with the number and the contact, so that they follow when two contacts become one.</summary>
internal sealed class RequestStore(Database database, TimeProvider time) : IFollowMerge
{
    private const string SelectResolved = """
        SELECT cv.number_id, cv.contact_id, cv.resolved_at FROM {rows} JOIN conversation cv ON cv.id = v.id AND cv.workspace_id = v.workspace_id
        """;

    private const string DropWaiting = """
        UPDATE satisfaction_request SET state = 2
        FROM {rows}
        WHERE satisfaction_request.workspace_id = v.workspace_id AND satisfaction_request.contact_id = v.contact_id AND satisfaction_request.number_id = v.number_id AND satisfaction_request.state = 0
        """;

    private const string Insert = """
        INSERT INTO satisfaction_request (id, workspace_id, number_id, contact_id, user_id, resolved_at, due_at, state)
        SELECT v.id, v.workspace_id, v.number_id, v.contact_id, v.user_id, v.resolved_at, v.due_at, 0 FROM {rows} WHERE TRUE
        """;

    private const string SelectDue = """
        SELECT r.id, r.workspace_id, r.number_id, r.contact_id, r.resolved_at, c.consent, c.language, ch.last_inbound_at
        FROM satisfaction_request r JOIN contact c ON c.id = r.contact_id LEFT JOIN chat ch ON ch.number_id = r.number_id AND ch.contact_id = r.contact_id
        WHERE r.state = 0 AND r.due_at <= @now ORDER BY r.due_at, r.id LIMIT @most -- all workspaces: the node asks for them all, each with its workspace_id
        """;

    // Writes what is there, so that a customer who writes just now waits, and is then found to have been asked before.
    private const string LockResolved = """
        UPDATE conversation SET read_seq = conversation.read_seq
        WHERE workspace_id = @workspace AND number_id = @number AND contact_id = @contact AND status = 1 AND resolved_at = @resolvedAt AND blocked_at IS NULL
        """;

    private const string Begin = """
        UPDATE satisfaction_request SET state = 1, asked_at = @now
        WHERE workspace_id = @workspace AND id = @id AND state = 0 AND NOT EXISTS (
          SELECT 1 FROM satisfaction_request AS other WHERE other.workspace_id = @workspace AND other.contact_id = @contact AND other.state = 1 AND other.asked_at > @since)
        """;

    private const string Drop = "UPDATE satisfaction_request SET state = 2, asked_at = NULL WHERE workspace_id = @workspace AND id = @id AND score IS NULL";

    // The first answer counts.
    private const string Answer = """
        UPDATE satisfaction_request SET score = @score, answered_at = @at
        WHERE workspace_id = @workspace AND id = @id AND contact_id = @contact AND state = 1 AND score IS NULL
        """;

    private const string CountAsked = "SELECT count(*) FROM satisfaction_request WHERE workspace_id = @workspace AND asked_at >= @from AND asked_at < @until";
    private const string CountScores = """
        SELECT user_id, score, count(*) AS answers FROM satisfaction_request WHERE workspace_id = @workspace AND answered_at >= @from AND answered_at < @until GROUP BY user_id, score
        """;

    private const string SelectAnswered = """
        SELECT r.id, cv.id AS conversation_id, r.contact_id, c.name, r.score, r.answered_at, r.user_id,
          (SELECT m.content FROM message m WHERE m.workspace_id = r.workspace_id AND m.contact_id = r.contact_id AND m.number_id = r.number_id AND m.direction = 0 AND m.kind = 'text'
             AND m.at >= r.answered_at AND m.at <= r.answered_at + 3600000 ORDER BY m.at, m.seq LIMIT 1) AS comment
        FROM satisfaction_request r
        JOIN contact c ON c.id = r.contact_id
        JOIN conversation cv ON cv.workspace_id = r.workspace_id AND cv.number_id = r.number_id AND cv.contact_id = r.contact_id
        WHERE r.workspace_id = @workspace AND r.answered_at >= @from AND r.answered_at < @until AND (r.answered_at, r.id) < (@at, @id) {who}
        ORDER BY r.answered_at DESC, r.id DESC LIMIT @most
        """;

    private const string Move = "UPDATE satisfaction_request SET contact_id = @into WHERE workspace_id = @workspace AND contact_id = @from";

    // The question is a message of the same id; who was asked is whose message it is.
    private const string MoveBack = """
        UPDATE satisfaction_request SET contact_id = @from
        WHERE workspace_id = @workspace AND contact_id = @into AND EXISTS (SELECT 1 FROM message m WHERE m.workspace_id = @workspace AND m.id = satisfaction_request.id AND m.contact_id = @from)
        """;

    /// <summary>Waits for each of them anew; what waited for an earlier resolution is forgotten.</summary>
    public async Task WaitAsync(UnitOfWork unit, Actor actor, IReadOnlyCollection<Id<Conversation>> conversations, TimeSpan? delay)
    {
        var resolved = await unit.BulkQueryAsync(
            SelectResolved, new Bulk<Id<Conversation>>(conversations.ToList()).Id("id", id => id).Id("workspace_id", _ => actor.Workspace), row => new Resolved(row.ReadId<Number>(0), row.ReadId<Contact>(1), row.GetInt64(2)));
        await unit.BulkAsync(DropWaiting, Rows(actor, resolved));
        if (delay is { } wait)
        {
            await unit.BulkAsync(
                Insert,
                Rows(actor, resolved).Id("id", _ => Id<Message>.New(time)).Guid("user_id", _ => actor.Subject).Long("resolved_at", one => one.At).Long("due_at", one => one.At + (long)wait.TotalMilliseconds));
        }
    }

    public Task<IReadOnlyList<RequestRow>> DueAsync(int most, CancellationToken ct) => database.QueryAsync<RequestRow>(SelectDue, new { now = time.GetUtcNow(), most }, ct);

    /// <summary>True when the conversation is still resolved, and it and the question are held for the one who asks.</summary>
    public async Task<bool> BeginAsync(UnitOfWork unit, RequestRow row, int pauseDays)
    {
        var now = time.GetUtcNow();
        var args = new { workspace = row.WorkspaceId, number = row.NumberId, contact = row.ContactId, resolvedAt = row.ResolvedAt, id = row.Id, now, since = now.AddDays(-pauseDays) };
        return await unit.ExecuteAsync(LockResolved, args) == 1 && await unit.ExecuteAsync(Begin, args) == 1;
    }

    public static Task DropAsync(UnitOfWork unit, RequestRow row) => unit.ExecuteAsync(Drop, new { workspace = row.WorkspaceId, id = row.Id });

    /// <summary>True the first time.</summary>
    public static async Task<bool> AnswerAsync(UnitOfWork unit, CustomerRating rating) => await unit.ExecuteAsync(
        Answer, new { workspace = rating.Workspace, id = rating.Request, contact = rating.Contact, score = rating.Score, at = rating.At }) == 1;

    public async Task<(int Asked, IReadOnlyList<ScoreRow> Scores)> CountAsync(Id<Workspace> workspace, DateTimeOffset from, DateTimeOffset until, CancellationToken ct)
    {
        var args = new { workspace, from, until };
        return ((int)await database.FirstAsync<long>(CountAsked, args, ct), await database.QueryAsync<ScoreRow>(CountScores, args, ct));
    }

    public Task<IReadOnlyList<RatingRow>> AnsweredAsync(Id<Workspace> workspace, RatingFilter filter, int most, CancellationToken ct)
    {
        var (at, id) = Cursor.Read(filter.Cursor);
        return database.QueryAsync<RatingRow>(
            SelectAnswered.Replace("{who}", filter.User is null ? "" : "AND r.user_id = @user", StringComparison.Ordinal),
            new { workspace, from = filter.From, until = filter.Until, at, id, user = filter.User, most },
            ct);
    }

    public Task OnContactsMergedAsync(UnitOfWork unit, ContactMerge merge) => unit.ExecuteAsync(Move, new { workspace = merge.Workspace, from = merge.From, into = merge.Into });

    public Task OnMergeUndoneAsync(UnitOfWork unit, ContactMerge merge) => unit.ExecuteAsync(MoveBack, new { workspace = merge.Workspace, from = merge.From, into = merge.Into });

    private static Bulk<Resolved> Rows(Actor actor, IReadOnlyList<Resolved> resolved) =>
        new Bulk<Resolved>(resolved).Id("workspace_id", _ => actor.Workspace).Id("number_id", one => one.Number).Id("contact_id", one => one.Contact);

    private sealed record Resolved(Id<Number> Number, Id<Contact> Contact, long At);
}

internal sealed record RequestRow
{
    public required Id<Message> Id { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required Id<Number> NumberId { get; init; }

    public required Id<Contact> ContactId { get; init; }

    public required long ResolvedAt { get; init; }

    public required int Consent { get; init; }

    public string? Language { get; init; }

    public long? LastInboundAt { get; init; }

    public DateTimeOffset WindowClosesAt => DateTimeOffset.FromUnixTimeMilliseconds(LastInboundAt ?? 0) + ServiceWindow.Length;
}

internal sealed record ScoreRow
{
    public required Id<User> UserId { get; init; }

    public required int Score { get; init; }

    public required long Answers { get; init; }
}

internal sealed record RatingRow
{
    public required Id<Message> Id { get; init; }

    public required Id<Conversation> ConversationId { get; init; }

    public required Id<Contact> ContactId { get; init; }

    public string? Name { get; init; }

    public required int Score { get; init; }

    public required long AnsweredAt { get; init; }

    public required Id<User> UserId { get; init; }

    public string? Comment { get; init; }

    public Rating ToRating() => new()
    {
        Id = Id,
        ConversationId = ConversationId,
        ContactId = ContactId,
        Customer = Name,
        Score = Score,
        At = DateTimeOffset.FromUnixTimeMilliseconds(AnsweredAt),
        UserId = UserId,
        Comment = Comment is null ? null : MessageWords.Of(Direction.Incoming, Comment, null),
    };
}
