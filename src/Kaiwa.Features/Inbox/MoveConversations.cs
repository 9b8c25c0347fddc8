using Kaiwa.Core.Contacts;
using Kaiwa.Core.Live;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox;

/// <summary>
/// Two contacts are one person: one conversation per number is left, open if one of them was, with the unread counts, events, notes, labels, mentions and followers of both.
/// When that is undone, the younger has its conversations again, with its own messages.
/// </summary>
internal sealed class MoveConversations(RefreshConversations refresh, EventStore events, ILiveFeed feed, TimeProvider time) : IFollowMerge
{
    // The conversations of both on one number: the one that goes and the one that is left.
    private const string Pairs = """
        FROM conversation gone JOIN conversation kept ON kept.workspace_id = gone.workspace_id AND kept.contact_id = @into AND kept.number_id = gone.number_id
        WHERE gone.workspace_id = @workspace AND gone.contact_id = @from
        """;

    private const string Gone = "SELECT gone.id " + Pairs;
    private const string Kept = "SELECT kept.id " + Pairs;
    private const string OfGone = $"WHERE workspace_id = @workspace AND conversation_id IN ({Gone})";

    // Links to the one that goes, and to those that went into it before, lead to the one that is left.
    private const string Lead = "INSERT INTO conversation_joined (id, workspace_id, into_id) SELECT gone.id, gone.workspace_id, kept.id " + Pairs;
    private const string LeadOn = $"UPDATE conversation_joined SET into_id = ({Kept} AND gone.id = conversation_joined.into_id) WHERE workspace_id = @workspace AND into_id IN ({Gone})";

    // WhatsApp's clock has seconds: within one, the order of arrival counts.
    private const string IsLater = """
        (other.last_at > conversation.last_at OR (other.last_at = conversation.last_at
            AND (SELECT m.seq FROM message m WHERE m.id = other.last_message_id) > (SELECT m.seq FROM message m WHERE m.id = conversation.last_message_id)))
        """;

    // Where one of both has been read to its end, that reading counts for its own messages only: the earlier mark is kept unless both were read.
    private const string Join = $"""
        UPDATE conversation SET
          status = CASE WHEN other.status = 0 OR conversation.status = 1 THEN other.status ELSE conversation.status END,
          wake_at = CASE WHEN other.status = 0 OR conversation.status = 1 THEN other.wake_at ELSE conversation.wake_at END,
          priority = CASE WHEN other.priority > conversation.priority THEN other.priority ELSE conversation.priority END,
          unread = conversation.unread + other.unread,
          read_seq = CASE WHEN (conversation.unread + other.unread = 0) = (other.read_seq > conversation.read_seq) THEN other.read_seq ELSE conversation.read_seq END,
          read_at = CASE WHEN (conversation.unread + other.unread = 0) = (other.read_at > conversation.read_at) THEN other.read_at ELSE conversation.read_at END,
          assigned_to = COALESCE(conversation.assigned_to, other.assigned_to),
          waiting_since = CASE WHEN other.waiting_since < conversation.waiting_since THEN other.waiting_since ELSE conversation.waiting_since END,
          due_from = CASE WHEN other.due_at < conversation.due_at THEN other.due_from ELSE conversation.due_from END,
          miss_at = CASE WHEN other.due_at < conversation.due_at THEN other.miss_at ELSE conversation.miss_at END,
          due_at = CASE WHEN other.due_at < conversation.due_at THEN other.due_at ELSE conversation.due_at END,
          answered_at = CASE WHEN other.answered_at > conversation.answered_at THEN other.answered_at ELSE conversation.answered_at END,
          resolved_at = CASE WHEN other.resolved_at > conversation.resolved_at THEN other.resolved_at ELSE conversation.resolved_at END,
          team_id = COALESCE(conversation.team_id, other.team_id),
          blocked_at = COALESCE(conversation.blocked_at, other.blocked_at),
          rating = COALESCE(conversation.rating, other.rating),
          rated_at = COALESCE(conversation.rated_at, other.rated_at),
          last_message_id = CASE WHEN {IsLater} THEN other.last_message_id ELSE conversation.last_message_id END,
          last_kind = CASE WHEN {IsLater} THEN other.last_kind ELSE conversation.last_kind END,
          last_direction = CASE WHEN {IsLater} THEN other.last_direction ELSE conversation.last_direction END,
          last_preview = CASE WHEN {IsLater} THEN other.last_preview ELSE conversation.last_preview END,
          last_at = CASE WHEN other.last_at > conversation.last_at THEN other.last_at ELSE conversation.last_at END
        FROM conversation AS other
        WHERE conversation.workspace_id = @workspace AND conversation.contact_id = @into
          AND other.workspace_id = @workspace AND other.contact_id = @from AND other.number_id = conversation.number_id
        """;

