using Kaiwa.Core.Contacts;
using Kaiwa.Core.Events;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox.Notes;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Announcements;

/// <summary>Rows of devices, and who of them is told what.</summary>
internal sealed class DeviceStore(Database database)
{
    private const string Insert = """
        INSERT INTO push_subscription (id, workspace_id, user_id, endpoint, p256dh, auth, device, created_at)
        VALUES (@id, @workspace, @user, @endpoint, @p256dh, @auth, @name, @now)
        ON CONFLICT (workspace_id, endpoint) DO UPDATE SET user_id = excluded.user_id, p256dh = excluded.p256dh, auth = excluded.auth, device = excluded.device
        """;

    private const string SelectId = "SELECT id FROM push_subscription WHERE workspace_id = @workspace AND endpoint = @endpoint";
    private const string Count = "SELECT count(*) FROM push_subscription WHERE workspace_id = @workspace AND user_id = @user AND endpoint <> @endpoint";
    private const string SelectOfUser = "SELECT id, endpoint, device, created_at FROM push_subscription WHERE workspace_id = @workspace AND user_id = @user ORDER BY id";
    private const string SelectOne = "SELECT id, user_id, endpoint, p256dh, auth FROM push_subscription WHERE workspace_id = @workspace AND id = @id";
    private const string DeleteOfUser = "DELETE FROM push_subscription WHERE workspace_id = @workspace AND user_id = @user AND id = @id";
    private const string DeleteAllOfUser = "DELETE FROM push_subscription WHERE workspace_id = @workspace AND user_id = @user";
    private const string Delete = "DELETE FROM push_subscription WHERE workspace_id = @workspace AND id = @id";
    private const string SelectWorkspaces = "SELECT DISTINCT workspace_id FROM push_subscription -- all workspaces: those that have any";

    // Who follows it and has not looked since this message: whether another has read it says nothing about them. Its clock is ours, the message's is Meta's.
    private const string Follows = """
        EXISTS (SELECT 1 FROM conversation_follower f JOIN conversation_mention m ON m.workspace_id = f.workspace_id AND m.user_id = f.user_id AND m.conversation_id = f.conversation_id
                WHERE f.workspace_id = cv.workspace_id AND f.conversation_id = cv.id AND f.user_id = {user} AND m.seen = 0 AND m.at >= @at - 60000)
        """;

    // Whose the conversation is; everybody while it is nobody's; who follows it.
    private static readonly string SelectTold = $"""
        SELECT s.id FROM conversation cv JOIN push_subscription s ON s.workspace_id = cv.workspace_id
        WHERE cv.workspace_id = @workspace AND cv.contact_id = @contact AND cv.number_id = @number
          AND ((cv.unread > 0 AND (cv.assigned_to IS NULL OR s.user_id = cv.assigned_to)) OR {Follows.Replace("{user}", "s.user_id", StringComparison.Ordinal)})
        """;

    private const string SelectKnown = "SELECT 1 FROM conversation WHERE workspace_id = @workspace AND contact_id = @contact AND number_id = @number AND last_at >= @at";
    // What was asked after it is told by a push of its own.
    private static readonly string SelectLine = $"""
        SELECT cv.id, c.name, cv.last_preview, cv.last_kind FROM conversation cv JOIN contact c ON c.id = cv.contact_id
        WHERE cv.workspace_id = @workspace AND cv.contact_id = @contact AND cv.number_id = @number
          AND ((cv.unread > 0 AND (cv.assigned_to IS NULL OR cv.assigned_to = @user)) OR {Follows.Replace("{user}", "@user", StringComparison.Ordinal)})
          AND NOT EXISTS (SELECT 1 FROM message u WHERE u.workspace_id = cv.workspace_id AND u.contact_id = cv.contact_id AND u.number_id = cv.number_id
                            AND u.direction = 0 AND u.at > @at AND u.kind NOT IN {AskingKinds.NotInSql} AND NOT {RatingId.OfU})
        """;

    private const string SelectAsking = $"SELECT m.id FROM {{rows}} JOIN message m ON m.id = v.id AND m.workspace_id = v.workspace_id WHERE m.kind NOT IN {AskingKinds.NotInSql}";
    private const string SelectOfUsers = "SELECT s.id FROM {rows} JOIN push_subscription s ON s.workspace_id = v.workspace_id AND s.user_id = v.user_id";
    private const string SelectMention = """
        SELECT n.conversation_id AS id, n.author AS name, n.body AS last_preview, 'mention' AS last_kind
        FROM note n JOIN conversation_mention m ON m.workspace_id = n.workspace_id AND m.conversation_id = n.conversation_id
        WHERE n.workspace_id = @workspace AND n.id = @note AND m.user_id = @user AND m.seen = 0
        """;

