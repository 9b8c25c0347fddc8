using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Workspaces;
using Kaiwa.WhatsApp.Templates;

namespace Kaiwa.Features.Templates;

/// <summary>Rows of templates.</summary>
internal sealed class TemplateStore(Database database, TimeProvider time)
{
    /// <summary>Our own word for a template that Meta does not list any more. Sending treats everything but APPROVED alike.</summary>
    public const string Deleted = "DELETED";

    private const string Columns = "id, waba_id, meta_id, name, language, category, status, parameter_format, components";
    private const string SelectAll = $"SELECT {Columns} FROM template WHERE workspace_id = @workspace AND status <> '{Deleted}' ORDER BY name, language, id";
    private const string SelectOne = $"SELECT {Columns} FROM template WHERE workspace_id = @workspace AND id = @id";
    private const string SelectByName = $"SELECT {Columns} FROM template WHERE workspace_id = @workspace AND name = @name AND language = @language ORDER BY id LIMIT 1";
    private const string Upsert = """
        INSERT INTO template (id, workspace_id, waba_id, meta_id, name, language, category, status, parameter_format, components, synced_at)
        SELECT v.id, v.workspace_id, v.waba_id, v.meta_id, v.name, v.language, v.category, v.status, v.parameter_format, v.components, v.at
        FROM {rows} WHERE TRUE
        ON CONFLICT (waba_id, name, language) DO UPDATE SET meta_id = excluded.meta_id, category = excluded.category, status = excluded.status,
          parameter_format = excluded.parameter_format, components = excluded.components, synced_at = excluded.synced_at
        WHERE template.meta_id <> excluded.meta_id OR template.category <> excluded.category OR template.status <> excluded.status
           OR template.parameter_format <> excluded.parameter_format OR template.components <> excluded.components
        """;

    private const string SelectListed = "SELECT id, name, language FROM template WHERE workspace_id = @workspace AND waba_id = @waba AND status <> 'DELETED'";
    private const string UpdateVanished = "UPDATE template SET status = 'DELETED', synced_at = @now WHERE workspace_id = @workspace AND id = @id";

    public Task<IReadOnlyList<Template>> AllAsync(Id<Workspace> workspace, CancellationToken ct) => database.QueryAsync<Template>(SelectAll, new { workspace }, ct);

    public Task<Template?> FindAsync(Id<Workspace> workspace, Id<Template> id, CancellationToken ct) => database.FirstAsync<Template>(SelectOne, new { workspace, id }, ct);

    public Task<Template?> FindAsync(Id<Workspace> workspace, string name, string language, CancellationToken ct) =>
        database.FirstAsync<Template>(SelectByName, new { workspace, name, language }, ct);

    /// <summary>Makes the rows of one account what Meta listed; returns how many changed and how many vanished.</summary>
    public async Task<(int Changed, int Vanished)> ReplaceAsync(UnitOfWork unit, Waba waba, IReadOnlyList<(Id<Template> Id, TemplateNode Node)> listed)
    {
        var now = time.GetUtcNow();
        var changed = await unit.BulkAsync(
            Upsert,
            new Bulk<(Id<Template> Id, TemplateNode Node)>(listed)
                .Id("id", row => row.Id).Id("workspace_id", _ => waba.Workspace).Id("waba_id", _ => waba.Id).Text("meta_id", row => row.Node.Id)
                .Text("name", row => row.Node.Name).Text("language", row => row.Node.Language).Int("category", row => (int)CategoryOf(row.Node.Category))
                .Text("status", row => row.Node.Status).Text("parameter_format", row => row.Node.ParameterFormat ?? "POSITIONAL")
                .Text("components", row => row.Node.ComponentsJson).Long("at", _ => now.ToUnixTimeMilliseconds()));
        var names = listed.Select(row => (row.Node.Name, row.Node.Language)).ToHashSet();
        var vanished = 0;
        foreach (var row in await unit.QueryAsync<ListedRow>(SelectListed, new { workspace = waba.Workspace, waba = waba.Id }))
        {
            if (!names.Contains((row.Name, row.Language)))
            {
                vanished += await unit.ExecuteAsync(UpdateVanished, new { workspace = waba.Workspace, id = row.Id, now });
            }
        }

        return (changed, vanished);
    }

    // A category that this version does not know is treated as the strictest one.
    internal static Category CategoryOf(string meta) => meta switch
    {
        "UTILITY" => Category.Utility,
        "AUTHENTICATION" => Category.Authentication,
        _ => Category.Marketing,
    };

    private sealed record ListedRow
    {
        public required Id<Template> Id { get; init; }

        public required string Name { get; init; }

        public required string Language { get; init; }
    }
}
