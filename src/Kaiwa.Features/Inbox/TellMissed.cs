using Kaiwa.Core.Jobs;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox;

/// <summary>Says once, between the messages and to open screens, that an answer did not come in time.</summary>
internal sealed class TellMissed(Database database, EventStore events, ILiveFeed feed, TimeProvider time) : IRecurringJob
{
    private const int AtOnce = 200;
    private const string Select = "SELECT workspace_id, id FROM conversation WHERE miss_at <= @now ORDER BY miss_at LIMIT @most -- all workspaces: time runs out in them all, each with its workspace_id";
    private const string Tell = """
        UPDATE conversation SET miss_at = NULL
        FROM {rows} WHERE conversation.id = v.id AND conversation.workspace_id = v.workspace_id AND conversation.miss_at <= v.now
        RETURNING conversation.workspace_id, conversation.id, conversation.due_at, CASE WHEN conversation.answered_at > conversation.resolved_at THEN 1 ELSE 0 END
        """;

    public string Name => "inbox.tell-missed";

    public TimeSpan Every => TimeSpan.FromSeconds(10);

    public async Task RunAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        IReadOnlyList<DueRow> missed;
        do
        {
            missed = await database.QueryAsync<DueRow>(Select, new { now, most = AtOnce }, ct);
            if (missed.Count > 0)
            {
                await database.InTransactionAsync(unit => TellAsync(unit, missed, now), ct: ct);
            }
        }
        while (missed.Count == AtOnce);
    }

    private async Task TellAsync(UnitOfWork unit, IReadOnlyList<DueRow> missed, DateTimeOffset now)
    {
        var told = await unit.BulkQueryAsync(
            Tell,
            new Bulk<DueRow>(missed).Id("id", row => row.Id).Id("workspace_id", row => row.WorkspaceId).Long("now", _ => now.ToUnixTimeMilliseconds()),
            row => new NewEvent(row.ReadId<Workspace>(0), row.ReadId<Conversation>(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), ConversationEventKind.Overdue, Detail: row.GetInt32(3) == 1 ? "next" : "first"));
        await events.AddAsync(unit, told);
        unit.AfterCommit(() => told.ForEach(one => feed.Publish(new Change(one.Workspace, "inbox", one.Conversation.Value))));
    }
}
