using System.Text.Json;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Inbox;
using Kaiwa.Features.Labels;
using Kaiwa.Features.People;
using Kaiwa.Features.Teams;

namespace Kaiwa.Features.AutoAssignment;

/// <summary>Plans, whose turn it is, and what waits for somebody.</summary>
internal sealed class AutoAssignmentStore(Database database)
{
    private const string Select = "SELECT workspace_id, is_on, capacity, only_online, team_id, rules FROM auto_assignment WHERE workspace_id = @workspace";
    private const string SelectOn = "SELECT workspace_id, is_on, capacity, only_online, team_id, rules FROM auto_assignment WHERE is_on -- all workspaces: each row carries its workspace_id";
    private const string Upsert = """
        INSERT INTO auto_assignment (workspace_id, is_on, capacity, only_online, team_id, rules) VALUES (@workspace, @isOn, @capacity, @onlyOnline, @team, @rules)
        ON CONFLICT (workspace_id) DO UPDATE SET is_on = excluded.is_on, capacity = excluded.capacity, only_online = excluded.only_online, team_id = excluded.team_id, rules = excluded.rules
        """;

    // Who took a conversation from everybody while its customer waited (7: unassigned) meant it to stay free, until somebody gives it to a team (28). Its clock is ours, the message's is Meta's.
    private const string SelectWaiting = """
        SELECT cv.id, cv.number_id, cv.team_id, cv.waiting_since, CASE WHEN @words THEN (
            SELECT m.content FROM message m WHERE m.contact_id = cv.contact_id AND m.workspace_id = cv.workspace_id AND m.number_id = cv.number_id AND m.direction = 0 ORDER BY m.at DESC, m.seq DESC LIMIT 1
          ) END AS content
        FROM conversation cv
        WHERE cv.workspace_id = @workspace AND cv.status = 0 AND cv.assigned_to IS NULL AND cv.waiting_since < @never AND (cv.waiting_since, cv.id) > (@since, @after) AND NOT EXISTS (
          SELECT 1 FROM conversation_event e WHERE e.conversation_id = cv.id AND e.at >= cv.waiting_since - 60000 AND e.kind = 7 AND e.user_id IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM conversation_event g WHERE g.conversation_id = cv.id AND g.seq > e.seq AND g.kind = 28)
        )
        ORDER BY cv.waiting_since, cv.id LIMIT @most
        """;

    private const string SelectLabels = """
        SELECT l.conversation_id, l.label_id FROM {rows} JOIN conversation_label l ON l.conversation_id = v.id AND l.workspace_id = v.workspace_id
        """;

    private const string SelectLoad = "SELECT assigned_to AS user_id, count(*) AS count FROM conversation WHERE workspace_id = @workspace AND status = 0 AND assigned_to IS NOT NULL GROUP BY assigned_to";
    private const string SelectTurns = "SELECT user_id, at FROM auto_assignment_turn WHERE workspace_id = @workspace";
    private const string UpsertTurn = """
        INSERT INTO auto_assignment_turn (workspace_id, user_id, at) SELECT v.workspace_id, v.user_id, v.at FROM {rows} WHERE TRUE
        ON CONFLICT (workspace_id, user_id) DO UPDATE SET at = excluded.at
        """;

    public Task<PlanRow?> FindAsync(Id<Workspace> workspace, CancellationToken ct) => database.FirstAsync<PlanRow>(Select, new { workspace }, ct);

    public Task<IReadOnlyList<PlanRow>> OnAsync(CancellationToken ct) => database.QueryAsync<PlanRow>(SelectOn, ct: ct);

    public Task ChangeAsync(UnitOfWork unit, Id<Workspace> workspace, AssignmentPlan plan) => unit.ExecuteAsync(
        Upsert,
        new { workspace, isOn = plan.IsOn, capacity = plan.Capacity, onlyOnline = plan.OnlyOnline, team = plan.Team, rules = JsonSerializer.Serialize(plan.Rules, PlanRow.Form) });