    public async Task<Id<PushDevice>> SaveAsync(UnitOfWork unit, Actor actor, Id<PushDevice> id, string endpoint, byte[] p256dh, byte[] auth, string name, DateTimeOffset now)
    {
        await unit.ExecuteAsync(Insert, new { id, workspace = actor.Workspace, user = new Id<User>(actor.Subject), endpoint, p256dh, auth, name, now });
        return (await unit.FirstAsync<Id<PushDevice>?>(SelectId, new { workspace = actor.Workspace, endpoint }))!.Value;
    }

    public async Task<long> OthersAsync(UnitOfWork unit, Actor actor, string endpoint) => await unit.FirstAsync<long>(Count, new { workspace = actor.Workspace, user = new Id<User>(actor.Subject), endpoint });

    public Task<IReadOnlyList<DeviceRow>> OfAsync(Actor actor, CancellationToken ct) => database.QueryAsync<DeviceRow>(SelectOfUser, new { workspace = actor.Workspace, user = new Id<User>(actor.Subject) }, ct);

    public Task<DeviceSecret?> FindAsync(Id<Workspace> workspace, Id<PushDevice> id, CancellationToken ct) => database.FirstAsync<DeviceSecret>(SelectOne, new { workspace, id }, ct);

    public async Task<bool> DeleteAsync(UnitOfWork unit, Actor actor, Id<PushDevice> id) => await unit.ExecuteAsync(DeleteOfUser, new { workspace = actor.Workspace, user = new Id<User>(actor.Subject), id }) > 0;

    public Task ForgetAllAsync(UnitOfWork unit, Id<Workspace> workspace, Id<User> user) => unit.ExecuteAsync(DeleteAllOfUser, new { workspace, user });

    public Task ForgetAsync(Id<Workspace> workspace, Id<PushDevice> id, CancellationToken ct) => database.InTransactionAsync(unit => unit.ExecuteAsync(Delete, new { workspace, id }), ct: ct);

    public async Task<HashSet<Id<Workspace>>> WorkspacesAsync(UnitOfWork unit) => [.. await unit.QueryAsync<Id<Workspace>>(SelectWorkspaces)];

    public Task<IReadOnlyList<Id<PushDevice>>> ToldAsync(Id<Workspace> workspace, Id<Contact> contact, Id<Number> number, long at, CancellationToken ct) =>
        database.QueryAsync<Id<PushDevice>>(SelectTold, new { workspace, contact, number, at }, ct);

    /// <summary>Those of the messages that ask for an answer.</summary>
    public static async Task<HashSet<Id<Message>>> AskingAsync(UnitOfWork unit, IReadOnlyList<MessageReceived> received) =>
        [.. await unit.BulkQueryAsync(SelectAsking, new Bulk<MessageReceived>(received).Id("id", one => one.Message).Id("workspace_id", one => one.Workspace), row => row.ReadId<Message>(0))];

    /// <summary>Whether the inbox has heard of what the customer wrote then.</summary>
    public async Task<bool> KnowsAsync(Id<Workspace> workspace, Id<Contact> contact, Id<Number> number, long at, CancellationToken ct) =>
        await database.FirstAsync<int?>(SelectKnown, new { workspace, contact, number, at }, ct) is not null;

    /// <summary>What the customer wrote last, if that person is still to know.</summary>
    public Task<LineRow?> LineAsync(Id<Workspace> workspace, Id<Contact> contact, Id<Number> number, long at, Id<User> user, CancellationToken ct) =>
        database.FirstAsync<LineRow>(SelectLine, new { workspace, contact, number, at, user }, ct);

    public static Task<List<Id<PushDevice>>> OfAsync(UnitOfWork unit, Id<Workspace> workspace, IReadOnlyList<Id<User>> users) =>
        unit.BulkQueryAsync(SelectOfUsers, new Bulk<Id<User>>(users).Id("workspace_id", _ => workspace).Id("user_id", user => user), reader => reader.ReadId<PushDevice>(0));

    /// <summary>What a colleague wrote in a note that names that person, if it is still there and they are still to look.</summary>
    public Task<LineRow?> MentionAsync(Id<Workspace> workspace, Id<Note> note, Id<User> user, CancellationToken ct) =>
        database.FirstAsync<LineRow>(SelectMention, new { workspace, note, user }, ct);
}

internal sealed record DeviceRow
{
    public required Id<PushDevice> Id { get; init; }

    public required string Endpoint { get; init; }

    public required string Device { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}

internal sealed record DeviceSecret
{
    public required Id<PushDevice> Id { get; init; }

    public required Id<User> UserId { get; init; }

    public required string Endpoint { get; init; }

    public required byte[] P256dh { get; init; }

    public required byte[] Auth { get; init; }
}

internal sealed record LineRow
{
    public required Guid Id { get; init; }

    public string? Name { get; init; }

    public required string LastPreview { get; init; }

    public required string LastKind { get; init; }
}
