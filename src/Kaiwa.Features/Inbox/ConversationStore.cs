using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;
using Kaiwa.WhatsApp;

namespace Kaiwa.Features.Inbox;

/// <summary>Reads and small changes of conversations. What follows from messages is in <see cref="RefreshConversations"/>.</summary>
internal sealed class ConversationStore(Database database, TimeProvider time)
{
    private const int MostRows = 200;
    private const string Columns = """
        cv.id, cv.contact_id, cv.number_id, c.name, c.username,
        (SELECT i.value FROM identity i WHERE i.workspace_id = cv.workspace_id AND i.contact_id = cv.contact_id AND i.kind = 1 ORDER BY i.id DESC LIMIT 1) AS phone,
        (SELECT string_agg(l.name, '|') FROM conversation_label cl JOIN label l ON l.id = cl.label_id WHERE cl.workspace_id = cv.workspace_id AND cl.conversation_id = cv.id) AS labels,
        cv.last_preview, cv.last_kind, cv.last_direction, cv.last_at, cv.unread, cv.status, cv.assigned_to, cv.waiting_since, cv.wake_at, cv.due_at, cv.rating, cv.priority, cv.blocked_at, cv.team_id, m.state AS last_state, ch.last_inbound_at, n.display
        """;

    private const string Joins = """
        JOIN contact c ON c.id = cv.contact_id
        JOIN phone_number n ON n.id = cv.number_id
        LEFT JOIN chat ch ON ch.number_id = cv.number_id AND ch.contact_id = cv.contact_id
        LEFT JOIN message m ON m.id = cv.last_message_id
        """;

    internal const string SelectPage = $$"""
        SELECT {{Columns}} FROM {source} {{Joins}}
        WHERE cv.workspace_id = @workspace AND {which} AND {from}
        ORDER BY {order} LIMIT @most
        """;

    private const string CountPage = "SELECT count(*) FROM (SELECT 1 FROM {source} WHERE cv.workspace_id = @workspace AND {which} LIMIT @most) AS page";
    private const string SelectFound = $$"""
        SELECT {{Columns}} FROM {source} {{Joins}}
        WHERE cv.workspace_id = @workspace AND {which} AND {from}
          AND ({name} OR {username} OR {preview}
               OR EXISTS (SELECT 1 FROM identity i WHERE i.workspace_id = cv.workspace_id AND i.contact_id = cv.contact_id AND i.kind = 1 AND i.value LIKE @digits))
        ORDER BY {order} LIMIT @most
        """;

    // Up to so many conversations of a label are put in order by themselves; a label that more have is looked for among all, in their order.
    private const int FewOfLabel = 4000;
    private const string CountLabel = "SELECT count(*) FROM (SELECT 1 FROM conversation_label WHERE workspace_id = @workspace AND label_id = @label LIMIT @most) AS few";

    private const string SelectOne = $"SELECT {Columns} FROM conversation cv {Joins} WHERE cv.workspace_id = @workspace AND cv.id = @id";
    private const string SelectJoined = "SELECT into_id FROM conversation_joined WHERE workspace_id = @workspace AND id = @id";
    private const string SelectContact = "SELECT consent, consent_source, consent_at, username, language, created_at FROM contact WHERE workspace_id = @workspace AND id = @contact";
    private const string SelectIdentities = "SELECT kind, scope, value FROM identity WHERE workspace_id = @workspace AND contact_id = @contact ORDER BY kind, id";
    private const string SelectTags = "SELECT name FROM contact_tag WHERE workspace_id = @workspace AND contact_id = @contact ORDER BY name";

    // Who has several phones is answered on the one they wrote from last: its window is the one that is open.
    private const string LastWrittenFrom = """
        (SELECT m.identity_id FROM message m WHERE m.workspace_id = @workspace AND m.contact_id = @contact AND m.number_id = @number AND m.direction = 0 ORDER BY m.at DESC, m.seq DESC LIMIT 1)
        """;

    private const string SelectAddress = $"""
        SELECT id FROM identity WHERE workspace_id = @workspace AND contact_id = @contact AND (kind IN (1, 3) OR (kind = 2 AND scope = @portfolio))
        ORDER BY kind, CASE WHEN id = {LastWrittenFrom} THEN 0 ELSE 1 END, id DESC LIMIT 1
        """;

    private const string SelectRecipient = $"""
        SELECT kind, scope, value FROM identity WHERE workspace_id = @workspace AND contact_id = @contact AND (kind = 1 OR (kind = 2 AND scope = @portfolio))
        ORDER BY kind, CASE WHEN id = {LastWrittenFrom} THEN 0 ELSE 1 END, id DESC LIMIT 1
        """;

