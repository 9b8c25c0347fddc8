using Kaiwa.Console.Shell;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Features.Templates;

namespace Kaiwa.Console.Templates;

/// <summary>The templates as Meta knows them, with the one being looked at.</summary>
internal sealed class TemplatesState(ITemplates templates, Session session)
{
    private IReadOnlyList<Template> all = [];

    public bool IsLoading { get; private set; } = true;

    public bool IsSyncing { get; private set; }

    public string Search { get; set; } = "";

    public Template? Chosen { get; private set; }

    public TemplatePreview? Preview { get; private set; }

    public bool HasAny => all.Count > 0;

    public IReadOnlyList<Template> Found => [.. all
        .Where(template => Search.Trim().Length == 0 || template.Name.Contains(Search.Trim(), StringComparison.OrdinalIgnoreCase) || template.Components.Contains(Search.Trim(), StringComparison.OrdinalIgnoreCase))
        .OrderBy(template => template.Name, StringComparer.OrdinalIgnoreCase)
        .ThenBy(template => template.Language, StringComparer.Ordinal)];

    public async Task LoadAsync()
    {
        all = await templates.ListAsync(await session.ActorAsync());
        IsLoading = false;
    }

    /// <summary>Shows a template filled with the examples it was made with.</summary>
    public async Task LookAtAsync(Id<Template> id)
    {
        Chosen = all.FirstOrDefault(template => template.Id == id);
        Preview = null;
        if (Chosen is not null)
        {
            var examples = templates.Variables(Chosen).ToDictionary(field => field.Key, field => field.Example is { Length: > 0 } example ? example : "{{" + field.Key + "}}", StringComparer.Ordinal);
            var preview = await templates.PreviewAsync(await session.ActorAsync(), id, examples);
            Preview = preview.IsOk ? preview.Value : null;
        }
    }

    public async Task<Result<SyncReport>> SyncAsync()
    {
        IsSyncing = true;
        try
        {
            var report = await templates.SyncAsync(await session.ActorAsync());
            await LoadAsync();
            return report;
        }
        finally
        {
            IsSyncing = false;
        }
    }
}
