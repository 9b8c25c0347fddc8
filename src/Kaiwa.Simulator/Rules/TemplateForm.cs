using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Flows;
using Kaiwa.Simulator.World;
using static Kaiwa.Simulator.Rules.TemplateFormat;

namespace Kaiwa.Simulator.Rules;

/// <summary>What a business hands in to make or change a template: checked, and put as Meta keeps it.</summary>
internal sealed partial class TemplateForm(Platform platform)
{
    private const long DayMs = 24 * 3600 * 1000L;
    private const int EditsInAMonth = 10;
    private const int TemplatesUnverified = 250;
    private const int TemplatesVerified = 6_000;
    private const int NameLastsDays = 30;
    private const string Deleted = "template_deleted";

    /// <summary>A new template of this account.</summary>
    public async Task<(SimulatedTemplate? Template, Refusal? Refusal)> NewAsync(Parameters given, BusinessAccount account)
    {
        var name = given.Text("name") ?? "";
        var language = given.Text("language") ?? "";
        var category = (given.Text("category") ?? "").ToUpperInvariant();
        var refusal = !Name().IsMatch(name) ? Refusal.Parameter("Param name must be 1 to 512 lower-case letters, digits and underscores.")
            : language.Length == 0 ? Refusal.Required("language")
            : !language.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-') ? Refusal.Parameter("Param language must be a language and locale code.")
            : category is not ("MARKETING" or "UTILITY" or "AUTHENTICATION") ? Refusal.Parameter("Param category must be one of {UTILITY, MARKETING, AUTHENTICATION}.")
            : account.Templates.Find(name, language) is not null ? Refusal.Template(2388024, "Content in this language already exists", "There is already content in this language for this template. Create a new template and try again.")
            : IsBlocked(account, name, language) ? Refusal.Template(2388023, "Message template language is being deleted", $"New content in this language can't be added while the existing content is being deleted. Try again in {NameLastsDays} days or use another name.")
            : account.Templates.All.Count() >= Most(account) ? Refusal.Template(2388019, "Message template limit exceeded", $"This account has {Most(account):N0} templates, the most it may.")
            : null;
        if (refusal is not null)
        {
            return (null, refusal);
        }

        var seed = new SeedTemplate(platform.Review.NewId(), name, language, category, "[]", "PENDING");
        return await FillAsync(given, account, new SimulatedTemplate(seed), seed, isNew: true);
    }

    /// <summary>The template with what is to be changed.</summary>
    public async Task<(SimulatedTemplate? Template, Refusal? Refusal)> EditedAsync(Parameters given, BusinessAccount account, SimulatedTemplate template)
    {
        var now = platform.Clock.NowMs;
        var edits = template.History.EditsMs.Where(at => at > now - (30 * DayMs)).ToList();
        var category = given.Text("category")?.ToUpperInvariant();
        var refusal = template.Status is not ("APPROVED" or "REJECTED" or "PAUSED") ? Refusal.Parameter($"A template whose status is {template.Status} cannot be edited: only APPROVED, REJECTED and PAUSED ones can.")
            : category is not (null or "MARKETING" or "UTILITY" or "AUTHENTICATION") ? Refusal.Parameter("Param category must be one of {UTILITY, MARKETING, AUTHENTICATION}.")
            : template.Status != "APPROVED" ? null
            : category is not null && category != template.Seed.Category ? Refusal.Parameter("The category of an approved template cannot be edited.")
            : edits.Any(at => at > now - DayMs) ? Refusal.Parameter("An approved template can be edited once in 24 hours.")
            : edits.Count >= EditsInAMonth ? Refusal.Parameter($"An approved template can be edited {EditsInAMonth} times in 30 days.")
            : null;
        if (refusal is not null)
        {
            return (null, refusal);
        }

        var (edited, wrong) = await FillAsync(given, account, template, template.Seed with { Category = category ?? template.Seed.Category }, isNew: false);
        if (edited is not null && template.Status == "APPROVED")
        {
            edited.History = edited.History with { EditsMs = [.. edits, now] };
        }

        return (edited, wrong);
    }

    /// <summary>An approved template's name cannot be used again for a while.</summary>
    public Task BlockNameAsync(BusinessAccount account, SimulatedTemplate template) =>
        platform.Documents.SaveAsync(Deleted, account.Id, $"{account.Id}/{template.Seed.Name}/{template.Seed.Language}", new JsonObject { ["at"] = platform.Clock.NowMs });

