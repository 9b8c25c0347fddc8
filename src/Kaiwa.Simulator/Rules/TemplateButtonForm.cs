using System.Text.Json.Nodes;
using Kaiwa.Simulator.Api;
using static Kaiwa.Simulator.Rules.TemplateFormat;

namespace Kaiwa.Simulator.Rules;

/// <summary>The documented form of a template's buttons: how many of each kind, in which order, how long.</summary>
internal static class TemplateButtonForm
{
    private static readonly Dictionary<string, int> Most = new(StringComparer.Ordinal)
    {
        ["QUICK_REPLY"] = 10,
        ["URL"] = 2,
        ["PHONE_NUMBER"] = 1,
        ["COPY_CODE"] = 1,
        ["FLOW"] = 1,
        ["CATALOG"] = 1,
        ["MPM"] = 1,
        ["SPM"] = 1,
        ["VOICE_CALL"] = 1,
        ["ORDER_DETAILS"] = 1,
        ["REQUEST_CONTACT_INFO"] = 1,
        ["APP"] = 1,
    };

    public static Refusal? Check(JsonObject component, bool named)
    {
        if (component["buttons"] is not JsonArray { Count: > 0 and <= 10 } buttons)
        {
            return Refusal.Parameter("Param components['buttons'] must be an array of 1 to 10 buttons.");
        }

        var kinds = buttons.Select(Kind).ToList();
        foreach (var (kind, button) in kinds.Zip(buttons))
        {
            if (!Most.TryGetValue(kind, out var most))
            {
                return Refusal.Parameter($"Param buttons['type'] must be one of {{{string.Join(", ", Most.Keys)}}} - got \"{kind}\".");
            }

            if (kinds.Count(other => other == kind) > most)
            {
                return Refusal.Parameter($"Param components['buttons'] must have at most {most} of type {kind}.");
            }

            if (One(kind, button!.AsObject(), named) is { } wrong)
            {
                return wrong;
            }
        }

        var replies = kinds.ConvertAll(kind => kind == "QUICK_REPLY");
        var changes = replies.Skip(1).Where((isReply, index) => isReply != replies[index]).Count();
        return changes > 1 ? Refusal.Parameter("Param components['buttons'] must keep quick replies together, before or after the others.") : null;
    }

    private static Refusal? One(string kind, JsonObject button, bool named)
    {
        var text = Text(button, "text");
        if (text.Length > 25)
        {
            return Refusal.Template(2388040, "Character limit exceeded", $"The text of a button of type {kind} has more than 25 characters.");
        }

        return kind switch
        {
            "QUICK_REPLY" or "FLOW" => Given(text, kind, "text"),
            "URL" => Given(text, kind, "text") ?? Url(Text(button, "url"), named),
            "PHONE_NUMBER" => Given(text, kind, "text") ?? (Text(button, "phone_number").Length is > 0 and <= 20 ? null : Refusal.Parameter("Param buttons['phone_number'] must be 1 to 20 characters long.")),
            "REQUEST_CONTACT_INFO" => text is "" or "Share Contact Info" ? null : Refusal.Parameter("Param buttons['text'] of REQUEST_CONTACT_INFO is left out or \"Share Contact Info\"."),
            _ => null,
        };
    }

    private static Refusal? Given(string value, string kind, string name) => value.Length > 0 ? null : Refusal.Required($"buttons['{name}'] of a button of type {kind}");

    private static Refusal? Url(string url, bool named)
    {
        var variables = new TemplateVariables(url, named);
        return url.Length > 2000 ? Refusal.Template(2388040, "Character limit exceeded", "The URL of a button has more than 2,000 characters.")
            : !(Uri.TryCreate(url.Replace("{{", "", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal), UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https") ? Refusal.Parameter("Param buttons['url'] is not a valid URI.")
            : variables.Names.Count > 1 || (variables.Names.Count == 1 && !url.EndsWith("}}", StringComparison.Ordinal)) ? Refusal.Parameter("Param buttons['url'] may hold one variable, at its end.")
            : null;
    }
}
