using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Inbox;

/// <summary>Reads and small changes of conversations. What follows from messages is in <see cref="RefreshConversations"/>.</summary>
internal sealed class ConversationStore(Database database)
{
    private const int MostRows = 200;
    private const string Columns = """
        cv.id, cv.contact_id, cv.number_id, c.name, c.username,
        (SELECT i.value FROM identity i WHERE i.workspace_id = cv.workspace_id AND i.contact_id = cv.contact_id AND i.kind = 1 ORDER BY i.id LIMIT 1) AS phone,
        cv.last_preview, cv.last_kind, cv.last_direction, cv.last_at, cv.unread, cv.status, cv.assigned_to, cv.waiting_since, m.state AS last_state, ch.last_inbound_at, n.display
        FROM conversation cv
        JOIN contact c ON c.id = cv.contact_id
        JOIN phone_number n ON n.id = cv.number_id
        LEFT JOIN chat ch ON ch.number_id = cv.number_id AND ch.contact_id = cv.contact_id
        LEFT JOIN message m ON m.id = cv.last_message_id
        """;

    private const string SelectPage = $$"""
        SELECT {{Columns}}
        WHERE cv.workspace_id = @workspace AND (@status = -1 OR cv.status = @status) AND {whose} AND {from}
        ORDER BY {order} LIMIT @most
        """;

    private const string SelectFound = $$"""
        SELECT {{Columns}}
        WHERE cv.workspace_id = @workspace AND (@status = -1 OR cv.status = @status) AND {whose} AND {from}
          AND ({name} OR {username} OR {preview}
               OR EXISTS (SELECT 1 FROM identity i WHERE i.workspace_id = cv.workspace_id AND i.contact_id = cv.contact_id AND i.kind = 1 AND i.value LIKE @digits))
        ORDER BY {order} LIMIT @most
        """;

    private const string SelectOne = $"SELECT {Columns} WHERE cv.workspace_id = @workspace AND cv.id = @id";
    private const string SelectContact = "SELECT consent, consent_source, consent_at, username, language, created_at FROM contact WHERE workspace_id = @workspace AND id = @contact";
    private const string SelectIdentities = "SELECT kind, scope, value FROM identity WHERE workspace_id = @workspace AND contact_id = @contact ORDER BY kind, id";
    private const string SelectTags = "SELECT name FROM contact_tag WHERE workspace_id = @workspace AND contact_id = @contact ORDER BY name";
    private const string SelectAddress = """
        SELECT id FROM identity WHERE workspace_id = @workspace AND contact_id = @contact AND (kind IN (1, 3) OR (kind = 2 AND scope = @portfolio))
        ORDER BY kind, id LIMIT 1
        """;

    private const string CountUnread = "SELECT count(*) FROM conversation WHERE workspace_id = @workspace AND unread > 0 AND status = 0";
    private const string CountViews = """
        SELECT
          (SELECT count(*) FROM (SELECT 1 FROM conversation cv WHERE cv.workspace_id = @workspace AND (@status = -1 OR cv.status = @status) AND cv.assigned_to = @me LIMIT @most) AS a) AS mine,
          (SELECT count(*) FROM (SELECT 1 FROM conversation cv WHERE cv.workspace_id = @workspace AND (@status = -1 OR cv.status = @status) AND cv.assigned_to IS NULL LIMIT @most) AS b) AS unassigned,
          (SELECT count(*) FROM (SELECT 1 FROM conversation cv WHERE cv.workspace_id = @workspace AND (@status = -1 OR cv.status = @status) LIMIT @most) AS c) AS everything
        """;

    private const string UpdateAssignee = "UPDATE conversation SET assigned_to = @user WHERE workspace_id = @workspace AND id = @id AND (assigned_to IS NULL OR assigned_to <> @user)";
    private const string ClearAssignee = "UPDATE conversation SET assigned_to = NULL WHERE workspace_id = @workspace AND id = @id AND assigned_to IS NOT NULL";
    private const string UpdateStatus = "UPDATE conversation SET status = @status WHERE workspace_id = @workspace AND id = @id AND status <> @status";
    private const string UpdateRead = """
        UPDATE conversation SET unread = 0, read_at = last_at,
          read_seq = COALESCE((SELECT MAX(m.seq) FROM message m WHERE m.workspace_id = conversation.workspace_id AND m.contact_id = conversation.contact_id AND m.number_id = conversation.number_id), 0)
        WHERE workspace_id = @workspace AND id = @id AND unread > 0
        """;

