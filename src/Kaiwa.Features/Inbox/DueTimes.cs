using System.Runtime.InteropServices;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Inbox;

/// <summary>When the answer to a waiting customer is due. The time runs from the first word that nobody answered, and begins anew after a resolution.</summary>
internal sealed class DueTimes(ISetDue targets, ILiveFeed feed, TimeProvider time) : IReckonDue
{
    public const long Never = long.MaxValue;

    private const string Columns = """
        conversation.id, conversation.workspace_id, conversation.status, conversation.priority, conversation.waiting_since, conversation.last_at, conversation.answered_at, conversation.resolved_at,
          conversation.due_from, conversation.due_at, conversation.miss_at
        """;

    private const string SelectChanged = "SELECT " + Columns + " FROM {rows} JOIN conversation ON conversation.id = v.id AND conversation.workspace_id = v.workspace_id";

    // Writes what is there, so that who answers one of them meanwhile waits until this has committed.
    private const string LockWaiting = $$"""
        UPDATE conversation SET read_seq = conversation.read_seq FROM {rows}
        WHERE conversation.workspace_id = v.workspace_id AND conversation.status <> 1 AND conversation.status = v.status AND conversation.waiting_since < 9223372036854775807
        RETURNING {{Columns}}
        """;

    private const string Update = """
        UPDATE conversation SET due_from = v.due_from, due_at = v.due_at, miss_at = v.miss_at, resolved_at = v.resolved_at
        FROM {rows} WHERE conversation.id = v.id AND conversation.workspace_id = v.workspace_id
        """;

    /// <summary>What holds for each, in their order; asks for the targets once, and not at all when nobody waits.</summary>
    public async Task<IReadOnlyList<Due>> ReckonAsync(UnitOfWork unit, IReadOnlyList<Waiter> waiters)
    {
        var since = waiters.Select(Since).ToList();
        var running = Enumerable.Range(0, waiters.Count).Where(i => since[i] is not null && waiters[i].Status is (ConversationStatus.Open or ConversationStatus.Snoozed)).ToList();
        var due = new Due[waiters.Count];
        for (var i = 0; i < due.Length; i++)
        {
            due[i] = new Due(since[i], Never, null);
        }

        if (running.Count > 0)
        {
            var moments = await targets.DueAsync(unit, running.ConvertAll(i => new Wait(waiters[i].Workspace, waiters[i].Priority, waiters[i].AnsweredAt <= waiters[i].ResolvedAt, DateTimeOffset.FromUnixTimeMilliseconds(since[i]!.Value))));
            for (var n = 0; n < running.Count; n++)
            {
                if (moments[n]?.ToUnixTimeMilliseconds() is { } at)
                {
                    var was = waiters[running[n]];
                    var isTold = was.DueAt < Never && was.MissAt is null;
                    due[running[n]] = new Due(since[running[n]], at, isTold ? null : at);
                }
            }
        }

        return due;
    }

    /// <summary>After people changed conversations. Who opens a resolved one owes its customer nothing; who takes the resolution back does.</summary>
    public async Task AfterChangeAsync(UnitOfWork unit, Id<Workspace> workspace, IEnumerable<(TicketState Was, TicketState Becomes)> changes, bool isUndo)
    {
        var touched = changes.Where(change => change.Was.Status != change.Becomes.Status || change.Was.Priority != change.Becomes.Priority).ToDictionary(change => change.Was.Id);
        if (touched.Count == 0)
        {
            return;
        }

        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var rows = await unit.BulkQueryAsync(SelectChanged, new Bulk<Id<Conversation>>(touched.Keys.Order().ToList()).Id("id", id => id).Id("workspace_id", _ => workspace), Read);
        await WriteAsync(unit, rows.ConvertAll(row => (touched[row.Id].Was.Status == ConversationStatus.Resolved, touched[row.Id].Becomes.Status == ConversationStatus.Resolved) switch
        {
            (false, true) => row with { ResolvedAt = now },
            (true, false) when !isUndo => row with { DueFrom = null },
            _ => row,
        }));
    }

    public async Task AllAsync(UnitOfWork unit, Id<Workspace> workspace)
    {
        ConversationStatus[] statuses = [ConversationStatus.Open, ConversationStatus.Snoozed];
        var rows = await unit.BulkQueryAsync(LockWaiting, new Bulk<ConversationStatus>(statuses).Id("workspace_id", _ => workspace).Int("status", status => (int)status), Read);
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();

        // What was over before there was a target was no miss.
        await WriteAsync(unit, rows, due => due.MissAt <= now ? due with { MissAt = null } : due);
        unit.AfterCommit(() => feed.Publish(new Change(workspace, "inbox", workspace.Value)));
    }

    private async Task WriteAsync(UnitOfWork unit, IReadOnlyList<Waiter> rows, Func<Due, Due>? then = null)
    {
        var due = await ReckonAsync(unit, rows);
        await unit.BulkAsync(
            Update,
            new Bulk<(Waiter Row, Due Due)>(rows.Select((row, i) => (row, then is null ? due[i] : then(due[i]))).ToList())
                .Id("id", pair => pair.Row.Id).Id("workspace_id", pair => pair.Row.Workspace).Long("due_from", pair => pair.Due.From).Long("due_at", pair => pair.Due.At).Long("miss_at", pair => pair.Due.MissAt)
                .Long("resolved_at", pair => pair.Row.ResolvedAt));
    }

    private static long? Since(Waiter waiter) =>
        waiter.WaitingSince == Never ? null
        : waiter.DueFrom ?? (waiter.WaitingSince > waiter.ResolvedAt ? waiter.WaitingSince : waiter.AsksAgain ? waiter.LastAt : null);

    private static Waiter Read(BulkRow row) => new(
        row.ReadId<Conversation>(0), row.ReadId<Workspace>(1), (ConversationStatus)row.GetInt32(2), (Priority)row.GetInt32(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7),
        row.IsDBNull(8) ? null : row.GetInt64(8), row.GetInt64(9), row.IsDBNull(10) ? null : row.GetInt64(10));
}

/// <summary>What is known of a conversation that may be waiting.</summary>
/// <param name="Id">Which.</param>
/// <param name="Workspace">Whose.</param>
/// <param name="Status">Only what is open or asleep is due.</param>
/// <param name="Priority">It may have a target of its own.</param>
/// <param name="WaitingSince">The customer's first word that nobody answered; <see cref="DueTimes.Never"/> when there is none.</param>
/// <param name="LastAt">The last message.</param>
/// <param name="AnsweredAt">The last answer of a person or program.</param>
/// <param name="ResolvedAt">The last resolution.</param>
/// <param name="DueFrom">Since when the time has been running.</param>
/// <param name="DueAt">What was due until now.</param>
/// <param name="MissAt">Null after the miss was told.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Waiter(
    Id<Conversation> Id, Id<Workspace> Workspace, ConversationStatus Status, Priority Priority, long WaitingSince, long LastAt, long AnsweredAt, long ResolvedAt, long? DueFrom, long DueAt, long? MissAt)
{
    /// <summary>The customer has just written to what was resolved.</summary>
    public bool AsksAgain { get; init; }
}

/// <param name="From">Since when the time runs.</param>
/// <param name="At">When it is over.</param>
/// <param name="MissAt">The same, until it is told.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Due(long? From, long At, long? MissAt);