    private const string SelectCard = """
        SELECT c.name, (SELECT i.value FROM identity i WHERE i.workspace_id = c.workspace_id AND i.contact_id = c.id AND i.kind = 1 ORDER BY i.id DESC LIMIT 1) AS phone
        FROM contact c WHERE c.workspace_id = @workspace AND c.id = @contact
        """;

    private const string CountUnread = "SELECT count(*) FROM conversation WHERE workspace_id = @workspace AND unread > 0 AND status = 0";
    internal const string CountViews = """
        SELECT
          (SELECT count(*) FROM (SELECT 1 FROM conversation cv WHERE cv.workspace_id = @workspace AND {status} AND cv.assigned_to = @me LIMIT @most) AS a) AS mine,
          (SELECT count(*) FROM (SELECT 1 FROM conversation cv WHERE cv.workspace_id = @workspace AND {status} AND cv.assigned_to IS NULL LIMIT @most) AS b) AS unassigned,
          (SELECT count(*) FROM (SELECT 1 FROM conversation cv WHERE cv.workspace_id = @workspace AND {status} LIMIT @most) AS c) AS everything,
          (SELECT count(*) FROM conversation_mention WHERE workspace_id = @workspace AND user_id = @me AND seen = 0) AS mentions,
          (SELECT count(*) FROM (SELECT 1 FROM conversation cv WHERE cv.workspace_id = @workspace AND {overdue} LIMIT @most) AS d) AS overdue
        """;

    private const string ClearAssigned = """
        UPDATE conversation SET assigned_to = NULL
        WHERE workspace_id = @workspace AND id IN (SELECT id FROM conversation WHERE workspace_id = @workspace AND assigned_to = @user AND id > @after ORDER BY id LIMIT @most) RETURNING id
        """;

    private const string SelectLeaver = "SELECT u.name FROM app_user u WHERE u.id = @user AND NOT EXISTS (SELECT 1 FROM member m WHERE m.workspace_id = @workspace AND m.user_id = u.id AND m.deactivated_at IS NULL)";
    private const string UpdateRead = """
        UPDATE conversation SET unread = 0, read_at = last_at,
          read_seq = COALESCE((SELECT MAX(m.seq) FROM message m WHERE m.workspace_id = conversation.workspace_id AND m.contact_id = conversation.contact_id AND m.number_id = conversation.number_id), 0)
        WHERE workspace_id = @workspace AND id = @id AND unread > 0
        """;

    // Not before their last message, whatever the difference between Meta's clock and ours: whoever writes after it is not blocked any more.
    private const string Block = "UPDATE conversation SET blocked_at = CASE WHEN last_at > @now THEN last_at ELSE @now END WHERE workspace_id = @workspace AND id = @id AND blocked_at IS NULL";
    private const string Unblock = "UPDATE conversation SET blocked_at = NULL WHERE workspace_id = @workspace AND id = @id AND blocked_at IS NOT NULL";

    public async Task<IReadOnlyList<ConversationRecord>> PageAsync(Actor actor, ConversationFilter filter, CancellationToken ct)
    {
        var sql = ConversationOrder.Write(SearchText.Words(filter.Search) is null ? SelectPage : Found(), filter, await IsRareAsync(actor, filter, ct));
        return await database.QueryAsync<ConversationRecord>(sql, Arguments(actor, filter, Most(filter)), ct);
    }

    /// <summary>How many there are, up to so many.</summary>
    public async Task<int> CountAsync(Actor actor, ConversationFilter filter, int most, CancellationToken ct)
    {
        var sql = ConversationOrder.Write(CountPage, filter, await IsRareAsync(actor, filter, ct));
        return (int)await database.FirstAsync<long>(sql, Arguments(actor, filter, most), ct);
    }

    public async Task<ConversationCounts> CountAsync(Actor actor, ConversationStatus? status, CancellationToken ct)
    {
        var counts = await database.FirstAsync<ViewCounts>(
            CountViews.Replace("{status}", ConversationOrder.Status(status), StringComparison.Ordinal).Replace("{overdue}", ConversationOrder.Overdue, StringComparison.Ordinal),
            new { workspace = actor.Workspace, status = (int?)status, me = new Id<User>(actor.Subject), most = ConversationCounts.Most, now = time.GetUtcNow() },
            ct);
        return new ConversationCounts((int)counts!.Mine, (int)counts.Unassigned, (int)counts.Everything) { Mentions = (int)Math.Min(counts.Mentions, ConversationCounts.Most), Overdue = (int)counts.Overdue };
    }

