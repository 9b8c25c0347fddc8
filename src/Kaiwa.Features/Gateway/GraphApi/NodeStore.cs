using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>Which flows, groups, catalogues, product sets, uploads and templates are whose: learned when they are made or listed through the gateway.</summary>
internal sealed class NodeStore(Database database, TimeProvider time)
{
    private const string Insert = """
        INSERT INTO gateway_node (workspace_id, meta_id, kind, number_id, created_at) VALUES (@workspace, @id, @kind, @number, @now)
        ON CONFLICT (workspace_id, meta_id) DO UPDATE SET number_id = excluded.number_id
        """;

    private const string Select = "SELECT kind, number_id FROM gateway_node WHERE workspace_id = @workspace AND meta_id = @id";

    private const string Remove = "DELETE FROM gateway_node WHERE workspace_id = @workspace AND meta_id = @id";

    public Task RememberAsync(Id<Workspace> workspace, Id<Number> number, string kind, IReadOnlyList<string> ids, CancellationToken ct) =>
        ids.Count == 0 ? Task.CompletedTask : database.InTransactionAsync(
            async unit =>
            {
                foreach (var id in ids)
                {
                    await unit.ExecuteAsync(Insert, new { workspace, id, kind, number, now = time.GetUtcNow() });
                }

                return true;
            },
            WritePriority.Live,
            ct);

    public Task<KnownNode?> FindAsync(Id<Workspace> workspace, string id, CancellationToken ct) => database.FirstAsync<KnownNode>(Select, new { workspace, id }, ct);

    public Task ForgetAsync(Id<Workspace> workspace, string id, CancellationToken ct) =>
        database.InTransactionAsync(unit => unit.ExecuteAsync(Remove, new { workspace, id }), WritePriority.Live, ct);
}

/// <summary>A node of a workspace, and the number whose token reaches it.</summary>
internal sealed record KnownNode
{
    public required string Kind { get; init; }

    public required Id<Number> NumberId { get; init; }
}
