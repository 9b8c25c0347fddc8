using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Core.Dispatch;

/// <summary>A send whose answer was lost.</summary>
internal sealed record DoubtfulJob
{
    public required Id<Message> MessageId { get; init; }

    public required Id<Workspace> WorkspaceId { get; init; }

    public required Id<Number> NumberId { get; init; }

    public required Category Category { get; init; }

    public required MessageState MessageState { get; init; }

    public required long SendingAt { get; init; }

    public required long ExpiresAt { get; init; }

    public required long Waited { get; set; }
}

/// <summary>The SQL of unanswered sends.</summary>
internal sealed class AmbiguousStore(Database database)
{
    private const string SelectAll = """
        SELECT j.message_id, j.workspace_id, j.number_id, j.category, m.state AS message_state, j.sending_at, j.expires_at, j.waited
        FROM job j JOIN message m ON m.id = j.message_id AND m.workspace_id = j.workspace_id
        WHERE j.state = 2 ORDER BY j.message_id LIMIT 5000
        """;

    private const string DeleteJobs = "DELETE FROM job WHERE state = 2 AND message_id IN (SELECT v.id FROM {rows}) -- all workspaces: a message id is of one workspace_id";
    private const string SaveWait = "UPDATE job SET waited = v.waited FROM {rows} WHERE job.message_id = v.id AND job.workspace_id = v.workspace_id AND job.state = 2";
    private const string SendAgain = """
        UPDATE job SET state = 0, due = v.now, hold = NULL FROM {rows}
        WHERE job.message_id = v.id AND job.workspace_id = v.workspace_id AND job.state = 2
          AND NOT EXISTS (SELECT 1 FROM message m WHERE m.id = v.id AND m.state >= 30)
        """;

    private const string FailMessages = """
        UPDATE message SET state = 45, failed_at = v.now, failure = v.failure FROM {rows}
        WHERE message.id = v.id AND message.workspace_id = v.workspace_id AND message.state < 30
        """;

    public Task<IReadOnlyList<DoubtfulJob>> AllAsync(CancellationToken ct) => database.QueryAsync<DoubtfulJob>(SelectAll, ct: ct);

    public async Task WriteAsync(UnitOfWork unit, List<(DoubtfulJob Job, SettleAmbiguous.Decision Decision)> decisions, DateTimeOffset now)
    {
        var at = now.ToUnixTimeMilliseconds();
        await unit.BulkAsync(FailMessages, Rows(decisions, SettleAmbiguous.Decision.GiveUp).Long("now", _ => at).Text("failure", _ => DispatchProblems.Uncertain().Store()));
        await unit.BulkAsync(DeleteJobs, Rows(decisions, SettleAmbiguous.Decision.Settled));
        await unit.BulkAsync(DeleteJobs, Rows(decisions, SettleAmbiguous.Decision.GiveUp));
        await unit.BulkAsync(SendAgain, Rows(decisions, SettleAmbiguous.Decision.SendAgain).Long("now", _ => at));
        await unit.BulkAsync(SaveWait, Rows(decisions, SettleAmbiguous.Decision.CountWait).Long("waited", job => job.Waited));
    }

    private static Bulk<DoubtfulJob> Rows(List<(DoubtfulJob Job, SettleAmbiguous.Decision Decision)> decisions, SettleAmbiguous.Decision which) =>
        new Bulk<DoubtfulJob>(decisions.Where(d => d.Decision == which).Select(d => d.Job).ToList()).Id("id", job => job.MessageId).Id("workspace_id", job => job.WorkspaceId);
}
