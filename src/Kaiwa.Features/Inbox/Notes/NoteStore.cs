using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.People;

namespace Kaiwa.Features.Inbox.Notes;

internal sealed class NoteStore(Database database)
{
    private const int Most = 500;
    private const string Insert = "INSERT INTO note (id, workspace_id, conversation_id, at, user_id, author, body) VALUES (@note, @workspace, @id, @at, @user, @author, @text)";
    private const string SelectBetween = """
        SELECT id, at, author, user_id AS writer, body AS text, edited_at FROM note
        WHERE workspace_id = @workspace AND conversation_id = @id AND at >= @from AND at < @until ORDER BY at DESC, id DESC LIMIT @most
        """;

    private const string SelectPage = """
        SELECT id, at, author, user_id AS writer, body AS text, edited_at FROM note
        WHERE workspace_id = @workspace AND conversation_id = @id AND (at, id) > (@at, @after) AND at < @until ORDER BY at, id LIMIT @most
        """;

    private const string SelectOne = "SELECT id, at, author, user_id AS writer, body AS text, edited_at FROM note WHERE workspace_id = @workspace AND conversation_id = @id AND id = @note";
    private const string Update = "UPDATE note SET body = @text, edited_at = @at WHERE workspace_id = @workspace AND conversation_id = @id AND id = @note";
    private const string Remove = "DELETE FROM note WHERE workspace_id = @workspace AND conversation_id = @id AND id = @note";
    private const string Mention = """
        INSERT INTO conversation_mention (workspace_id, user_id, conversation_id, at, seen) VALUES (@workspace, @user, @id, @at, 0)
        ON CONFLICT (workspace_id, user_id, conversation_id) DO UPDATE SET at = excluded.at, seen = 0
        """;

    private const string SelectFollowersOf = """
        SELECT f.user_id, f.conversation_id, f.workspace_id
        FROM {rows} JOIN conversation cv ON cv.workspace_id = v.workspace_id AND cv.number_id = v.number_id AND cv.contact_id = v.contact_id
        JOIN conversation_follower f ON f.workspace_id = cv.workspace_id AND f.conversation_id = cv.id
        """;

    private const string UpdateSeen = "UPDATE conversation_mention SET seen = 1 WHERE workspace_id = @workspace AND user_id = @user AND conversation_id = @id AND seen = 0";
    private const string CountUnseen = "SELECT user_id, count(*) AS count FROM conversation_mention WHERE workspace_id = @workspace AND seen = 0 GROUP BY user_id";
    private const string Follow = "INSERT INTO conversation_follower (workspace_id, conversation_id, user_id) VALUES (@workspace, @id, @user) ON CONFLICT DO NOTHING";
    private const string Unfollow = "DELETE FROM conversation_follower WHERE workspace_id = @workspace AND conversation_id = @id AND user_id = @user";
    private const string SelectFollowers = "SELECT user_id FROM conversation_follower WHERE workspace_id = @workspace AND conversation_id = @id";

    public static Task AddAsync(UnitOfWork unit, Actor actor, Id<Conversation> id, Note note) => unit.ExecuteAsync(
        Insert,
        new { note = note.Id, workspace = actor.Workspace, id, at = note.At, user = actor.Kind == ActorKind.User ? actor.Subject : (Guid?)null, author = note.Author, text = note.Text });

    public static Task<Note?> FindAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Conversation> id, Id<Note> note) => unit.FirstAsync<Note>(SelectOne, new { workspace, id, note });

    public static Task EditAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Conversation> id, Note note) =>
        unit.ExecuteAsync(Update, new { workspace, id, note = note.Id, text = note.Text, at = note.EditedAt });

    public static Task DeleteAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Conversation> id, Id<Note> note) => unit.ExecuteAsync(Remove, new { workspace, id, note });

    public static Task MentionAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Conversation> id, Id<User> user, DateTimeOffset at) =>
        unit.ExecuteAsync(Mention, new { workspace, id, user, at });

    /// <summary>Those who follow a conversation whose customer wrote find it among their mentions.</summary>
    public static async Task TellFollowersAsync(UnitOfWork unit, IReadOnlyList<Pair> pairs, DateTimeOffset at)
    {
        var rows = new Bulk<Pair>(pairs).Id("workspace_id", pair => pair.Workspace).Id("number_id", pair => pair.Number).Id("contact_id", pair => pair.Contact);
        foreach (var (user, id, workspace) in await unit.BulkQueryAsync(SelectFollowersOf, rows, row => (row.ReadId<User>(0), row.ReadId<Conversation>(1), row.ReadId<Workspace>(2))))
        {
            await MentionAsync(unit, workspace, id, user, at);
        }
    }

    /// <summary>The latest of that time, oldest first.</summary>
    public async Task<List<Note>> BetweenAsync(Id<Workspace> workspace, Id<Conversation> id, DateTimeOffset? from, DateTimeOffset? until, CancellationToken ct)
    {
        var args = new { workspace, id, from = from?.ToUnixTimeMilliseconds() ?? 0, until = until?.ToUnixTimeMilliseconds() ?? long.MaxValue, most = Most };
        return (await database.QueryAsync<Note>(SelectBetween, args, ct)).Reverse().ToList();
    }

    /// <summary>The earliest after a note, or from a moment on.</summary>
    public Task<IReadOnlyList<Note>> PageAsync(Id<Workspace> workspace, Id<Conversation> id, DateTimeOffset at, Id<Note> after, DateTimeOffset until, int most, CancellationToken ct) =>
        database.QueryAsync<Note>(SelectPage, new { workspace, id, at = at.ToUnixTimeMilliseconds(), after, until = until.ToUnixTimeMilliseconds(), most }, ct);

    public static async Task<bool> SeeAsync(UnitOfWork unit, Id<Workspace> workspace, Id<User> user, Id<Conversation> id) => await unit.ExecuteAsync(UpdateSeen, new { workspace, user, id }) > 0;

    public async Task<Dictionary<Guid, int>> UnseenAsync(Id<Workspace> workspace, CancellationToken ct) =>
        (await database.QueryAsync<UnseenRow>(CountUnseen, new { workspace }, ct)).ToDictionary(row => row.UserId.Value, row => (int)row.Count);

    public static async Task<bool> FollowAsync(UnitOfWork unit, Id<Workspace> workspace, Id<User> user, Id<Conversation> id, bool follows) =>
        await unit.ExecuteAsync(follows ? Follow : Unfollow, new { workspace, user, id }) > 0;

    public Task<IReadOnlyList<Id<User>>> FollowersAsync(Id<Workspace> workspace, Id<Conversation> id, CancellationToken ct) =>
        database.QueryAsync<Id<User>>(SelectFollowers, new { workspace, id }, ct);

    private sealed record UnseenRow
    {
        public required Id<User> UserId { get; init; }

        public required long Count { get; init; }
    }
}
