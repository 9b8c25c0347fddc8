using System.Text;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Api.Json;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Rules;

/// <summary>Whether a template send fits the approved template: name, language, state, and every parameter.</summary>
internal static class TemplateRules
{
    public static Refusal? Check(JsonSlice content, TemplateShelf shelf, Func<string, bool> mediaExists, out SimulatedTemplate? template)
    {
        template = null;
        if (!content.IsObject)
        {
            return Refusal.Parameter("Param template must be a JSON object.");
        }

        var name = content["name"u8];
        var language = content["language"u8]["code"u8];
        if (!name.IsString)
        {
            return Refusal.Required("template['name']");
        }

        if (!language.IsString)
        {
            return Refusal.Required("template['language']['code']");
        }

        template = Find(shelf, name, language);
        if (template is null || template.Status is not ("APPROVED" or "PAUSED" or "DISABLED"))
        {
            return new Refusal(132001, $"template name ({name.Text}) does not exist in {language.Text}");
        }

        if (template.Status != "APPROVED")
        {
            return new Refusal(template.Status == "PAUSED" ? 132015 : 132016);
        }

        return Components(content["components"u8], template, mediaExists);
    }

    private static SimulatedTemplate? Find(TemplateShelf shelf, JsonSlice name, JsonSlice language)
    {
        Span<char> nameText = stackalloc char[512];
        Span<char> languageText = stackalloc char[32];
        return name.Inner.Length <= 512 && language.Inner.Length <= 32
            ? shelf.Find(nameText[..Encoding.UTF8.GetChars(name.Inner, nameText)], languageText[..Encoding.UTF8.GetChars(language.Inner, languageText)])
            : null;
    }

    private static Refusal? Components(JsonSlice components, SimulatedTemplate template, Func<string, bool> mediaExists)
    {
        JsonSlice header = default;
        JsonSlice body = default;
        JsonSlice cards = default;
        Span<bool> given = stackalloc bool[10];
        given.Clear();
        if (components.Exists && !components.IsNull && !components.IsArray)
        {
            return Refusal.Parameter("Param template['components'] must be an array.");
        }

        if (components.IsArray)
        {
            var items = new JsonItems(components.Raw);
            while (items.MoveNext())
            {
                var type = items.Value["type"u8];
                if (type.IsIgnoringCase("body"u8))
                {
                    body = items.Value["parameters"u8];
                }
                else if (type.IsIgnoringCase("header"u8))
                {
                    header = items.Value["parameters"u8];
                }
                else if (type.IsIgnoringCase("button"u8))
                {
                    if (Button(items.Value, template, given) is { } wrong)
                    {
                        return wrong;
                    }
                }
                else if (type.IsIgnoringCase("carousel"u8))
                {
                    cards = items.Value["cards"u8];
                }
                else if (!type.IsIgnoringCase("limited_time_offer"u8) && !type.IsIgnoringCase("order_status"u8) && !type.IsIgnoringCase("tap_target_configuration"u8))
                {
                    return Refusal.Parameter($"Param template['components'][{items.Index}]['type'] must be one of {{HEADER, BODY, BUTTON, CAROUSEL, ...}}.");
                }
            }
        }

        if (template.Cards != cards.Count)
        {
            return new Refusal(132012, $"carousel: expected {template.Cards} cards, received {cards.Count}");
        }

        return Header(header, template, mediaExists) ?? Texts("body", body, template.BodyVariables, template) ?? Required(template, given);
    }

    private static Refusal? Header(JsonSlice parameters, SimulatedTemplate template, Func<string, bool> mediaExists)
    {
        switch (template.HeaderFormat)
        {
            case null:
                return parameters.Count == 0 ? null : new Refusal(132018, "header: the template has no header");
            case "TEXT":
                return Texts("header", parameters, template.HeaderVariables, template);
        }

        var items = parameters.IsArray ? new JsonItems(parameters.Raw) : default;
        var received = parameters.Count == 1 && items.MoveNext() ? items.Value["type"u8].Text : "";
        if (!received.Equals(template.HeaderFormat, StringComparison.OrdinalIgnoreCase))
        {
            return new Refusal(132012, $"header: Format mismatch, expected {template.HeaderFormat}, received {(received.Length == 0 ? "UNKNOWN" : received.ToUpperInvariant())}");
        }

        const string Path = "template['components'][0]['parameters'][0]";
        return template.HeaderFormat switch
        {
            "IMAGE" => ContentRules.Media(Path + "['image']", items.Value["image"u8], mediaExists, captionAllowed: false),
            "VIDEO" => ContentRules.Media(Path + "['video']", items.Value["video"u8], mediaExists, captionAllowed: false),
            "DOCUMENT" => ContentRules.Media(Path + "['document']", items.Value["document"u8], mediaExists, captionAllowed: false),
            _ => items.Value["location"u8].IsObject ? null : new Refusal(132012, "header: location is missing"),
        };
    }