    private const string DropJoined = """
        DELETE FROM conversation WHERE workspace_id = @workspace AND contact_id = @from
          AND number_id IN (SELECT number_id FROM conversation AS other WHERE other.workspace_id = @workspace AND other.contact_id = @into)
        """;

    private const string MoveOthers = "UPDATE conversation SET contact_id = @into WHERE workspace_id = @workspace AND contact_id = @from";

    // A conversation in which the older has no word left was the younger's own.
    private const string GiveBack = """
        UPDATE conversation SET contact_id = @from
        WHERE workspace_id = @workspace AND contact_id = @into
          AND EXISTS (SELECT 1 FROM message m WHERE m.workspace_id = @workspace AND m.contact_id = @from AND m.number_id = conversation.number_id)
          AND NOT EXISTS (SELECT 1 FROM message m WHERE m.workspace_id = @workspace AND m.contact_id = @into AND m.number_id = conversation.number_id)
        """;

    private const string SelectShared = "SELECT DISTINCT number_id FROM message WHERE workspace_id = @workspace AND contact_id = @from ORDER BY number_id";

    private const string SelectPairs = "SELECT number_id, contact_id FROM conversation WHERE workspace_id = @workspace AND contact_id IN (@from, @into)";

    // Who was only sent broadcasts has no conversation. As open, as urgent, as far read and as assigned as the one they shared: nothing that waits is lost from sight.
    private const string Divide = """
        INSERT INTO conversation (id, workspace_id, number_id, contact_id, status, wake_at, priority, read_seq, read_at, assigned_to, team_id, blocked_at, waiting_since, due_from, due_at, miss_at, answered_at, resolved_at, created_at)
        SELECT @id, cv.workspace_id, cv.number_id, @from, cv.status, cv.wake_at, cv.priority, cv.read_seq, cv.read_at, cv.assigned_to, cv.team_id, cv.blocked_at, cv.waiting_since, cv.due_from, cv.due_at, cv.miss_at,
          cv.answered_at, cv.resolved_at, cv.created_at
        FROM conversation cv WHERE cv.workspace_id = @workspace AND cv.number_id = @number AND cv.contact_id = @into
          AND EXISTS (SELECT 1 FROM message m WHERE m.workspace_id = @workspace AND m.contact_id = @from AND m.number_id = @number AND (m.direction = 0 OR m.origin NOT IN (3, 4)))
        ON CONFLICT (workspace_id, number_id, contact_id) DO NOTHING
        """;

    private const string SelectToTell = """
        SELECT cv.id, cv.contact_id, COALESCE(o.name, o.username, (SELECT '+' || i.value FROM identity i WHERE i.workspace_id = @workspace AND i.contact_id = o.id AND i.kind = 1 ORDER BY i.id DESC LIMIT 1)) AS other
        FROM conversation cv JOIN contact o ON o.workspace_id = @workspace AND o.id = CASE WHEN cv.contact_id = @into THEN @from ELSE @into END
        WHERE cv.workspace_id = @workspace AND cv.contact_id IN (@from, @into) ORDER BY cv.id
        """;

    // What hangs on a conversation goes over to the one that is left before its own is gone.
    private static readonly string[] Belongings =
    [
        Move("conversation_event"), Move("note"),
        Copy("conversation_label", "label_id"), Drop("conversation_label"),
        Copy("conversation_mention", "user_id", "at", "seen"), Drop("conversation_mention"),
        Copy("conversation_follower", "user_id"), Drop("conversation_follower"),
    ];

    // Labels and followers of the one that two shared are on both now; its notes and lines stay with the older.
    private static readonly string[] DivideBelongings = [Share("conversation_label", "label_id"), Share("conversation_follower", "user_id")];

