using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Broadcasts;

/// <summary>Broadcasts and their moves from state to state; the recipients are in <see cref="RecipientStore"/>.</summary>
internal sealed class BroadcastStore(Database database, TimeProvider time)
{
    private const string Columns = """
        id, workspace_id, number_id, template_id, template_name, language, category, components, name, state, variables, audience, expires_after, created_at,
        scheduled_at, started_at, finished_at, frozen, freeze_cursor, total, excluded, next_ordinal, judged_from, reason
        """;

    private const string Insert = """
        INSERT INTO broadcast (id, workspace_id, number_id, template_id, template_name, language, category, components, name, state, variables, audience,
                               expires_after, created_at, scheduled_at)
        VALUES (@Id, @WorkspaceId, @NumberId, @TemplateId, @TemplateName, @Language, @Category, @Components, @Name, @State, @Variables, @Audience,
                @ExpiresAfter, @CreatedAt, @ScheduledAt)
        """;

    private const string SelectOne = $"SELECT {Columns} FROM broadcast WHERE workspace_id = @workspace AND id = @id";
    private const string SelectAny = $"SELECT {Columns} FROM broadcast WHERE id = @id -- all workspaces: a lane carries only the id, the row its workspace_id";
    private const string SelectPage = $"SELECT {Columns} FROM broadcast WHERE workspace_id = @workspace AND id < @before ORDER BY id DESC LIMIT @limit";
    private const string SelectFirstPage = $"SELECT {Columns} FROM broadcast WHERE workspace_id = @workspace ORDER BY id DESC LIMIT @limit";
    private const string SelectActive = $"""
        SELECT {Columns} FROM broadcast WHERE state IN (1, 2, 3, 4) OR (state = 6 AND finished_at IS NULL) -- all workspaces: the round over all that run
        """;

    private const string UpdateScheduled = "UPDATE broadcast SET state = 1, scheduled_at = @at WHERE workspace_id = @workspace AND id = @id AND state IN (0, 1)";

    // Paused before a start means: nothing. The template is copied here, because it may be edited while the broadcast runs.
    private const string UpdateStarted = """
        UPDATE broadcast SET state = 2, started_at = @now, components = @components, category = @category
        WHERE workspace_id = @workspace AND id = @id AND state IN (0, 1)
        """;

    private const string UpdatePaused = "UPDATE broadcast SET state = 4, reason = @reason WHERE workspace_id = @workspace AND id = @id AND state IN (2, 3)";
    private const string UpdateResumed = """
        UPDATE broadcast SET state = CASE WHEN frozen THEN 3 ELSE 2 END, reason = NULL, judged_from = next_ordinal
        WHERE workspace_id = @workspace AND id = @id AND state = 4
        """;

    private const string UpdateCancelled = "UPDATE broadcast SET state = 6 WHERE workspace_id = @workspace AND id = @id AND state IN (0, 1, 2, 3, 4)";
    private const string UpdateFailed = "UPDATE broadcast SET state = 7, reason = @reason, finished_at = @now WHERE workspace_id = @workspace AND id = @id AND state IN (1, 2, 3, 4)";
    private const string UpdateFinished = "UPDATE broadcast SET finished_at = @now WHERE workspace_id = @workspace AND id = @id AND state = 6 AND finished_at IS NULL";
    private const string UpdateDone = """
        UPDATE broadcast SET state = 5, finished_at = @now WHERE workspace_id = @workspace AND id = @id AND state = 3 AND frozen AND next_ordinal >= total
        """;

    // Only the run that saw this cursor may move it: a lane that runs twice writes nothing twice.
    private const string UpdateFrozen = """
        UPDATE broadcast SET freeze_cursor = @last, total = @total, excluded = @excluded, frozen = @end, state = CASE WHEN @end AND state = 2 THEN 3 ELSE state END
        WHERE workspace_id = @workspace AND id = @id AND NOT frozen AND state IN (2, 4) AND freeze_cursor IS NOT DISTINCT FROM @cursor
        """;

    private const string UpdateNext = """
        UPDATE broadcast SET next_ordinal = @next WHERE workspace_id = @workspace AND id = @id AND state = 3 AND next_ordinal = @from
        """;

