using System.Text.Json.Nodes;
using Kaiwa.Simulator.Rules;
using Kaiwa.Simulator.Storage;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>Lists, reads, creates, edits and deletes message templates.</summary>
internal sealed class TemplatesApi(Platform platform)
{
    private const int MostAtOnce = 100;
    private readonly TemplateForm form = new(platform);

    public async Task<bool> HandleAsync(HttpContext http, BusinessAccount account)
    {
        if (HttpMethods.IsGet(http.Request.Method))
        {
            return List(http, account);
        }

        return HttpMethods.IsPost(http.Request.Method) ? await CreateAsync(http, account)
            : HttpMethods.IsDelete(http.Request.Method) && await DeleteAsync(http, account);
    }

    public async Task<bool> HandleTemplateAsync(HttpContext http, BusinessAccount account, SimulatedTemplate template, string edge)
    {
        switch (http.Request.Method, edge)
        {
            case ("GET", ""):
                return GraphJson.Write(http, TemplateNode.Of(template, GraphJson.Fields(http)));
            case ("POST", ""):
                return await EditAsync(http, account, template);
            case ("POST", "unpause") when template.Status == "PAUSED":
                await platform.Review.DecideAsync(account, template, "APPROVED", "NONE");
                return GraphJson.Success(http);
            default:
                return false;
        }
    }

    private bool List(HttpContext http, BusinessAccount account)
    {
        var query = http.Request.Query;
        bool Matches(string name, string value) => query[name].ToString() is var wanted && (wanted.Length == 0 || Listed(wanted).Contains(value));
        bool Holds(string name, params ReadOnlySpan<string> texts)
        {
            var wanted = query[name].ToString();
            foreach (var text in texts)
            {
                if (wanted.Length == 0 || text.Contains(wanted, StringComparison.OrdinalIgnoreCase))
                {
                    return true;
                }
            }

            return false;
        }

        // Of other sources there is only AUTO_GENERATED, by Direct Send, which is not here.
        var templates = query["source"] == "AUTO_GENERATED" ? [] : account.Templates.All.Where(t =>
            Matches("status", t.Status) && Matches("language", t.Seed.Language) && Matches("category", t.Seed.Category) && Matches("quality_score", t.Quality)
            && Holds("name", t.Seed.Name) && Holds("content", t.Seed.Components) && Holds("name_or_content", t.Seed.Name, t.Seed.Components)).ToList();
        var fields = GraphJson.Fields(http);
        return GraphJson.Page(http, templates, PublicUrl.Origin(http, platform.Options), (json, template) => TemplateNode.Of(template, fields).WriteTo(json));
    }

    private async Task<bool> CreateAsync(HttpContext http, BusinessAccount account)
    {
        var (template, refusal) = await form.NewAsync(await Parameters.ReadAsync(http), account);
        if (template is null)
        {
            return GraphJson.Refuse(http, refusal!);
        }

        await platform.Review.SubmitAsync(account, template);
        await ActivitiesApi.NoteAsync(platform, account, "TEMPLATE_CREATED", template);
        return GraphJson.Write(http, new JsonObject { ["id"] = template.Seed.Id, ["status"] = "PENDING", ["category"] = template.Seed.Category });
    }

    private async Task<bool> EditAsync(HttpContext http, BusinessAccount account, SimulatedTemplate template)
    {
        var (edited, refusal) = await form.EditedAsync(await Parameters.ReadAsync(http), account, template);
        if (edited is null)
        {
            return GraphJson.Refuse(http, refusal!);
        }

        await platform.Review.SubmitAsync(account, edited);
        await ActivitiesApi.NoteAsync(platform, account, "TEMPLATE_UPDATED", edited);
        await platform.TellAsync(account.Id, "message_template_components_update", TemplateEdit.Told(edited).ToJsonString(), withTime: true);
        if (edited.Seed.Category != template.Seed.Category && template.Status == "APPROVED")
        {
            await platform.TellAsync(account.Id, "template_category_update", TemplateEdit.Moved(edited, template.Seed.Category).ToJsonString(), withTime: true);
        }

        return GraphJson.Success(http);
    }

    private async Task<bool> DeleteAsync(HttpContext http, BusinessAccount account)
    {
        var given = await Parameters.ReadAsync(http);
        var name = given.Text("name") ?? "";
        var id = given.Text("hsm_id") ?? "";
        var ids = given.Array("hsm_ids") is { } list ? [.. list.Select(item => Parameters.TextOf(item) ?? "")] : Listed(given.Text("hsm_ids") ?? "");
        if (ids.Count > MostAtOnce)
        {
            return GraphJson.Refuse(http, Refusal.Parameter($"Param hsm_ids takes at most {MostAtOnce} ids."));
        }

        if (ids.Count == 0 && name.Length == 0)
        {
            return GraphJson.Refuse(http, Refusal.Required("name"));
        }

        var doomed = account.Templates.All.Where(t => ids.Count > 0 ? ids.Contains(t.Seed.Id) : t.Seed.Name == name && (id.Length == 0 || t.Seed.Id == id)).ToList();
        if (doomed.Count == 0)
        {
            return GraphJson.Refuse(http, new Refusal(100, Message: "(#100) Message template name not found", Subcode: 2593002));
        }

        foreach (var template in doomed)
        {
            await RemoveAsync(account, template);
        }

        return GraphJson.Success(http);
    }

    private async Task RemoveAsync(BusinessAccount account, SimulatedTemplate template)
    {
        var wasApproved = template.Status == "APPROVED";
        account.Templates.Remove(template.Seed.Id);
        await platform.Review.DecideAsync(account, template, wasApproved ? "PENDING_DELETION" : "DELETED", reason: null);
        await platform.Writer.WriteAsync(c => SettingsStore.SaveTemplate(c, account.Id, template, "DELETED"));
        await ActivitiesApi.NoteAsync(platform, account, "TEMPLATE_DELETED", template);
        if (wasApproved)
        {
            await form.BlockNameAsync(account, template);
        }
    }

    private static HashSet<string> Listed(string list) =>
        new(list.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => item.Trim('"')), StringComparer.OrdinalIgnoreCase);
}