    public async Task OnContactsMergedAsync(UnitOfWork unit, ContactMerge merge)
    {
        var args = new { workspace = merge.Workspace, from = merge.From, into = merge.Into };
        var gone = await unit.QueryAsync<Id<Conversation>>(Gone, args);
        await unit.ExecuteAsync(Join, args);
        foreach (var statement in Belongings)
        {
            await unit.ExecuteAsync(statement, args);
        }

        await unit.ExecuteAsync(LeadOn, args);
        await unit.ExecuteAsync(Lead, args);
        await unit.ExecuteAsync(DropJoined, args);
        await unit.ExecuteAsync(MoveOthers, args);
        await TellAsync(unit, merge, ConversationEventKind.Merged);
        unit.AfterCommit(() => gone.ToList().ForEach(id => feed.Publish(new Change(merge.Workspace, "inbox", id.Value))));
    }

    public async Task OnMergeUndoneAsync(UnitOfWork unit, ContactMerge merge)
    {
        var args = new { workspace = merge.Workspace, from = merge.From, into = merge.Into };
        await unit.ExecuteAsync(GiveBack, args);
        var numbers = await unit.QueryAsync<Id<Number>>(SelectShared, args);
        foreach (var number in numbers)
        {
            await unit.ExecuteAsync(Divide, new { id = Id<Conversation>.New(time), workspace = merge.Workspace, number, from = merge.From, into = merge.Into });
        }

        foreach (var statement in DivideBelongings)
        {
            await unit.ExecuteAsync(statement, args);
        }

        var pairs = await unit.QueryAsync<PairRow>(SelectPairs, args);
        await refresh.HandleAsync(unit, [.. pairs.Select(pair => (new Pair(merge.Workspace, pair.NumberId, pair.ContactId), false))]);
        await TellAsync(unit, merge, ConversationEventKind.Unmerged);
    }

    /// <summary>A line in the thread, where somebody did it; when WhatsApp names both in one breath, nothing happened to anybody.</summary>
    private async Task TellAsync(UnitOfWork unit, ContactMerge merge, ConversationEventKind kind)
    {
        if (merge.By is not { } by)
        {
            return;
        }

        var rows = await unit.QueryAsync<TellRow>(SelectToTell, new { workspace = merge.Workspace, from = merge.From, into = merge.Into });
        await events.AddAsync(unit, [.. rows.Select(row => new NewEvent(merge.Workspace, row.Id, time.GetUtcNow(), kind, by.Name, by.Kind == ActorKind.User ? by.Subject : null, row.Other))]);
        unit.AfterCommit(() =>
        {
            foreach (var row in rows)
            {
                feed.Publish(new Change(merge.Workspace, "inbox", row.Id.Value));
                feed.Publish(new Change(merge.Workspace, "thread", row.ContactId.Value));
            }
        });
    }

    private sealed record PairRow
    {
        public required Id<Number> NumberId { get; init; }

        public required Id<Contact> ContactId { get; init; }
    }

    private sealed record TellRow
    {
        public required Id<Conversation> Id { get; init; }

        public required Id<Contact> ContactId { get; init; }

        /// <summary>What the other of the two is called.</summary>
        public string? Other { get; init; }
    }

    private static string Move(string table) => $"UPDATE {table} SET conversation_id = ({Kept} AND gone.id = {table}.conversation_id) {OfGone}";

    // What the one that is left has already stays its own.
    private static string Copy(string table, params string[] columns) => $"""
        INSERT INTO {table} (workspace_id, conversation_id, {string.Join(", ", columns)})
        SELECT t.workspace_id, kept.id, {string.Join(", ", columns.Select(column => "t." + column))} FROM conversation gone
        JOIN conversation kept ON kept.workspace_id = gone.workspace_id AND kept.contact_id = @into AND kept.number_id = gone.number_id
        JOIN {table} t ON t.workspace_id = gone.workspace_id AND t.conversation_id = gone.id
        WHERE gone.workspace_id = @workspace AND gone.contact_id = @from
        ON CONFLICT DO NOTHING
        """;

    private static string Share(string table, string column) => $"""
        INSERT INTO {table} (workspace_id, conversation_id, {column})
        SELECT t.workspace_id, divided.id, t.{column} FROM conversation kept
        JOIN conversation divided ON divided.workspace_id = kept.workspace_id AND divided.contact_id = @from AND divided.number_id = kept.number_id
        JOIN {table} t ON t.workspace_id = kept.workspace_id AND t.conversation_id = kept.id
        WHERE kept.workspace_id = @workspace AND kept.contact_id = @into
        ON CONFLICT DO NOTHING
        """;

    private static string Drop(string table) => $"DELETE FROM {table} {OfGone}";
}
