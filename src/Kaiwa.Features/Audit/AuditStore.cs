using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Audit;

/// <summary>Reads what the engine's audit log wrote.</summary>
internal sealed class AuditStore(Database database)
{
    private const string SelectPage = """
        SELECT seq, at, actor, actor_id, action, subject, details FROM audit
        WHERE workspace_id = @workspace AND seq < @before AND at >= @from AND at < @until
          AND (@anybody OR actor_id = @by) AND (@anything OR action = @action)
        ORDER BY seq DESC LIMIT @limit
        """;

    private const string SelectPeople = """
        SELECT actor_id, max(actor) AS actor FROM (SELECT actor_id, actor FROM audit WHERE workspace_id = @workspace ORDER BY seq DESC LIMIT 10000) AS lately
        WHERE actor_id IS NOT NULL GROUP BY actor_id ORDER BY 2, 1
        """;

    public Task<IReadOnlyList<AuditRow>> PageAsync(Id<Workspace> workspace, AuditFilter filter, long before, int limit, CancellationToken ct) => database.QueryAsync<AuditRow>(
        SelectPage,
        new
        {
            workspace,
            before,
            limit,
            from = filter.From ?? DateTimeOffset.UnixEpoch,
            until = filter.Until ?? DateTimeOffset.MaxValue,
            anybody = filter.By is null,
            by = filter.By ?? Guid.Empty,
            anything = string.IsNullOrEmpty(filter.Action),
            action = filter.Action ?? "",
        },
        ct);

    public async Task<IReadOnlyList<AuditPerson>> PeopleAsync(Id<Workspace> workspace, CancellationToken ct) =>
        [.. (await database.QueryAsync<PersonRow>(SelectPeople, new { workspace }, ct)).Select(row => new AuditPerson(row.ActorId, row.Actor[(row.Actor.IndexOf(':', StringComparison.Ordinal) + 1)..]))];

    private sealed record PersonRow
    {
        public required Guid ActorId { get; init; }

        public required string Actor { get; init; }
    }
}
