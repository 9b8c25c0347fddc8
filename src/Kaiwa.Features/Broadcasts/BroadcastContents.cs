using System.Collections.Concurrent;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using Kaiwa.Features.Templates;

namespace Kaiwa.Features.Broadcasts;

/// <summary>Remembers the prepared message of each running broadcast. One lane uses it at a time.</summary>
internal sealed class BroadcastContents(ITemplates templates)
{
    private readonly ConcurrentDictionary<Id<Broadcast>, BroadcastContent> known = new();

    /// <summary>Null when the variables no longer fit the template.</summary>
    public async Task<BroadcastContent?> OfAsync(BroadcastRecord broadcast, CancellationToken ct)
    {
        if (known.TryGetValue(broadcast.Id, out var content))
        {
            return content;
        }

        var template = await templates.FindAsync(Actor.System(broadcast.WorkspaceId, "broadcast"), broadcast.TemplateId, ct);
        var named = string.Equals(template?.ParameterFormat, "NAMED", StringComparison.OrdinalIgnoreCase);
        (content, _, _) = BroadcastContent.Of(broadcast.TemplateName, broadcast.Language, broadcast.Components, named, broadcast.VariableTexts());
        return content is null ? null : known.GetOrAdd(broadcast.Id, content);
    }

    public void Forget(Id<Broadcast> broadcast) => known.TryRemove(broadcast, out _);
}