    /// <summary>Those that wait longest, or that come after one of them, with their labels, and with their words if they are to be looked at.</summary>
    public async Task<IReadOnlyList<Waiting>> WaitingAsync(Id<Workspace> workspace, Waiting? after, bool words, int most, CancellationToken ct)
    {
        var rows = await database.QueryAsync<WaitingRow>(SelectWaiting, new { workspace, since = after?.Since ?? long.MinValue, after = after?.Id ?? default, never = long.MaxValue, words, most }, ct);
        if (rows.Count == 0)
        {
            return [];
        }

        var labels = (await database.InTransactionAsync(
            unit => unit.BulkQueryAsync(SelectLabels, new Bulk<WaitingRow>(rows).Id("id", row => row.Id).Id("workspace_id", _ => workspace), row => (Conversation: row.ReadId<Conversation>(0), Label: row.ReadId<Label>(1))),
            WritePriority.Bulk,
            ct)).ToLookup(pair => pair.Conversation, pair => pair.Label);
        return [.. rows.Select(row => new Waiting(row.Id, row.NumberId, row.Content is { } content ? MessageWords.Of(Direction.Incoming, content, null) ?? "" : "", [.. labels[row.Id]], row.TeamId, row.WaitingSince))];
    }

    /// <summary>How many open conversations each colleague has.</summary>
    public async Task<Dictionary<Id<User>, long>> LoadAsync(Id<Workspace> workspace, CancellationToken ct) =>
        (await database.QueryAsync<LoadRow>(SelectLoad, new { workspace }, ct)).ToDictionary(row => row.UserId, row => row.Count);

    public async Task<Dictionary<Id<User>, long>> TurnsAsync(Id<Workspace> workspace, CancellationToken ct) =>
        (await database.QueryAsync<TurnRow>(SelectTurns, new { workspace }, ct)).ToDictionary(row => row.UserId, row => row.At);

    public Task SetTurnsAsync(Id<Workspace> workspace, IReadOnlyList<KeyValuePair<Id<User>, long>> turns, CancellationToken ct) => database.InTransactionAsync(
        unit => unit.BulkAsync(UpsertTurn, new Bulk<KeyValuePair<Id<User>, long>>(turns).Id("workspace_id", _ => workspace).Id("user_id", turn => turn.Key).Long("at", turn => turn.Value)),
        WritePriority.Bulk,
        ct);

    private sealed record WaitingRow
    {
        public required Id<Conversation> Id { get; init; }

        public required Id<Number> NumberId { get; init; }

        public string? Content { get; init; }

        public Id<Team>? TeamId { get; init; }

        public required long WaitingSince { get; init; }
    }

    private sealed record LoadRow
    {
        public required Id<User> UserId { get; init; }

        public required long Count { get; init; }
    }

    private sealed record TurnRow
    {
        public required Id<User> UserId { get; init; }

        public required long At { get; init; }
    }
}

/// <param name="Id">Which conversation.</param>
/// <param name="Number">The shop's number.</param>
/// <param name="Words">Of the customer's latest message.</param>
/// <param name="Labels">What it is labelled.</param>
/// <param name="Team">The team it was given to.</param>
/// <param name="Since">Since when its customer waits.</param>
internal sealed record Waiting(Id<Conversation> Id, Id<Number> Number, string Words, IReadOnlyList<Id<Label>> Labels, Id<Team>? Team, long Since);

internal sealed record PlanRow
{
    public static readonly JsonSerializerOptions Form = ApiJson.New();

    public required Id<Workspace> WorkspaceId { get; init; }

    public required bool IsOn { get; init; }

    public required int Capacity { get; init; }

    public required bool OnlyOnline { get; init; }

    public Id<Team>? TeamId { get; init; }

    public required string Rules { get; init; }

    public AssignmentPlan ToPlan() => new()
    {
        IsOn = IsOn,
        Capacity = Capacity,
        OnlyOnline = OnlyOnline,
        Team = TeamId,
        Rules = JsonSerializer.Deserialize<AssignmentRule[]>(Rules, Form) ?? [],
    };
}