    public Task AddAsync(UnitOfWork unit, BroadcastRecord broadcast) => unit.ExecuteAsync(Insert, broadcast);

    public Task<BroadcastRecord?> FindAsync(Id<Workspace> workspace, Id<Broadcast> id, CancellationToken ct) =>
        database.FirstAsync<BroadcastRecord>(SelectOne, new { workspace, id }, ct);

    public Task<BroadcastRecord?> FindAsync(Id<Broadcast> id, CancellationToken ct) => database.FirstAsync<BroadcastRecord>(SelectAny, new { id }, ct);

    public Task<IReadOnlyList<BroadcastRecord>> ListAsync(Id<Workspace> workspace, Id<Broadcast>? before, int limit, CancellationToken ct) => before is { } cursor
        ? database.QueryAsync<BroadcastRecord>(SelectPage, new { workspace, before = cursor, limit }, ct)
        : database.QueryAsync<BroadcastRecord>(SelectFirstPage, new { workspace, limit }, ct);

    public Task<IReadOnlyList<BroadcastRecord>> ActiveAsync(CancellationToken ct) => database.QueryAsync<BroadcastRecord>(SelectActive, ct: ct);

    public async Task<bool> ScheduleAsync(UnitOfWork unit, BroadcastRecord b, DateTimeOffset at) =>
        await unit.ExecuteAsync(UpdateScheduled, new { workspace = b.WorkspaceId, id = b.Id, at }) == 1;

    public async Task<bool> StartAsync(UnitOfWork unit, BroadcastRecord b, Core.Templates.Template template) =>
        await unit.ExecuteAsync(UpdateStarted, new { workspace = b.WorkspaceId, id = b.Id, now = time.GetUtcNow(), components = template.Components, category = template.Category }) == 1;

    public async Task<bool> PauseAsync(UnitOfWork unit, BroadcastRecord b, Core.Web.Problem reason) =>
        await unit.ExecuteAsync(UpdatePaused, new { workspace = b.WorkspaceId, id = b.Id, reason = reason.Store() }) == 1;

    public async Task<bool> ResumeAsync(UnitOfWork unit, BroadcastRecord b) => await unit.ExecuteAsync(UpdateResumed, new { workspace = b.WorkspaceId, id = b.Id }) == 1;

    public async Task<bool> CancelAsync(UnitOfWork unit, BroadcastRecord b) => await unit.ExecuteAsync(UpdateCancelled, new { workspace = b.WorkspaceId, id = b.Id }) == 1;

    public Task FailAsync(UnitOfWork unit, BroadcastRecord b, Core.Web.Problem reason) =>
        unit.ExecuteAsync(UpdateFailed, new { workspace = b.WorkspaceId, id = b.Id, reason = reason.Store(), now = time.GetUtcNow() });

    public Task FinishAsync(UnitOfWork unit, BroadcastRecord b) => unit.ExecuteAsync(UpdateFinished, new { workspace = b.WorkspaceId, id = b.Id, now = time.GetUtcNow() });

    public async Task<bool> DoneAsync(UnitOfWork unit, BroadcastRecord b) =>
        await unit.ExecuteAsync(UpdateDone, new { workspace = b.WorkspaceId, id = b.Id, now = time.GetUtcNow() }) == 1;

    /// <summary>Moves the freezing on. False when somebody else did, or when the broadcast is not to be frozen any more.</summary>
    public async Task<bool> FreezeAsync(UnitOfWork unit, BroadcastRecord b, FrozenBatch batch) => await unit.ExecuteAsync(UpdateFrozen, new
    {
        workspace = b.WorkspaceId,
        id = b.Id,
        cursor = b.FreezeCursor,
        last = batch.Last,
        total = b.Total + batch.Recipients.Count,
        excluded = batch.Excluded,
        end = batch.IsLast,
    }) == 1;

    /// <summary>Says that the recipients below <paramref name="next"/> are in the outbox. False when somebody else did, or when it no longer runs.</summary>
    public async Task<bool> MoveAsync(UnitOfWork unit, BroadcastRecord b, long next) =>
        await unit.ExecuteAsync(UpdateNext, new { workspace = b.WorkspaceId, id = b.Id, from = b.NextOrdinal, next }) == 1;
}
