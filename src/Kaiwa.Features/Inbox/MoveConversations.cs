using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox;

/// <summary>Two contacts are one person: one conversation per number is left, open if one of them was, with the unread counts, events, notes, labels, mentions and followers of both.</summary>
internal sealed class MoveConversations : IFollowMerge
{
    // The conversation that is left of two, and those whose conversation goes.
    private const string Joined = """
        SELECT kept.id FROM conversation gone
        JOIN conversation kept ON kept.workspace_id = gone.workspace_id AND kept.contact_id = @into AND kept.number_id = gone.number_id
        WHERE gone.workspace_id = @workspace AND gone.contact_id = @from
        """;

    private const string OfJoined = """
        WHERE workspace_id = @workspace AND conversation_id IN (
          SELECT gone.id FROM conversation gone
          JOIN conversation kept ON kept.workspace_id = gone.workspace_id AND kept.contact_id = @into AND kept.number_id = gone.number_id
          WHERE gone.workspace_id = @workspace AND gone.contact_id = @from)
        """;

    // Where one of both has been read to its end, that reading counts for its own messages only: the earlier mark is kept unless both were read.
    private const string Join = """
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
          last_message_id = CASE WHEN other.last_at > conversation.last_at THEN other.last_message_id ELSE conversation.last_message_id END,
          last_kind = CASE WHEN other.last_at > conversation.last_at THEN other.last_kind ELSE conversation.last_kind END,
          last_direction = CASE WHEN other.last_at > conversation.last_at THEN other.last_direction ELSE conversation.last_direction END,
          last_preview = CASE WHEN other.last_at > conversation.last_at THEN other.last_preview ELSE conversation.last_preview END,
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

    // What hangs on a conversation goes over to the one that is left before its own is gone.
    private static readonly string[] Belongings =
    [
        Move("conversation_event"), Move("note"),
        Copy("conversation_label", "label_id"), Drop("conversation_label"),
        Copy("conversation_mention", "user_id", "at", "seen"), Drop("conversation_mention"),
        Copy("conversation_follower", "user_id"), Drop("conversation_follower"),
    ];

    public async Task OnContactsMergedAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Contact> from, Id<Contact> into)
    {
        var args = new { workspace, from, into };
        await unit.ExecuteAsync(Join, args);
        foreach (var statement in Belongings)
        {
            await unit.ExecuteAsync(statement, args);
        }

        await unit.ExecuteAsync(DropJoined, args);
        await unit.ExecuteAsync(MoveOthers, args);
    }

    private static string Move(string table) => $"UPDATE {table} SET conversation_id = ({Joined} AND gone.id = {table}.conversation_id) {OfJoined}";

    // What the one that is left has already stays its own.
    private static string Copy(string table, params string[] columns) => $"""
        INSERT INTO {table} (workspace_id, conversation_id, {string.Join(", ", columns)})
        SELECT t.workspace_id, kept.id, {string.Join(", ", columns.Select(column => "t." + column))} FROM conversation gone
        JOIN conversation kept ON kept.workspace_id = gone.workspace_id AND kept.contact_id = @into AND kept.number_id = gone.number_id
        JOIN {table} t ON t.workspace_id = gone.workspace_id AND t.conversation_id = gone.id
        WHERE gone.workspace_id = @workspace AND gone.contact_id = @from
        ON CONFLICT DO NOTHING
        """;

    private static string Drop(string table) => $"DELETE FROM {table} {OfJoined}";
}
