using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;

namespace Kaiwa.Core.Dispatch;

/// <summary>Records what became of sends: one statement per table for everything that came back together.</summary>
internal sealed class OutcomeStore
{
    // The checklist stopped these before a request: only while nobody else has begun to send them.
    private const string TakeUnsent = """
        UPDATE job SET state = 3 FROM {rows} WHERE job.message_id = v.id AND job.workspace_id = v.workspace_id AND job.state IN (0, 3) RETURNING job.message_id
        """;

    private const string Accept = """
        UPDATE message SET state = CASE WHEN message.state < 30 THEN 30 ELSE message.state END, wamid = COALESCE(message.wamid, v.wamid), accepted_at = v.at
        FROM {rows} WHERE message.id = v.id AND message.workspace_id = v.workspace_id
        """;

    private const string Fail = """
        UPDATE message SET state = CASE WHEN message.state < 45 THEN 45 ELSE message.state END, failed_at = v.at, failure = v.failure
        FROM {rows} WHERE message.id = v.id AND message.workspace_id = v.workspace_id
        """;

    private const string End = """
        UPDATE message SET state = v.state FROM {rows} WHERE message.id = v.id AND message.workspace_id = v.workspace_id AND message.state < v.state AND message.state < 30
        """;

    private const string DeleteJobs = "DELETE FROM job WHERE message_id IN (SELECT v.id FROM {rows}) -- all workspaces: a message id is of one workspace_id";

    private const string Postpone = """
        UPDATE job SET state = v.state, due = v.due, hold = v.hold FROM {rows} WHERE job.message_id = v.id AND job.workspace_id = v.workspace_id
        """;

    private const string Doubt = """
        UPDATE job SET state = 2, waited = 0, hold = v.hold FROM {rows} WHERE job.message_id = v.id AND job.workspace_id = v.workspace_id
        """;

    private const string InsertExchange = """
        INSERT INTO exchange (workspace_id, number_id, message_id, at, call, status, micros, problem)
        SELECT v.workspace_id, v.number_id, v.message_id, v.at, v.call, v.status, v.micros, v.problem FROM {rows}
        """;

    public async Task<IReadOnlyList<bool>> WriteAsync(UnitOfWork unit, IReadOnlyList<Attempt> attempts)
    {
        // One order of rows for everybody: two writers that meet on the same messages cannot block each other for ever.
        var ordered = attempts.OrderBy(attempt => attempt.Message).ToList();
        if (ordered.Exists(attempt => attempt.Call is null))
        {
            ordered = await DropTakenAsync(unit, ordered);
        }

        await unit.BulkAsync(Accept, Rows(ordered, o => o is SendOutcome.Accepted).Text("wamid", a => ((SendOutcome.Accepted)a.Outcome).Wamid).Long("at", Now));
        await unit.BulkAsync(Wamids.Insert, Names(ordered));
        await unit.BulkAsync(Fail, Rows(ordered, o => o is SendOutcome.Failed).Text("failure", a => ((SendOutcome.Failed)a.Outcome).Reason.Store()).Long("at", Now));
        await unit.BulkAsync(End, Rows(ordered, o => o is SendOutcome.Expired or SendOutcome.Cancelled).Int("state", a => (int)(a.Outcome is SendOutcome.Expired ? MessageState.Expired : MessageState.Cancelled)));
        await unit.BulkAsync(Postpone, Rows(ordered, o => o is SendOutcome.RetryAt or SendOutcome.Held).Int("state", StateOf).Long("due", DueOf).Text("hold", a => ReasonOf(a).Store()));
        await unit.BulkAsync(Doubt, Rows(ordered, o => o is SendOutcome.Ambiguous).Text("hold", _ => DispatchProblems.NoAnswer().Store()));
        await unit.BulkAsync(DeleteJobs, Rows(ordered, o => o is not (SendOutcome.RetryAt or SendOutcome.Held or SendOutcome.Ambiguous)));
        await unit.BulkAsync(InsertExchange, Exchanges(attempts));
        return new bool[attempts.Count];
    }

    private static async Task<List<Attempt>> DropTakenAsync(UnitOfWork unit, List<Attempt> attempts)
    {
        var unsent = new Bulk<Attempt>(attempts.Where(attempt => attempt.Call is null).ToList()).Id("id", a => a.Message).Id("workspace_id", a => a.Number.Workspace.Id);
        var taken = (await unit.BulkQueryAsync(TakeUnsent, unsent, row => row.Id<Message>(0))).ToHashSet();
        return attempts.Where(attempt => attempt.Call is not null || taken.Contains(attempt.Message)).ToList();
    }

    private static Bulk<Attempt> Rows(List<Attempt> attempts, Func<SendOutcome, bool> which) =>
        new Bulk<Attempt>(attempts.Where(attempt => which(attempt.Outcome)).ToList()).Id("id", a => a.Message).Id("workspace_id", a => a.Number.Workspace.Id);

    private static Bulk<Attempt> Names(List<Attempt> attempts) =>
        new Bulk<Attempt>(attempts.Where(attempt => attempt.Outcome is SendOutcome.Accepted { Wamid.Length: > 0 }).ToList())
            .Id("number_id", a => a.Number.Id).Text("wamid", a => ((SendOutcome.Accepted)a.Outcome).Wamid).Id("message_id", a => a.Message);

    private static Bulk<(Attempt Attempt, ExchangedCall Call)> Exchanges(IReadOnlyList<Attempt> attempts) =>
        new Bulk<(Attempt Attempt, ExchangedCall Call)>(attempts.Where(a => a.Call is not null).Select(a => (a, a.Call!)).ToList())
            .Id("workspace_id", row => row.Attempt.Number.Workspace.Id).Id("number_id", row => row.Attempt.Number.Id).Id("message_id", row => row.Attempt.Message)
            .Long("at", row => Now(row.Attempt)).Text("call", row => row.Call.Name).Int("status", row => row.Call.Status).Long("micros", row => row.Call.Micros)
            .Text("problem", row => row.Call.Problem);

    private static long Now(Attempt attempt) => attempt.At.ToUnixTimeMilliseconds();

    private static int StateOf(Attempt attempt) => (int)(attempt.Outcome is SendOutcome.Held ? JobState.Held : JobState.Queued);

    private static long DueOf(Attempt attempt) =>
        (attempt.Outcome is SendOutcome.Held held ? held.LookAgain : ((SendOutcome.RetryAt)attempt.Outcome).At).ToUnixTimeMilliseconds();

    private static Problem ReasonOf(Attempt attempt) => attempt.Outcome is SendOutcome.Held held ? held.Reason : ((SendOutcome.RetryAt)attempt.Outcome).Reason;
}
