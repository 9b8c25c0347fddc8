using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Templates;

namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>A node that a key may reach: the number whose token serves it, and whose paths are its own.</summary>
internal sealed record OwnNode(Number Number, string Kind);

/// <summary>One namespace of ids, as at Meta: what an id is, and whether it belongs to the key's workspace.</summary>
internal sealed class GraphNodes(NumberDirectory numbers, NodeStore store, ITemplates templates)
{
    public Number? Number(Actor actor, string id) => numbers.FindByMetaId(id) is { } number && number.Workspace.Id == actor.Workspace ? number : null;

    /// <summary>Null when the id is somebody else's, or nobody's.</summary>
    public async Task<OwnNode?> FindAsync(Actor actor, string id, CancellationToken ct)
    {
        if (Number(actor, id) is { } own)
        {
            return new OwnNode(own, GraphPaths.Number);
        }

        if (numbers.FindWaba(id) is { } waba)
        {
            return waba.Workspace == actor.Workspace && NumberOf(actor, waba.Id) is { } ofWaba ? new OwnNode(ofWaba, GraphPaths.Waba) : null;
        }

        if (numbers.AppsOf(actor.Workspace).FirstOrDefault(app => app.MetaId == id) is { } app)
        {
            return numbers.Of(actor.Workspace).FirstOrDefault(number => number.Waba.Apps.Contains(app.Id)) is { } ofApp ? new OwnNode(ofApp, GraphPaths.App) : null;
        }

        return await store.FindAsync(actor.Workspace, id, ct) is { } known && numbers.Find(known.NumberId) is { } number && number.Workspace.Id == actor.Workspace
            ? new OwnNode(number, known.Kind)
            : await TemplateAsync(actor, id, ct);
    }

    /// <summary>Whether the workspace may name this id in a parameter.</summary>
    public async Task<bool> IsOwnAsync(Actor actor, string id, string kind, CancellationToken ct) => (await FindAsync(actor, id, ct))?.Kind == kind;

    private async Task<OwnNode?> TemplateAsync(Actor actor, string id, CancellationToken ct) =>
        (await templates.ListAsync(actor, ct)).FirstOrDefault(template => template.MetaId == id) is { } template && NumberOf(actor, template.WabaId) is { } number
            ? new OwnNode(number, GraphPaths.Template)
            : null;

    private Number? NumberOf(Actor actor, Id<Waba> waba) => numbers.Of(actor.Workspace).FirstOrDefault(number => number.Waba.Id == waba);
}
