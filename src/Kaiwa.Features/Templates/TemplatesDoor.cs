using Kaiwa.Core.Storage;
using Kaiwa.Core.Templates;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;
using Kaiwa.WhatsApp.Templates;

namespace Kaiwa.Features.Templates;

internal sealed class TemplatesDoor(TemplateStore templates, SyncTemplates sync) : ITemplates
{
    public Task<IReadOnlyList<Template>> ListAsync(Actor actor, CancellationToken ct = default) => templates.AllAsync(actor.Workspace, ct);

    public Task<Template?> FindAsync(Actor actor, Id<Template> id, CancellationToken ct = default) => templates.FindAsync(actor.Workspace, id, ct);

    public Task<Template?> FindAsync(Actor actor, string name, string language, CancellationToken ct = default) => templates.FindAsync(actor.Workspace, name, language, ct);

    public Task<Result<SyncReport>> SyncAsync(Actor actor, CancellationToken ct = default) =>
        Permitted.WhenAsync(actor, Permissions.Broadcast, () => sync.Handle(actor.Workspace, ct));

    public async Task<Result<TemplatePreview>> PreviewAsync(Actor actor, Id<Template> id, IReadOnlyDictionary<string, string> values, CancellationToken ct = default)
    {
        if (await templates.FindAsync(actor.Workspace, id, ct) is not { } template)
        {
            return TemplateProblems.Unknown;
        }

        // A preview shows what is there already: variables without a usable value stay as they are written.
        var text = TemplateText.Fill(template.Components, FillTemplate.Components(template, values, lenient: true).Value);
        return new TemplatePreview(text.Header, text.Body, text.Footer, text.Buttons.Select(button => button.Text).ToList())
        {
            HeaderFormat = string.Equals(text.HeaderFormat, "TEXT", StringComparison.Ordinal) ? null : text.HeaderFormat,
        };
    }

    public IReadOnlyList<TemplateField> Variables(Template template) => FillTemplate.Fields(template);

    public Result<string> Fill(Template template, IReadOnlyDictionary<string, string> values) => FillTemplate.Content(template, values);
}
