using Kaiwa.Console.Shell;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Features.Templates;

namespace Kaiwa.Console.Templates;

/// <summary>Choosing an approved template and filling it, with the preview following. Used by the reply box and by broadcasts.</summary>
public sealed class TemplateFormState(ITemplates templates, Session session)
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private IReadOnlyList<Template> all = [];

    public bool IsLoading { get; private set; } = true;

    public string Search { get; set; } = "";

    public Template? Chosen { get; private set; }

    public IReadOnlyList<TemplateField> Fields { get; private set; } = [];

    public IReadOnlyDictionary<string, string> Values => values;

    public TemplatePreview? Preview { get; private set; }

    public IReadOnlyList<Template> Found => [.. all.Where(template => template.IsApproved && Matches(template))];

    public bool HasAny => all.Any(template => template.IsApproved);

    /// <summary>Everything has something in it.</summary>
    public bool IsFilled => Chosen is not null && Fields.All(place => values.TryGetValue(place.Key, out var value) && !string.IsNullOrWhiteSpace(value));

    public async Task LoadAsync()
    {
        all = await templates.ListAsync(await session.ActorAsync());
        IsLoading = false;
    }

    /// <param name="template">Null to choose again.</param>
    /// <param name="suggest">What to put into a field at first.</param>
    public async Task ChooseAsync(Template? template, Func<TemplateField, string?>? suggest = null)
    {
        Chosen = template;
        values.Clear();
        Preview = null;
        Fields = template is null ? [] : templates.Variables(template);
        foreach (var field in Fields)
        {
            values[field.Key] = suggest?.Invoke(field) ?? "";
        }

        await PreviewAsync();
    }

    public Task SetAsync(string key, string? value)
    {
        values[key] = value ?? "";
        return PreviewAsync();
    }

    /// <summary>The preview for the given values; an empty one shows its key in braces, as Meta writes it.</summary>
    public async Task<TemplatePreview?> PreviewForAsync(IReadOnlyDictionary<string, string> filled)
    {
        if (Chosen is null)
        {
            return null;
        }

        var shown = Fields.ToDictionary(
            field => field.Key,
            field => filled.TryGetValue(field.Key, out var value) && value.Length > 0 ? value : "{{" + field.Key + "}}",
            StringComparer.Ordinal);
        var preview = await templates.PreviewAsync(await session.ActorAsync(), Chosen.Id, shown);
        return preview.IsOk ? preview.Value : null;
    }

    private async Task PreviewAsync() => Preview = await PreviewForAsync(values);

    private bool Matches(Template template) =>
        string.IsNullOrWhiteSpace(Search)
        || template.Name.Contains(Search.Trim(), StringComparison.OrdinalIgnoreCase)
        || template.Components.Contains(Search.Trim(), StringComparison.OrdinalIgnoreCase);
}