    public static int Most(ConversationFilter filter) => Math.Clamp(filter.Limit, 1, MostRows);

    public Task<ConversationRecord?> FindAsync(Id<Workspace> workspace, Id<Conversation> id, CancellationToken ct) =>
        database.FirstAsync<ConversationRecord>(SelectOne, new { workspace, id }, ct);

    /// <summary>The conversation, or the one that it went into when its customer turned out to be somebody known.</summary>
    public async Task<ConversationRecord?> FollowAsync(Id<Workspace> workspace, Id<Conversation> id, CancellationToken ct) =>
        await FindAsync(workspace, id, ct)
        ?? (await database.FirstAsync<Id<Conversation>?>(SelectJoined, new { workspace, id }, ct) is { } into ? await FindAsync(workspace, into, ct) : null);

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
        database.FirstAsync<Id<Identity>?>(SelectAddress, new { workspace = number.Workspace.Id, contact, number = number.Id, portfolio = number.Waba.Portfolio.MetaId }, ct);

    /// <summary>The same within a transaction that may have made the identity itself.</summary>
    public Task<Id<Identity>?> AddressAsync(UnitOfWork unit, Number number, Id<Contact> contact) =>
        unit.FirstAsync<Id<Identity>?>(SelectAddress, new { workspace = number.Workspace.Id, contact, number = number.Id, portfolio = number.Waba.Portfolio.MetaId });

    /// <summary>Who the customer is to WhatsApp: the phone before the user id, which only counts within the number's portfolio.</summary>
    public async Task<Recipient?> RecipientAsync(Number number, Id<Contact> contact, CancellationToken ct) =>
        await database.FirstAsync<IdentityRow>(SelectRecipient, new { workspace = number.Workspace.Id, contact, number = number.Id, portfolio = number.Waba.Portfolio.MetaId }, ct) is not { } row ? null
        : row.Kind == (int)IdentityKind.Phone ? PhoneNumber.TryParse(row.Value, out var phone) ? Recipient.Of(phone) : null
        : Recipient.OfUser(row.Value);

    /// <summary>What a contact's card says; null without a telephone number.</summary>
    public async Task<ContactCardRow?> CardAsync(Id<Workspace> workspace, Id<Contact> contact, CancellationToken ct) =>
        await database.FirstAsync<ContactCardRow>(SelectCard, new { workspace, contact }, ct) is { Phone: not null } card ? card : null;

    public async Task<int> UnreadAsync(Id<Workspace> workspace, CancellationToken ct) => (int)await database.FirstAsync<long>(CountUnread, new { workspace }, ct);

    /// <summary>The name of somebody who is not in the workspace any more; null of who is, or is back.</summary>
    public static Task<string?> LeaverAsync(UnitOfWork unit, Id<Workspace> workspace, Id<User> user) => unit.FirstAsync<string>(SelectLeaver, new { workspace, user });

    /// <summary>So much of what somebody had been given is nobody's again, of those with a greater id.</summary>
    public Task<IReadOnlyList<Id<Conversation>>> LetGoAsync(UnitOfWork unit, Id<Workspace> workspace, Id<User> user, Id<Conversation> after, int most) =>
        unit.QueryAsync<Id<Conversation>>(ClearAssigned, new { workspace, user, after, most });

    public async Task<bool> ReadAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Conversation> id) => await unit.ExecuteAsync(UpdateRead, new { workspace, id }) > 0;

    /// <summary>Blocked since then, or not any more. False when it was so already.</summary>
    public async Task<bool> BlockAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Conversation> id, DateTimeOffset? since) =>
        await unit.ExecuteAsync(since is null ? Unblock : Block, new { workspace, id, now = since }) > 0;

    private async Task<bool> IsRareAsync(Actor actor, ConversationFilter filter, CancellationToken ct) =>
        filter.Label is { } label && await database.FirstAsync<long>(CountLabel, new { workspace = actor.Workspace, label, most = FewOfLabel }, ct) < FewOfLabel;

    private object Arguments(Actor actor, ConversationFilter filter, int most)
    {
        var (at, id, priority) = ConversationOrder.Read(filter);
        return new
        {
            workspace = actor.Workspace,
            status = (int?)filter.Status,
            me = new Id<User>(actor.Subject),
            at,
            id,
            priority,
            label = filter.Label,
            only = (int?)filter.Priority,
            team = filter.Team,
            now = time.GetUtcNow(),
            most,
            search = SearchText.Words(filter.Search),
            digits = SearchText.Digits(filter.Search),
        };
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

    public required long Mentions { get; init; }

    public required long Overdue { get; init; }
}
