using Kaiwa.Core.Contacts;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox;

/// <summary>Two contacts are one person: one conversation per number is left, open if one of them was, with both unread counts.</summary>
internal sealed class MoveConversations : IFollowMerge
{
    // Where one of both has been read to its end, that reading counts for its own messages only: the earlier mark is kept unless both were read.
    private const string Join = """
        UPDATE conversation SET
          status = CASE WHEN other.status < conversation.status THEN other.status ELSE conversation.status END,
          unread = conversation.unread + other.unread,
          read_seq = CASE WHEN (conversation.unread + other.unread = 0) = (other.read_seq > conversation.read_seq) THEN other.read_seq ELSE conversation.read_seq END,
          read_at = CASE WHEN (conversation.unread + other.unread = 0) = (other.read_at > conversation.read_at) THEN other.read_at ELSE conversation.read_at END,
          assigned_to = COALESCE(conversation.assigned_to, other.assigned_to),
          waiting_since = CASE WHEN other.waiting_since < conversation.waiting_since THEN other.waiting_since ELSE conversation.waiting_since END,
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

    public async Task OnContactsMergedAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Contact> from, Id<Contact> into)
    {
        var args = new { workspace, from, into };
        await unit.ExecuteAsync(Join, args);
        await unit.ExecuteAsync(DropJoined, args);
        await unit.ExecuteAsync(MoveOthers, args);
    }
}
