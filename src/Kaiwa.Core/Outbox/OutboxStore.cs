using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Core.Outbox;

/// <summary>Jobs and their messages: enqueue, cancel, hold, release. Claims and outcomes are in <see cref="Dispatch.DispatchStore"/>.</summary>
public sealed class OutboxStore(Database database, TimeProvider time)
{
    /// <summary>A held job looks at nothing until somebody releases it.</summary>
    internal const long Never = long.MaxValue;

    private const string InsertMessages = """
        INSERT INTO message (id, workspace_id, number_id, contact_id, identity_id, direction, state, kind, category, template_id, content, callback,
                             context_wamid, origin, origin_id, cause_id, at, created_at)
        SELECT v.id, v.workspace_id, v.number_id, v.contact_id, v.identity_id, 1, 10, v.kind, v.category, v.template_id, v.content, v.callback,
               v.context_wamid, v.origin, v.origin_id, v.cause_id, v.at, v.created_at
        FROM {rows} WHERE TRUE ON CONFLICT (id) DO NOTHING
        RETURNING id
        """;

    private const string InsertJobs = """
        INSERT INTO job (message_id, workspace_id, number_id, identity_id, origin_id, category, priority, due, expires_at, state)
        SELECT v.id, v.workspace_id, v.number_id, v.identity_id, v.origin_id, v.category, v.priority, v.due, v.expires_at, 0 FROM {rows}
        """;

    private const string DeleteQueued = """
        DELETE FROM job WHERE workspace_id = @workspace AND message_id = @message AND state IN (0, 3)
        """;

    private const string CancelMessage = "UPDATE message SET state = 15 WHERE workspace_id = @workspace AND id = @message AND state < 15";

    private const string HoldJobs = """
        UPDATE job SET state = 3, hold = @hold, due = @never
        WHERE workspace_id = @workspace AND number_id = @number AND origin_id = @origin AND state IN (0, 3)
        """;

    private const string ReleaseJobs = """
        UPDATE job SET state = 0, hold = NULL, due = @now
        WHERE workspace_id = @workspace AND number_id = @number AND origin_id = @origin AND state = 3
        """;

    private const string CancelJobs = """
        DELETE FROM job WHERE workspace_id = @workspace AND number_id = @number AND origin_id = @origin AND state IN (0, 3) RETURNING message_id
        """;

    private const string CancelMessages = """
        UPDATE message SET state = 15 FROM {rows} WHERE message.id = v.id AND message.workspace_id = v.workspace_id AND message.state < 15
        """;

    private const string CountJobs = """
        SELECT state, hold, count(*) AS count FROM job WHERE workspace_id = @workspace AND number_id = @number AND origin_id = @origin GROUP BY state, hold
        """;

    // WhatsApp dates in whole seconds. So does `at`: within one second the order of arrival decides for both directions.
    internal async Task AddAsync(UnitOfWork unit, IReadOnlyList<OutgoingJob> jobs)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        var written = await unit.BulkQueryAsync(
            InsertMessages,
            new Bulk<OutgoingJob>(jobs)
                .Id("id", job => job.Id).Id("workspace_id", job => job.Number.Workspace.Id).Id("number_id", job => job.Number.Id).Id("contact_id", job => job.Contact)
                .Id("identity_id", job => job.Identity).Text("kind", job => job.Kind).Int("category", job => (int)job.Category).Id("template_id", job => job.Template)
                .Text("content", job => job.Content).Text("callback", job => job.Callback).Text("context_wamid", job => job.ContextWamid).Int("origin", job => (int)job.Origin)
                .Guid("origin_id", job => job.OriginId).Guid("cause_id", job => job.CauseId).Long("at", _ => now - (now % 1000)).Long("created_at", _ => now),
            reader => new Id<Message>(Dialect.ReadGuid(reader, 0)));
        var fresh = written.Count == jobs.Count ? jobs : jobs.Where(job => written.Contains(job.Id)).ToList();
        await unit.BulkAsync(
            InsertJobs,
            new Bulk<OutgoingJob>(fresh)
                .Id("id", job => job.Id).Id("workspace_id", job => job.Number.Workspace.Id).Id("number_id", job => job.Number.Id).Id("identity_id", job => job.Identity)
                .Guid("origin_id", job => job.OriginId).Int("category", job => (int)job.Category).Int("priority", job => job.Priority)
                .Long("due", job => job.Due?.ToUnixTimeMilliseconds() ?? now).Long("expires_at", job => job.ExpiresAt.ToUnixTimeMilliseconds()));
    }

    internal async Task<bool> CancelAsync(UnitOfWork unit, Id<Workspace> workspace, Id<Message> message)
    {
        var args = new { workspace, message };
        if (await unit.ExecuteAsync(DeleteQueued, args) == 0)
        {
            return false;
        }

        await unit.ExecuteAsync(CancelMessage, args);
        return true;
    }

    internal Task<int> HoldOriginAsync(UnitOfWork unit, Number number, Guid origin, Problem reason) =>
        unit.ExecuteAsync(HoldJobs, new { workspace = number.Workspace.Id, number = number.Id, origin, hold = reason.Store(), never = Never });

    internal Task<int> ReleaseOriginAsync(UnitOfWork unit, Number number, Guid origin) =>
        unit.ExecuteAsync(ReleaseJobs, new { workspace = number.Workspace.Id, number = number.Id, origin, now = time.GetUtcNow() });

    internal async Task<int> CancelOriginAsync(UnitOfWork unit, Number number, Guid origin)
    {
        var cancelled = await unit.QueryAsync<Id<Message>>(CancelJobs, new { workspace = number.Workspace.Id, number = number.Id, origin });
        await unit.BulkAsync(CancelMessages, new Bulk<Id<Message>>(cancelled).Id("id", id => id).Id("workspace_id", _ => number.Workspace.Id));
        return cancelled.Count;
    }

    internal Task<IReadOnlyList<QueueCount>> CountOriginAsync(Number number, Guid origin, CancellationToken ct) =>
        database.QueryAsync<QueueCount>(CountJobs, new { workspace = number.Workspace.Id, number = number.Id, origin }, ct);
}
