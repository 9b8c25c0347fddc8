using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Templates;

/// <summary>The templates that Meta knows of this workspace's accounts.</summary>
public interface ITemplates
{
    Task<IReadOnlyList<Template>> ListAsync(Actor actor, CancellationToken ct = default);

    Task<Template?> FindAsync(Actor actor, Id<Template> id, CancellationToken ct = default);

    /// <summary>By name and language; with several accounts the first that has it.</summary>
    Task<Template?> FindAsync(Actor actor, string name, string language, CancellationToken ct = default);

    /// <summary>Asks Meta for all templates of all accounts and keeps them.</summary>
    Task<Result<SyncReport>> SyncAsync(Actor actor, CancellationToken ct = default);

    Task<Result<TemplatePreview>> PreviewAsync(Actor actor, Id<Template> id, IReadOnlyDictionary<string, string> values, CancellationToken ct = default);

    /// <summary>What has to be filled in, in the order in which it is read.</summary>
    IReadOnlyList<TemplateField> Variables(Template template);

    /// <summary>Meta's content (<c>{"type":"template",…</c>) with the values filled in; a problem when one is missing or not allowed.</summary>
    Result<string> Fill(Template template, IReadOnlyDictionary<string, string> values);
}

public sealed record SyncReport(int Found, int Changed, int Vanished);

/// <param name="Key">Unique in the template: <c>1</c> or a name for the body, <c>header.1</c>, <c>header.media</c> (a link or media id), <c>button.0</c>.</param>
/// <param name="Component"><c>header</c>, <c>body</c> or <c>button</c>.</param>
/// <param name="Example">The one given when the template was made.</param>
public sealed record TemplateField(string Key, string Component, string? Example);

/// <summary>A template as the phone shows it.</summary>
public sealed record TemplatePreview(string? Header, string Body, string? Footer, IReadOnlyList<string> Buttons)
{
    /// <summary><c>IMAGE</c>, <c>VIDEO</c>, <c>DOCUMENT</c>, <c>LOCATION</c> or null.</summary>
    public string? HeaderFormat { get; init; }
}