    private static Refusal? Texts(string component, JsonSlice parameters, IReadOnlyList<string> variables, SimulatedTemplate template)
    {
        var count = 0;
        if (parameters.IsArray)
        {
            var items = new JsonItems(parameters.Raw);
            while (items.MoveNext())
            {
                count++;
                if (Text(component, items.Value, variables, template) is { } wrong)
                {
                    return wrong;
                }
            }
        }

        return count == variables.Count ? null
            : new Refusal(132000, $"{component}: number of localizable_params ({count}) does not match the expected number of params ({variables.Count})");
    }

    private static Refusal? Text(string component, JsonSlice parameter, IReadOnlyList<string> variables, SimulatedTemplate template)
    {
        var type = parameter["type"u8];
        var fallback = type.IsIgnoringCase("currency"u8) ? parameter["currency"u8]["fallback_value"u8]
            : type.IsIgnoringCase("date_time"u8) ? parameter["date_time"u8]["fallback_value"u8]
            : type.IsIgnoringCase("group_id"u8) ? parameter["group_id"u8]
            : type.IsIgnoringCase("text"u8) ? parameter["text"u8] : default;
        if (!type.IsString || (!fallback.Exists && !type.IsIgnoringCase("text"u8)))
        {
            return new Refusal(132012, $"{component}: Format mismatch, expected TEXT, received {(type.Exists ? type.Text.ToUpperInvariant() : "UNKNOWN")}");
        }

        if (!fallback.IsString || fallback.Inner.IsEmpty)
        {
            return Refusal.Missing($"{component}: parameter of type text is missing text value");
        }

        if (template.Named)
        {
            var name = parameter["parameter_name"u8];
            if (!name.IsString || !variables.Contains(name.Text, StringComparer.Ordinal))
            {
                return new Refusal(100, Message: "(#100) Invalid parameter", Details: $"{component}: Parameter name is missing or unknown: {(name.Exists ? name.Text : "(none)")}");
            }
        }

        if (fallback.Length > 1024)
        {
            return new Refusal(132005, $"{component}: parameter is longer than 1024 characters");
        }

        return Forbidden(fallback) ? new Refusal(132007, $"{component}: Param text cannot have new-line/tab characters or more than 4 consecutive spaces") : null;
    }

    private static bool Forbidden(JsonSlice text) =>
        (text.HasEscapes && text.Text.AsSpan().IndexOfAny('\n', '\t', '\r') >= 0) || text.Inner.IndexOf("     "u8) >= 0;

    private static Refusal? Button(JsonSlice component, SimulatedTemplate template, Span<bool> given)
    {
        if (!component["index"u8].TryInteger(out var index) || index is < 0 or > 9)
        {
            return Refusal.Missing("button: index is required and runs from 0 to 9");
        }

        if (index >= template.Buttons.Count)
        {
            return new Refusal(132018, $"button: the template has no button at index {index}");
        }

        given[(int)index] = true;
        var button = template.Buttons[(int)index];
        var subType = component["sub_type"u8].Exists ? component["sub_type"u8].Text.ToUpperInvariant() : "";
        if (subType != button.Type && !(button.Type == "OTP" && subType is "URL" or "COPY_CODE"))
        {
            return new Refusal(132012, $"button: Format mismatch at index {index}, expected {button.Type}, received {(subType.Length == 0 ? "UNKNOWN" : subType)}");
        }

        var parameters = component["parameters"u8];
        if (subType is "SPM" || (subType == "QUICK_REPLY" && parameters.Count == 0))
        {
            return null;
        }

        if (!parameters.IsArray || parameters.Count == 0)
        {
            return Refusal.Missing($"Button at index {index} of type {subType} requires a parameter");
        }

        var items = new JsonItems(parameters.Raw);
        items.MoveNext();
        var value = subType switch { "QUICK_REPLY" => items.Value["payload"u8], "COPY_CODE" => items.Value["coupon_code"u8], "URL" => items.Value["text"u8], _ => default };
        if (subType is "QUICK_REPLY" or "COPY_CODE" or "URL" && !value.IsString)
        {
            return Refusal.Missing($"Button at index {index} of type {subType} requires a parameter");
        }

        return (subType == "QUICK_REPLY" && value.Length > 256) || (subType == "COPY_CODE" && value.Length > 20)
            ? new Refusal(132018, $"Button at index {index}: the parameter is too long")
            : null;
    }

    private static Refusal? Required(SimulatedTemplate template, Span<bool> given)
    {
        for (var i = 0; i < template.Buttons.Count && i < given.Length; i++)
        {
            if (!given[i] && (template.Buttons[i].HasVariable || template.Buttons[i].Type is "COPY_CODE" or "OTP"))
            {
                return Refusal.Missing($"Button at index {i} of type {template.Buttons[i].Type} requires a parameter");
            }
        }

        return null;
    }
}