    private bool IsBlocked(BusinessAccount account, string name, string language) =>
        platform.Documents.Find(Deleted, $"{account.Id}/{name}/{language}") is { } document && (long)document.Read()["at"]! > platform.Clock.NowMs - (NameLastsDays * DayMs);

    private static int Most(BusinessAccount account) => account.Portfolio.Limit.UsersPerDay is <= TemplatesUnverified ? TemplatesUnverified : TemplatesVerified;

    private async Task<(SimulatedTemplate? Template, Refusal? Refusal)> FillAsync(Parameters given, BusinessAccount account, SimulatedTemplate before, SeedTemplate seed, bool isNew)
    {
        if (isNew || given.Has("parameter_format"))
        {
            seed = seed with { ParameterFormat = (given.Text("parameter_format") ?? "POSITIONAL").ToUpperInvariant() };
        }

        if (seed.ParameterFormat is not ("POSITIONAL" or "NAMED"))
        {
            return (null, Refusal.Parameter("Param parameter_format must be one of {POSITIONAL, NAMED}."));
        }

        if ((isNew || given.Has("components")) && given.Array("components") is null)
        {
            return (null, Refusal.Required("components"));
        }

        var history = before.History;
        if (given.Array("components") is { } components)
        {
            if (!TemplateShape.Fits(components.Deserialize<JsonElement>()))
            {
                return (null, Refusal.Parameter("Param components must be a list of objects, and so must be their buttons and cards."));
            }

            if (new TemplateFormat(seed.Category, seed.ParameterFormat == "NAMED").Check(components) is { } wrong)
            {
                return (null, wrong);
            }

            var flow = await new TemplateFlow(platform).SettleAsync(components, account, seed.Name);
            if (flow is not null)
            {
                return (null, flow);
            }

            var kept = seed.Category == "AUTHENTICATION" ? AuthenticationTemplate.Write(components) : components;
            seed = seed with { Components = Upper(kept).ToJsonString(RawJson) };
        }

        if (seed.Category == "UTILITY" && TemplateContents.IsMarketing(JsonNode.Parse(seed.Components)!.AsArray()))
        {
            seed = seed with { Category = "MARKETING" };
            history = history with { PreviousCategory = "UTILITY" };
        }

        if (given.Has("message_send_ttl_seconds"))
        {
            if (given.Number("message_send_ttl_seconds") is not { } seconds || !Lasts(seed.Category, seconds))
            {
                return (null, Refusal.Parameter("Param message_send_ttl_seconds runs from 30 to 900 for AUTHENTICATION, from 30 to 43200 for UTILITY (-1 is 30 days), and from 43200 to 2592000 for MARKETING."));
            }

            history = history with { TtlSeconds = (int)seconds };
        }

        var template = before.With(seed);
        template.History = history;
        return (template, null);
    }

    private static bool Lasts(string category, long seconds) => category switch
    {
        "AUTHENTICATION" => seconds is -1 or (>= 30 and <= 900),
        "UTILITY" => seconds is -1 or (>= 30 and <= 43_200),
        _ => seconds is >= 43_200 and <= 2_592_000,
    };

    // Meta takes types in any case and returns them in capitals.
    private static JsonArray Upper(JsonArray components)
    {
        foreach (var component in components.OfType<JsonObject>())
        {
            component["type"] = Kind(component);
            if (component["format"] is not null)
            {
                component["format"] = Text(component, "format").ToUpperInvariant();
            }
            else if (Kind(component) == "HEADER")
            {
                component["format"] = "TEXT";
            }

            foreach (var button in (component["buttons"] as JsonArray ?? []).OfType<JsonObject>())
            {
                button["type"] = Kind(button);
            }

            foreach (var card in (component["cards"] as JsonArray ?? []).Select(card => card?["components"]).OfType<JsonArray>())
            {
                Upper(card);
            }
        }

        return components;
    }

    private static readonly System.Text.Json.JsonSerializerOptions RawJson = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [GeneratedRegex("^[a-z0-9_]{1,512}\\z", RegexOptions.None, 1000)]
    private static partial Regex Name();
}
