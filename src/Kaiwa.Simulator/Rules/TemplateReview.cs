using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Delivery;
using Kaiwa.Simulator.Storage;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Rules;

/// <summary>
/// Meta's review: pending, then a decision a moment later, told by webhook. By wish: a name that contains <c>reject</c>, <c>pause</c>
/// or <c>pending</c> meets that end; anything else is approved.
/// </summary>
internal sealed partial class TemplateReview(Platform platform)
{
    private const int DecisionMs = 1500;
    private readonly Lock gate = new();
    private long lastId = 594_425_479_300_000;

    /// <summary>Why a template cannot be submitted, or null.</summary>
    public Refusal? Examine(JsonElement json, BusinessAccount account)
    {
        var name = Text(json, "name");
        var language = Text(json, "language");
        if (!Name().IsMatch(name) || name.Length > 512)
        {
            return Invalid(2388073, "The name may hold lower-case letters, digits and underscores only.");
        }

        if (language.Length == 0)
        {
            return Refusal.Required("language");
        }

        if (!language.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-'))
        {
            return Refusal.Parameter("Param language must be a language and locale code.");
        }

        if (Text(json, "category").ToUpperInvariant() is not ("MARKETING" or "UTILITY" or "AUTHENTICATION"))
        {
            return Refusal.Parameter("Param category must be one of {UTILITY, MARKETING, AUTHENTICATION}.");
        }

        if (!json.TryGetProperty("components", out var components) || components.ValueKind != JsonValueKind.Array)
        {
            return Refusal.Required("components");
        }

        if (!TemplateShape.Fits(components))
        {
            return Refusal.Parameter("Param components must be a list of objects, and so must be their buttons and cards.");
        }

        if (account.Templates.Find(name, language) is not null)
        {
            return Invalid(2388024, "Content in this language already exists. Create a new template and try again.");
        }

        var body = components.EnumerateArray().FirstOrDefault(c => Text(c, "type").Equals("BODY", StringComparison.OrdinalIgnoreCase));
        return body.ValueKind == JsonValueKind.Undefined ? Invalid(2388072, "A template needs a body.")
            : Text(body, "text") is { Length: > 1024 } ? Invalid(2388040, "The body has more than 1,024 characters.")
            : Text(body, "text").Trim() is var text && (text.StartsWith("{{", StringComparison.Ordinal) || text.EndsWith("}}", StringComparison.Ordinal))
                && !Text(json, "category").Equals("AUTHENTICATION", StringComparison.OrdinalIgnoreCase)
                ? Invalid(2388299, "Variables can't be at the start or end of the template.")
            : null;
    }

    public async Task<SimulatedTemplate> SubmitAsync(JsonElement json, BusinessAccount account)
    {
        var id = NewId().ToString(CultureInfo.InvariantCulture);
        var format = Text(json, "parameter_format") is { Length: > 0 } given ? given.ToUpperInvariant() : "POSITIONAL";
        var template = new SimulatedTemplate(new SeedTemplate(id, Text(json, "name"), Text(json, "language"), Text(json, "category").ToUpperInvariant(), json.GetProperty("components").GetRawText(), "PENDING", format));
        account.Templates.Put(template);
        await platform.Writer.WriteAsync(c => SettingsStore.SaveTemplate(c, account.Id, template, template.Status));
        if (!template.Seed.Name.Contains("pending", StringComparison.Ordinal))
        {
            platform.Scheduler.After(DecisionMs, new Decision(this, account, template));
        }

        return template;
    }

    /// <summary>Changes a template's state and tells the business.</summary>
    public async Task DecideAsync(BusinessAccount account, SimulatedTemplate template, string status, string reason, string? title = null, string? description = null)
    {
        template.Status = status;
        var seed = template.Seed;
        var more = title is null ? "" : $",\"other_info\":{{\"title\":\"{title}\",\"description\":\"{description}\"}}";
        await platform.Writer.WriteAsync(c => SettingsStore.SaveTemplate(c, account.Id, template, status));
        await platform.TellAsync(account.Id, "message_template_status_update",
            $$"""{"event":"{{status}}","message_template_id":{{seed.Id}},"message_template_name":"{{seed.Name}}","message_template_language":"{{seed.Language}}","reason":"{{reason}}","message_template_category":"{{seed.Category}}"{{more}}}""", withTime: true);
    }

    private long NewId()
    {
        lock (gate)
        {
            lastId = platform.Meta.Accounts.SelectMany(account => account.Templates.All).Select(template => template.Key).Append(lastId).Max() + 1;
            return lastId;
        }
    }

    private static Refusal Invalid(int subcode, string details) => new(100, details, "Invalid parameter", 400, subcode);

    private static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";

    [GeneratedRegex("^[a-z0-9_]+\\z", RegexOptions.None, 1000)]
    private static partial Regex Name();

    private sealed class Decision(TemplateReview review, BusinessAccount account, SimulatedTemplate template) : IDue
    {
        public void Fire(int tag)
        {
            var name = template.Seed.Name;
            var (status, reason) = name.Contains("reject", StringComparison.Ordinal) ? ("REJECTED", "ABUSIVE_CONTENT")
                : name.Contains("pause", StringComparison.Ordinal) ? ("PAUSED", "NONE") : ("APPROVED", "NONE");
            // It may have been deleted, or put into another category, while it was reviewed.
            if (account.Templates.ById(template.Seed.Id) is { Status: "PENDING" } now)
            {
                _ = review.DecideAsync(account, now, status, reason);
            }
        }
    }
}
