using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Labels;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;

namespace Kaiwa.Features.Inbox;

/// <summary>Status, assignee, priority and labels of conversations, many at once.</summary>
internal sealed class TicketStore(Database database)
{
    // Writes what is there, so that whoever else changes one of them waits until this has committed.
    private const string Lock = """
        UPDATE conversation SET read_seq = conversation.read_seq
        FROM {rows} WHERE conversation.id = v.id AND conversation.workspace_id = v.workspace_id
        RETURNING conversation.id, conversation.status, conversation.wake_at, conversation.assigned_to, conversation.priority, conversation.team_id
        """;

    private const string SelectLabels = """
        SELECT cl.conversation_id, cl.label_id FROM {rows} JOIN conversation_label cl ON cl.conversation_id = v.id AND cl.workspace_id = v.workspace_id
        """;

    private const string Update = """
        UPDATE conversation SET status = v.status, wake_at = v.wake_at, assigned_to = v.assigned_to, priority = v.priority, team_id = v.team_id
        FROM {rows} WHERE conversation.id = v.id AND conversation.workspace_id = v.workspace_id
        """;

    private const string PutOn = """
        INSERT INTO conversation_label (workspace_id, label_id, conversation_id) SELECT v.workspace_id, v.label_id, v.id FROM {rows} WHERE TRUE ON CONFLICT DO NOTHING
        """;

    private const string TakeOff = "DELETE FROM conversation_label WHERE workspace_id = @workspace AND label_id = @label AND conversation_id = @id";
    private const string SelectDue = "SELECT workspace_id, id FROM conversation WHERE wake_at <= @now ORDER BY wake_at LIMIT @most -- all workspaces: the clock wakes them all, each with its workspace_id";
    private const string Wake = """
        UPDATE conversation SET status = 0, wake_at = NULL
        FROM {rows} WHERE conversation.id = v.id AND conversation.workspace_id = v.workspace_id AND conversation.status = 3 AND conversation.wake_at <= v.now
        RETURNING conversation.workspace_id, conversation.id
        """;

    /// <summary>Those of the workspace, held until the transaction ends.</summary>
    public static async Task<List<TicketState>> LockAsync(UnitOfWork unit, Id<Workspace> workspace, IReadOnlyCollection<Id<Conversation>> ids)
    {
        var rows = new Bulk<Id<Conversation>>(ids.Distinct().Order().ToList()).Id("id", id => id).Id("workspace_id", _ => workspace);
        var states = await unit.BulkQueryAsync(Lock, rows, row => new TicketState
        {
            Id = row.ReadId<Conversation>(0),
            Status = (ConversationStatus)row.GetInt32(1),
            Until = row.IsDBNull(2) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
            Assignee = row.IsDBNull(3) ? null : row.ReadId<User>(3),
            Priority = (Priority)row.GetInt32(4),
            Team = row.IsDBNull(5) ? null : row.ReadId<Team>(5),
        });
        var labels = (await unit.BulkQueryAsync(SelectLabels, rows, row => (Conversation: row.ReadId<Conversation>(0), Label: row.ReadId<Label>(1)))).ToLookup(pair => pair.Conversation, pair => pair.Label);
        return states.ConvertAll(state => state with { Labels = labels[state.Id].ToList() });
    }

    public static async Task WriteAsync(UnitOfWork unit, Id<Workspace> workspace, IReadOnlyList<(TicketState Was, TicketState Becomes)> changes)
    {
        await unit.BulkAsync(
            Update,
            new Bulk<(TicketState Was, TicketState Becomes)>(changes)
                .Id("id", change => change.Becomes.Id).Id("workspace_id", _ => workspace).Int("status", change => (int)change.Becomes.Status)
                .Long("wake_at", change => change.Becomes.Until?.ToUnixTimeMilliseconds()).Id("assigned_to", change => change.Becomes.Assignee).Id("team_id", change => change.Becomes.Team).Int("priority", change => (int)change.Becomes.Priority));
        var put = changes.SelectMany(change => change.Becomes.Labels.Except(change.Was.Labels), (change, label) => (change.Becomes.Id, Label: label)).ToList();
        await unit.BulkAsync(PutOn, new Bulk<(Id<Conversation> Id, Id<Label> Label)>(put).Id("workspace_id", _ => workspace).Id("label_id", pair => pair.Label).Id("id", pair => pair.Id));
        foreach (var (id, label) in changes.SelectMany(change => change.Was.Labels.Except(change.Becomes.Labels), (change, label) => (change.Was.Id, label)))
        {
            await unit.ExecuteAsync(TakeOff, new { workspace, label, id });
        }
    }

    public Task<IReadOnlyList<DueRow>> DueAsync(DateTimeOffset now, int most, CancellationToken ct) => database.QueryAsync<DueRow>(SelectDue, new { now, most }, ct);

    /// <summary>Opens those that are still asleep; returns them.</summary>
    public static Task<List<DueRow>> WakeAsync(UnitOfWork unit, IReadOnlyList<DueRow> due, DateTimeOffset now) => unit.BulkQueryAsync(
        Wake,
        new Bulk<DueRow>(due).Id("id", row => row.Id).Id("workspace_id", row => row.WorkspaceId).Long("now", _ => now.ToUnixTimeMilliseconds()),
        row => new DueRow { WorkspaceId = row.ReadId<Workspace>(0), Id = row.ReadId<Conversation>(1) });
}

internal sealed record DueRow
{
    public required Id<Workspace> WorkspaceId { get; init; }

    public required Id<Conversation> Id { get; init; }
}