    public Task<IReadOnlyList<ConversationRecord>> PageAsync(Actor actor, ConversationFilter filter, CancellationToken ct)
    {
        var (at, id) = Cursor.Read(filter.Cursor);
        if ((at, id) == Cursor.End && filter.Sort != ConversationSort.Newest)
        {
            (at, id) = (long.MinValue, Guid.Empty);
        }

        var search = SearchText.Words(filter.Search);
        var args = new
        {
            workspace = actor.Workspace,
            status = Status(filter.Status),
            me = new Id<User>(actor.Subject),
            at,
            id,
            most = Most(filter),
            search,
            digits = SearchText.Digits(filter.Search),
        };
        return database.QueryAsync<ConversationRecord>(InOrder(search is null ? SelectPage : Found(), filter), args, ct);
    }

    /// <summary>Where the part after this row begins.</summary>
    public static string After(ConversationRecord row, ConversationSort sort) => Cursor.Write(sort == ConversationSort.Waiting ? row.WaitingSince : row.LastAt, row.Id.Value);

    public async Task<ConversationCounts> CountAsync(Actor actor, ConversationStatus? status, CancellationToken ct)
    {
        var counts = await database.FirstAsync<ViewCounts>(
            CountViews, new { workspace = actor.Workspace, status = Status(status), me = new Id<User>(actor.Subject), most = ConversationCounts.Most }, ct);
        return new ConversationCounts((int)counts!.Mine, (int)counts.Unassigned, (int)counts.Everything);
    }

    public static int Most(ConversationFilter filter) => Math.Clamp(filter.Limit, 1, MostRows);

    public Task<ConversationRecord?> FindAsync(Id<Workspace> workspace, Id<Conversation> id, CancellationToken ct) =>
        database.FirstAsync<ConversationRecord>(SelectOne, new { workspace, id }, ct);

    public async Task<(ContactPanel? Panel, IReadOnlyList<IdentityRow> Identities, IReadOnlyList<string> Tags)> PanelAsync(Id<Workspace> workspace, Id<Contact> contact, CancellationToken ct)
    {
        var args = new { workspace, contact };
        return (
            await database.FirstAsync<ContactPanel>(SelectContact, args, ct),
            await database.QueryAsync<IdentityRow>(SelectIdentities, args, ct),
            await database.QueryAsync<string>(SelectTags, args, ct));
    }

    /// <summary>The identity to write to: the phone before the user id, which only counts within the number's portfolio.</summary>
    public Task<Id<Identity>?> AddressAsync(Number number, Id<Contact> contact, CancellationToken ct) =>
        database.FirstAsync<Id<Identity>?>(SelectAddress, new { workspace = number.Workspace.Id, contact, portfolio = number.Waba.Portfolio.MetaId }, ct);

    public async Task<int> UnreadAsync(Id<Workspace> workspace, CancellationToken ct) => (int)await database.FirstAsync<long>(CountUnread, new { workspace }, ct);

    public Task<int> SetStatusAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Conversation> id, ConversationStatus status) =>
        unit.ExecuteAsync(UpdateStatus, new { workspace, id, status = (int)status });

    /// <summary>True when it was somebody else's before.</summary>
    public async Task<bool> AssignAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Conversation> id, Id<User>? user) =>
        await (user is { } one ? unit.ExecuteAsync(UpdateAssignee, new { workspace, id, user = one }) : unit.ExecuteAsync(ClearAssignee, new { workspace, id })) > 0;

    public async Task<bool> ReadAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Conversation> id) => await unit.ExecuteAsync(UpdateRead, new { workspace, id }) > 0;

    private static int Status(ConversationStatus? status) => status is { } one ? (int)one : -1;

    private static string InOrder(string sql, ConversationFilter filter)
    {
        var (from, order) = filter.Sort switch
        {
            ConversationSort.Oldest => ("(cv.last_at, cv.id) > (@at, @id)", "cv.last_at, cv.id"),
            ConversationSort.Waiting => ("(cv.waiting_since, cv.id) > (@at, @id)", "cv.waiting_since, cv.id"),
            _ => ("(cv.last_at, cv.id) < (@at, @id)", "cv.last_at DESC, cv.id DESC"),
        };
        var whose = filter.Whose switch
        {
            Whose.Mine => "cv.assigned_to = @me",
            Whose.Unassigned => "cv.assigned_to IS NULL",
            _ => "TRUE",
        };
        return sql.Replace("{whose}", whose, StringComparison.Ordinal).Replace("{from}", from, StringComparison.Ordinal).Replace("{order}", order, StringComparison.Ordinal);
    }

    private string Found() => SelectFound
        .Replace("{name}", database.Dialect.Like("c.name", "@search ESCAPE '!'"), StringComparison.Ordinal)
        .Replace("{username}", database.Dialect.Like("c.username", "@search ESCAPE '!'"), StringComparison.Ordinal)
        .Replace("{preview}", database.Dialect.Like("cv.last_preview", "@search ESCAPE '!'"), StringComparison.Ordinal);
}

internal sealed record ViewCounts
{
    public required long Mine { get; init; }

    public required long Unassigned { get; init; }

    public required long Everything { get; init; }
}
