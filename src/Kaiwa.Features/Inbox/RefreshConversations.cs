using System.Runtime.InteropServices;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Live;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox;

/// <summary>The customer and the shop's number of a conversation.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Pair(Id<Workspace> Workspace, Id<Number> Number, Id<Contact> Contact);

/// <summary>
/// Makes conversations agree with their messages: last message, preview, unread count. Everything is read from the rows anew, so that the order in
/// which messages, edits and revokes came makes no difference, nor how often this runs.
/// </summary>
internal sealed class RefreshConversations(EventStore events, DueTimes dueTimes, ILiveFeed feed, TimeProvider time)
{
    private const string InsertMissing = """
        INSERT INTO conversation (id, workspace_id, number_id, contact_id, created_at)
        SELECT v.id, v.workspace_id, v.number_id, v.contact_id, v.at FROM {rows} WHERE TRUE
        ON CONFLICT (workspace_id, number_id, contact_id) DO NOTHING
        """;

    // Touches every row, so that whoever else refreshes it waits until this has committed; no index has what it writes.
    private const string Touch = """
        UPDATE conversation SET read_seq = conversation.read_seq
        FROM {rows}
        WHERE conversation.workspace_id = v.workspace_id AND conversation.number_id = v.number_id AND conversation.contact_id = v.contact_id
        """;

    // What is resolved or asleep; what a bot has stays with the bot.
    private const string Reopen = """
        UPDATE conversation SET status = 0, wake_at = NULL, due_from = CASE WHEN conversation.status = 1 THEN NULL ELSE conversation.due_from END
        FROM {rows}
        WHERE conversation.workspace_id = v.workspace_id AND conversation.number_id = v.number_id AND conversation.contact_id = v.contact_id
          AND v.reopens AND conversation.status IN (1, 3)
        RETURNING conversation.workspace_id, conversation.id
        """;

    // Unread are those that arrived after the last reading; those written long before it need not be counted again.
    private const string SelectNewest = $$"""
        SELECT cv.id, cv.workspace_id, m.id, m.at, m.kind, m.direction, m.content, t.components,
          (SELECT count(*) FROM message u WHERE u.workspace_id = cv.workspace_id AND u.contact_id = cv.contact_id AND u.number_id = cv.number_id
             AND u.at > cv.read_at - 86400000 AND u.seq > cv.read_seq AND u.direction = 0 AND u.kind NOT IN {{AskingKinds.NotInSql}} AND NOT {{RatingId.OfU}}) AS unread,
          (SELECT f.content FROM message f WHERE f.workspace_id = cv.workspace_id AND f.contact_id = cv.contact_id AND f.context_wamid = m.wamid
             AND f.direction = m.direction AND f.kind IN ('edit', 'revoke') ORDER BY f.kind DESC, f.at DESC, f.wamid DESC LIMIT 1) AS change,
          CASE WHEN m.direction = 0 OR m.origin IN (3, 4) THEN
            (SELECT MIN(w.at) FROM message w WHERE w.workspace_id = cv.workspace_id AND w.contact_id = cv.contact_id AND w.number_id = cv.number_id
               AND w.direction = 0 AND w.kind NOT IN {{AskingKinds.NotInSql}} AND NOT {{RatingId.OfW}}
               AND w.at > COALESCE((SELECT a.at FROM message a WHERE a.workspace_id = cv.workspace_id AND a.contact_id = cv.contact_id AND a.number_id = cv.number_id
                                      AND a.direction = 1 AND a.kind <> 'reaction' AND a.origin NOT IN (3, 4) ORDER BY a.at DESC, a.seq DESC LIMIT 1), 0))
          END AS waiting_since,
          m.origin, cv.status, cv.priority, cv.answered_at, cv.resolved_at, cv.due_from, cv.due_at, cv.miss_at, CASE WHEN v.reopens THEN 1 ELSE 0 END
        FROM {rows}
        JOIN conversation cv ON cv.workspace_id = v.workspace_id AND cv.number_id = v.number_id AND cv.contact_id = v.contact_id
        JOIN message m ON m.id = (SELECT x.id FROM message x WHERE x.workspace_id = cv.workspace_id AND x.contact_id = cv.contact_id AND x.number_id = cv.number_id
                                    AND x.kind NOT IN ('edit', 'revoke') ORDER BY x.at DESC, x.seq DESC LIMIT 1)
        LEFT JOIN template t ON t.id = m.template_id
        """;

    // Whoever can write is not blocked, whatever we remember: somebody unblocked them elsewhere.
    private const string UpdateLast = """
        UPDATE conversation SET last_message_id = v.message_id, last_at = v.at, last_kind = v.kind, last_direction = v.direction, last_preview = v.preview, unread = v.unread, waiting_since = v.waiting_since,
          answered_at = v.answered_at, due_from = v.due_from, due_at = v.due_at, miss_at = v.miss_at,
          blocked_at = CASE WHEN v.direction = 0 AND v.at > conversation.blocked_at THEN NULL ELSE conversation.blocked_at END
        FROM {rows} WHERE conversation.id = v.id AND conversation.workspace_id = v.workspace_id
        """;

