using System.Globalization;
using System.Runtime.InteropServices;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox;

/// <summary>What was done to conversations, in the transaction that did it.</summary>
internal sealed class EventStore(Database database)
{
    private const int Most = 500;
    private const string Insert = """
        INSERT INTO conversation_event (workspace_id, conversation_id, at, kind, actor, user_id, detail)
        SELECT v.workspace_id, v.conversation_id, v.at, v.kind, v.actor, v.user_id, v.detail FROM {rows} WHERE TRUE
        """;

    private const string SelectBetween = """
        SELECT seq, at, kind, actor, detail FROM conversation_event
        WHERE workspace_id = @workspace AND conversation_id = @id AND at >= @from AND at < @until ORDER BY at DESC, seq DESC LIMIT @most
        """;

    private const string SelectPage = """
        SELECT seq, at, kind, actor, detail FROM conversation_event
        WHERE workspace_id = @workspace AND conversation_id = @id AND (at, seq) > (@at, @seq) AND at < @until ORDER BY at, seq LIMIT @most
        """;

    public Task AddAsync(UnitOfWork unit, IReadOnlyList<NewEvent> events) => unit.BulkAsync(
        Insert,
        new Bulk<NewEvent>(events).Id("workspace_id", one => one.Workspace).Id("conversation_id", one => one.Conversation).Long("at", one => one.At.ToUnixTimeMilliseconds())
            .Int("kind", one => (int)one.Kind).Text("actor", one => one.Actor).Guid("user_id", one => one.User).Text("detail", one => one.Detail));

    /// <summary>The latest of that time, oldest first.</summary>
    public async Task<List<ConversationEvent>> BetweenAsync(Id<Workspace> workspace, Id<Conversation> id, DateTimeOffset? from, DateTimeOffset? until, CancellationToken ct)
    {
        var rows = await database.QueryAsync<EventRow>(
            SelectBetween,
            new { workspace, id, from = from?.ToUnixTimeMilliseconds() ?? 0, until = until?.ToUnixTimeMilliseconds() ?? long.MaxValue, most = Most },
            ct);
        return rows.Reverse().Select(row => row.ToEvent()).ToList();
    }

    /// <summary>The earliest after an event, or from a moment on.</summary>
    public async Task<IReadOnlyList<ConversationEvent>> PageAsync(Id<Workspace> workspace, Id<Conversation> id, DateTimeOffset at, long seq, DateTimeOffset until, int most, CancellationToken ct) =>
        (await database.QueryAsync<EventRow>(SelectPage, new { workspace, id, at = at.ToUnixTimeMilliseconds(), seq, until = until.ToUnixTimeMilliseconds(), most }, ct)).Select(row => row.ToEvent()).ToList();
}

/// <param name="Workspace">Whose.</param>
/// <param name="Conversation">Which.</param>
/// <param name="At">When.</param>
/// <param name="Kind">What.</param>
/// <param name="Actor">The name of who did it; empty for nobody.</param>
/// <param name="User">Their id, if it was a colleague.</param>
/// <param name="Detail">As <see cref="ConversationEvent.Detail"/>; of a snooze the moment of waking.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NewEvent(Id<Workspace> Workspace, Id<Conversation> Conversation, DateTimeOffset At, ConversationEventKind Kind, string Actor = "", Guid? User = null, string? Detail = null);

internal sealed record EventRow
{
    public required long Seq { get; init; }

    public required long At { get; init; }

    public required int Kind { get; init; }

    public required string Actor { get; init; }

    public string? Detail { get; init; }

    public ConversationEvent ToEvent()
    {
        var isSnooze = Kind == (int)ConversationEventKind.Snoozed;
        return new ConversationEvent
        {
            Seq = Seq,
            At = DateTimeOffset.FromUnixTimeMilliseconds(At),
            Kind = (ConversationEventKind)Kind,
            Actor = Actor,
            Detail = isSnooze ? null : Detail,
            Until = isSnooze && long.TryParse(Detail, CultureInfo.InvariantCulture, out var until) ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null,
        };
    }
}
