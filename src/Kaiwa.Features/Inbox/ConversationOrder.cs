using Kaiwa.Core.Storage;

namespace Kaiwa.Features.Inbox;

/// <summary>Which conversations a list holds and in which order, as conditions of one statement: each combination is a text of its own, so that its index fits.</summary>
internal static class ConversationOrder
{
    // A cursor has one number and one id; a priority goes before the moment, which has 43 bits until the year 2248.
    private const int MomentBits = 43;

    /// <summary>Begins as the index does, which holds nothing but what is due.</summary>
    public const string Overdue = "cv.due_at < 9223372036854775807 AND cv.due_at <= @now";

    private const string OfMentions = "named.workspace_id = @workspace AND named.user_id = @me AND cv.id = named.conversation_id";

    /// <summary>Where a list goes on.</summary>
    public static (long At, Guid Id, int Priority) Read(ConversationFilter filter)
    {
        var (at, id) = Cursor.Read(filter.Cursor);
        var isStart = (at, id) == Cursor.End;
        if (filter.Overdue)
        {
            return isStart ? (long.MinValue, Guid.Empty, 0) : (at, id, 0);
        }

        return filter.Sort switch
        {
            ConversationSort.Oldest or ConversationSort.Waiting => isStart ? (long.MinValue, Guid.Empty, 0) : (at, id, 0),
            ConversationSort.Priority => isStart ? (at, id, int.MaxValue) : (at & ((1L << MomentBits) - 1), id, (int)(at >> MomentBits)),
            _ => (at, id, 0),
        };
    }

    /// <summary>Where the part after this row begins.</summary>
    public static string After(ConversationRecord row, ConversationFilter filter) => Cursor.Write(
        filter.Sort switch
        {
            _ when filter.Overdue => row.DueAt,
            ConversationSort.Waiting => row.WaitingSince,
            ConversationSort.Priority => ((long)row.Priority << MomentBits) | row.LastAt,
            _ => row.LastAt,
        },
        row.Id.Value);

    /// <param name="sql">With <c>{source}</c>, <c>{which}</c>, <c>{from}</c> and <c>{order}</c>.</param>
    /// <param name="filter">What is wanted.</param>
    /// <param name="isRare">The label is on few conversations: begin with those.</param>
    public static string Write(string sql, ConversationFilter filter, bool isRare)
    {
        var (from, order) = filter.Sort switch
        {
            _ when filter.Overdue => ("(cv.due_at, cv.id) > (@at, @id)", "cv.due_at, cv.id"),
            ConversationSort.Oldest => ("(cv.last_at, cv.id) > (@at, @id)", "cv.last_at, cv.id"),
            ConversationSort.Waiting => ("(cv.waiting_since, cv.id) > (@at, @id)", "cv.waiting_since, cv.id"),
            ConversationSort.Priority => ("(cv.priority, cv.last_at, cv.id) < (@priority, @at, @id)", "cv.priority DESC, cv.last_at DESC, cv.id DESC"),
            _ => ("(cv.last_at, cv.id) < (@at, @id)", "cv.last_at DESC, cv.id DESC"),
        };
        string[] which =
        [
            Status(filter.Status),
            .. filter.Whose switch { Whose.Mine => ["cv.assigned_to = @me"], Whose.Unassigned => ["cv.assigned_to IS NULL"], Whose.Mentions => [OfMentions], _ => Array.Empty<string>() },
            .. filter.Overdue ? [Overdue] : Array.Empty<string>(),
            .. filter.Team is null ? Array.Empty<string>() : ["cv.team_id = @team"],
            .. filter.Blocked ? ["cv.blocked_at IS NOT NULL"] : Array.Empty<string>(),
            .. filter.Priority is null ? Array.Empty<string>() : ["cv.priority = @only"],
            .. filter.Label is null ? Array.Empty<string>()
                : [isRare && filter.Whose != Whose.Mentions ? "tagged.workspace_id = @workspace AND tagged.label_id = @label AND cv.id = tagged.conversation_id"
                    : "EXISTS (SELECT 1 FROM conversation_label tagged WHERE tagged.workspace_id = @workspace AND tagged.label_id = @label AND tagged.conversation_id = cv.id)"],
        ];

        // SQLite goes through a CROSS JOIN from left to right; PostgreSQL knows from its statistics.
        var source = filter.Whose == Whose.Mentions ? "conversation_mention named CROSS JOIN conversation cv"
            : isRare ? "conversation_label tagged CROSS JOIN conversation cv"
            : "conversation cv";
        return sql.Replace("{source}", source, StringComparison.Ordinal)
            .Replace("{which}", string.Join(" AND ", which), StringComparison.Ordinal)
            .Replace("{from}", from, StringComparison.Ordinal)
            .Replace("{order}", order, StringComparison.Ordinal);
    }

    /// <summary>Names what is not resolved as its indexes do, which hold nothing else.</summary>
    public static string Status(ConversationStatus? status) => status switch
    {
        null => "TRUE",
        ConversationStatus.Resolved => "cv.status = 1",
        _ => "cv.status <> 1 AND cv.status = @status",
    };
}
