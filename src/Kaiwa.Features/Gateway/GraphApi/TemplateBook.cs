using System.Collections.Concurrent;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Templates;

namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>The synchronised templates, remembered for some seconds: a program may send hundreds of messages in that time. What is not found is looked up anew.</summary>
internal sealed class TemplateBook(ITemplates templates, TimeProvider time)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(5);
    private readonly ConcurrentDictionary<Id<Workspace>, Shelf> shelves = new();

    public async ValueTask<Template?> FindAsync(Actor actor, Id<Waba> waba, string name, string language, CancellationToken ct)
    {
        var key = (waba, name, language);
        if (shelves.TryGetValue(actor.Workspace, out var shelf) && time.GetElapsedTime(shelf.At) < Fresh && shelf.Templates.TryGetValue(key, out var known))
        {
            return known;
        }

        var all = await templates.ListAsync(actor, ct);
        shelf = new Shelf(time.GetTimestamp(), all.ToDictionary(template => (template.WabaId, template.Name, template.Language)));
        shelves[actor.Workspace] = shelf;
        return shelf.Templates.GetValueOrDefault(key);
    }

    private sealed record Shelf(long At, IReadOnlyDictionary<(Id<Waba> Waba, string Name, string Language), Template> Templates);
}
