using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Core.Events;

/// <summary>Cursors of the reactions, and the parts that they read.</summary>
public sealed class EventStore(TimeProvider time)
{
    private const string SelectCursor = "SELECT seq FROM reaction_cursor WHERE name = @name -- all workspaces: a reaction serves all";
    private const string UpsertCursor = """
        INSERT INTO reaction_cursor (name, seq) VALUES (@name, @seq) ON CONFLICT (name) DO UPDATE SET seq = excluded.seq -- all workspaces: a reaction serves all
        """;

    private const string InsertParked = """
        INSERT INTO reaction_parked (name, seq, problem, at) VALUES (@name, @seq, @problem, @at) ON CONFLICT (name, seq) DO NOTHING -- all workspaces: the part carries its workspace_id
        """;

    private const string SelectMessages = """
        SELECT seq, workspace_id, number_id, contact_id, message_id, at, raw FROM delivery_part
        WHERE kind = 1 AND seq > @after AND {settled} ORDER BY seq LIMIT @most
        """;

    private const string SelectNotices = """
        SELECT seq, workspace_id, number_id, contact_id, field, at, raw FROM delivery_part
        WHERE kind > 2 AND kind = 3 AND seq > @after AND {settled} ORDER BY seq LIMIT @most
        """;

    internal async Task<long> CursorAsync(UnitOfWork unit, string name) => await unit.FirstAsync<long?>(SelectCursor, new { name }) ?? 0;

    internal Task MoveAsync(UnitOfWork unit, string name, long seq) => unit.ExecuteAsync(UpsertCursor, new { name, seq });

    internal async Task ParkAsync(UnitOfWork unit, string name, long seq, string problem)
    {
        await unit.ExecuteAsync(InsertParked, new { name, seq, problem, at = time.GetUtcNow() });
        await MoveAsync(unit, name, seq);
    }

    internal async Task<IReadOnlyList<MessageReceived>> MessagesAsync(UnitOfWork unit, long after, int most) =>
        (await unit.QueryAsync<Row>(Settled(SelectMessages, unit), new { after, most }))
            .Select(row => new MessageReceived(row.Seq, row.WorkspaceId, row.NumberId ?? default, row.ContactId ?? default, row.MessageId ?? default, row.At, row.Raw)).ToList();

    internal async Task<IReadOnlyList<NoticeReceived>> NoticesAsync(UnitOfWork unit, long after, int most) =>
        (await unit.QueryAsync<Row>(Settled(SelectNotices, unit), new { after, most }))
            .Select(row => new NoticeReceived(row.Seq, row.WorkspaceId, row.NumberId, row.ContactId, row.Field, row.At, row.Raw)).ToList();

    private static string Settled(string sql, UnitOfWork unit) => sql.Replace("{settled}", unit.Dialect.IsSettled, StringComparison.Ordinal);

    private sealed record Row
    {
        public required long Seq { get; init; }

        public required Id<Workspace> WorkspaceId { get; init; }

        public Id<Number>? NumberId { get; init; }

        public Id<Contact>? ContactId { get; init; }

        public Id<Message>? MessageId { get; init; }

        public string Field { get; init; } = "messages";

        public required DateTimeOffset At { get; init; }

        public required byte[] Raw { get; init; }
    }
}