    /// <summary>Brings the conversations of the pairs up to date, makes those that are missing, and opens those that are to be opened.</summary>
    public async Task HandleAsync(UnitOfWork unit, IReadOnlyCollection<(Pair Pair, bool Reopens)> touched)
    {
        var pairs = touched.GroupBy(item => item.Pair).Select(group => (Pair: group.Key, Reopens: group.Any(item => item.Reopens)))
            .OrderBy(item => item.Pair.Number).ThenBy(item => item.Pair.Contact).ToList();
        if (pairs.Count == 0)
        {
            return;
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        await unit.BulkAsync(InsertMissing, Rows(pairs).Id("id", _ => Id<Conversation>.New(time)).Long("at", _ => now));
        await unit.BulkAsync(Touch, Rows(pairs));
        var reopened = await unit.BulkQueryAsync(
            Reopen,
            Rows(pairs).Bool("reopens", item => item.Reopens),
            row => new NewEvent(row.ReadId<Workspace>(0), row.ReadId<Conversation>(1), DateTimeOffset.FromUnixTimeMilliseconds(now), ConversationEventKind.Reopened));
        await events.AddAsync(unit, reopened);
        var read = await unit.BulkQueryAsync(SelectNewest, Rows(pairs).Bool("reopens", item => item.Reopens), Read);
        var due = await dueTimes.ReckonAsync(unit, read.ConvertAll(row => row.Waiter));
        var newest = read.Select((row, i) => row with { Due = due[i] }).ToList();
        await unit.BulkAsync(
            UpdateLast,
            new Bulk<Newest>(newest)
                .Id("id", row => row.Conversation).Id("workspace_id", row => row.Workspace).Id("message_id", row => row.Message).Long("at", row => row.At).Text("kind", row => row.Kind)
                .Int("direction", row => (int)row.Direction).Text("preview", row => row.Preview).Int("unread", row => row.Unread).Long("waiting_since", row => row.Waiter.WaitingSince)
                .Long("answered_at", row => row.Waiter.AnsweredAt).Long("due_from", row => row.Due.From).Long("due_at", row => row.Due.At).Long("miss_at", row => row.Due.MissAt));
        unit.AfterCommit(() =>
        {
            foreach (var row in newest)
            {
                feed.Publish(new Change(row.Workspace, "inbox", row.Conversation.Value));
            }
        });
    }

    private static Bulk<(Pair Pair, bool Reopens)> Rows(List<(Pair Pair, bool Reopens)> pairs) => new Bulk<(Pair Pair, bool Reopens)>(pairs)
        .Id("workspace_id", item => item.Pair.Workspace).Id("number_id", item => item.Pair.Number).Id("contact_id", item => item.Pair.Contact);

    private static Newest Read(BulkRow reader)
    {
        var direction = (Direction)reader.GetInt32(5);
        var kind = reader.GetString(4);
        var words = MessageWords.Of(direction, reader.GetString(6), reader.ReadText(7));
        if (reader.ReadText(9) is { } change)
        {
            var later = MessageWords.Incoming(change);
            (kind, words) = later is WhatsApp.Messages.IncomingMessage.Revoke ? ("revoke", null) : (kind, MessageWords.Of(direction, change, null) ?? words);
        }

        var (conversation, workspace, at) = (reader.ReadId<Conversation>(0), reader.ReadId<Workspace>(1), reader.GetInt64(3));
        var isAnswer = direction == Direction.Outgoing && (Origin)reader.GetInt32(11) is not (Origin.Broadcast or Origin.System);
        var waiter = new Waiter(
            conversation, workspace, (ConversationStatus)reader.GetInt32(12), (Priority)reader.GetInt32(13), reader.IsDBNull(10) ? DueTimes.Never : reader.GetInt64(10), at, isAnswer ? at : reader.GetInt64(14),
            reader.GetInt64(15), reader.IsDBNull(16) ? null : reader.GetInt64(16), reader.GetInt64(17), reader.IsDBNull(18) ? null : reader.GetInt64(18))
        {
            AsksAgain = reader.GetInt32(19) == 1,
        };
        return new Newest(conversation, workspace, reader.ReadId<Message>(2), at, kind, direction, MessageWords.Preview(words), reader.GetInt32(8), waiter, default);
    }

    private sealed record Newest(Id<Conversation> Conversation, Id<Workspace> Workspace, Id<Message> Message, long At, string Kind, Direction Direction, string Preview, int Unread, Waiter Waiter, Due Due);
}
