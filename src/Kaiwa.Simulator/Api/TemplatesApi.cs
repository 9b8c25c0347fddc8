using System.Globalization;
using System.Text.Json;
using Kaiwa.Simulator.Api.Json;
using Kaiwa.Simulator.Rules;
using Kaiwa.Simulator.Storage;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>Lists, reads, creates and deletes message templates.</summary>
internal sealed class TemplatesApi(Platform platform)
{
    private const int MostAtOnce = 100;
    private readonly TemplateReview review = new(platform);

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
        if (edge.Length == 0 && HttpMethods.IsGet(http.Request.Method))
        {
            return GraphJson.Write(http, json => Write(json, template, GraphJson.Fields(http)));
        }

        if (edge == "unpause" && HttpMethods.IsPost(http.Request.Method) && template.Status == "PAUSED")
        {
            await review.DecideAsync(account, template, "APPROVED", "NONE");
            return GraphJson.Success(http);
        }

        return false;
    }

    private bool List(HttpContext http, BusinessAccount account)
    {
        var query = http.Request.Query;
        bool Matches(string name, string value) => query[name].ToString() is var wanted && (wanted.Length == 0 || wanted.Split(',').Contains(value, StringComparer.OrdinalIgnoreCase));
        var name = query["name"].ToString();
        var text = query["name_or_content"].ToString();
        var templates = account.Templates.All.Where(t =>
            Matches("status", t.Status) && Matches("language", t.Seed.Language) && Matches("category", t.Seed.Category)
            && (name.Length == 0 || t.Seed.Name.Contains(name, StringComparison.OrdinalIgnoreCase))
            && (text.Length == 0 || t.Seed.Name.Contains(text, StringComparison.OrdinalIgnoreCase) || t.Seed.Components.Contains(text, StringComparison.OrdinalIgnoreCase))).ToList();
        var fields = GraphJson.Fields(http);
        return GraphJson.Page(http, templates, PublicUrl.Origin(http, platform.Options), (json, template) =>
        {
            json.WriteStartObject();
            Write(json, template, fields);
            json.WriteEndObject();
        });
    }

    private static void Write(Utf8JsonWriter json, SimulatedTemplate template, HashSet<string>? fields)
    {
        bool Wants(string name) => fields is null || fields.Contains(name);
        var seed = template.Seed;
        if (Wants("name"))
        {
            json.WriteString("name", seed.Name);
        }

        if (Wants("parameter_format"))
        {
            json.WriteString("parameter_format", seed.ParameterFormat);
        }

        if (Wants("components"))
        {
            json.WritePropertyName("components");
            json.WriteRawValue(seed.Components);
        }

        if (Wants("language"))
        {
            json.WriteString("language", seed.Language);
        }

        if (Wants("status"))
        {
            json.WriteString("status", template.Status);
        }

        if (Wants("category"))
        {
            json.WriteString("category", seed.Category);
        }

        if (fields?.Contains("rejected_reason") == true)
        {
            json.WriteString("rejected_reason", template.Status == "REJECTED" ? "ABUSIVE_CONTENT" : "NONE");
        }

        if (fields?.Contains("quality_score") == true)
        {
            json.WriteStartObject("quality_score");
            json.WriteString("score", template.Quality);
            json.WriteEndObject();
        }

        json.WriteString("id", seed.Id);
    }

    private async Task<bool> CreateAsync(HttpContext http, BusinessAccount account)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(await StrictJson.ReadAsync(http));
        }
        catch (JsonException)
        {
            return GraphJson.Refuse(http, Refusal.BadJson());
        }

        using (json)
        {
            if (review.Examine(json.RootElement, account) is { } wrong)
            {
                return GraphJson.Refuse(http, wrong);
            }

            var template = await review.SubmitAsync(json.RootElement, account);
            return GraphJson.Write(http, writer =>
            {
                writer.WriteString("id", template.Seed.Id);
                writer.WriteString("status", "PENDING");
                writer.WriteString("category", template.Seed.Category);
            });
        }
    }

    private async Task<bool> DeleteAsync(HttpContext http, BusinessAccount account)
    {
        var name = http.Request.Query["name"].ToString();
        var id = http.Request.Query["hsm_id"].ToString();
        var ids = GraphIds(http.Request.Query["hsm_ids"].ToString());
        var doomed = account.Templates.All.Where(t => ids.Count > 0 ? ids.Contains(t.Seed.Id) : t.Seed.Name == name && (id.Length == 0 || t.Seed.Id == id)).ToList();
        if (ids.Count > MostAtOnce)
        {
            return GraphJson.Refuse(http, Refusal.Parameter($"Param hsm_ids takes at most {MostAtOnce} ids."));
        }

        if (doomed.Count == 0)
        {
            return GraphJson.Refuse(http, new Refusal(100, Message: "(#100) Message template name not found", Subcode: 2593002));
        }

        foreach (var template in doomed)
        {
            account.Templates.Remove(template.Seed.Id);
            await platform.Writer.WriteAsync(c => SettingsStore.SaveTemplate(c, account.Id, template, "DELETED"));
        }

        return GraphJson.Success(http);
    }

    private static HashSet<string> GraphIds(string list) =>
        [.. list.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(id => id.Trim('"'))];
}
