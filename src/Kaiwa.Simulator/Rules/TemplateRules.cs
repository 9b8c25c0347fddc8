using System.Text;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Api.Json;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Rules;

/// <summary>Whether a template send fits the approved template: name, language, state, and every parameter.</summary>
internal static class TemplateRules
{
    public static Refusal? Check(JsonSlice content, TemplateShelf shelf, Func<string, bool> mediaExists, long nowMs, out SimulatedTemplate? template)
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

        return Components(content["components"u8], new Form(template, template.Shape, mediaExists, nowMs));
    }

    private static SimulatedTemplate? Find(TemplateShelf shelf, JsonSlice name, JsonSlice language)
    {
        Span<char> nameText = stackalloc char[512];
        Span<char> languageText = stackalloc char[32];
        return name.Inner.Length <= 512 && language.Inner.Length <= 32
            ? shelf.Find(nameText[..Encoding.UTF8.GetChars(name.Inner, nameText)], languageText[..Encoding.UTF8.GetChars(language.Inner, languageText)])
            : null;
    }

    /// <summary>What the values must fit: the template as a whole, and the shape of it or of one of its cards.</summary>
    private sealed record Form(SimulatedTemplate Template, TemplateShape Shape, Func<string, bool> MediaExists, long NowMs);

    private static Refusal? Components(JsonSlice components, Form form)
    {
        JsonSlice header = default;
        JsonSlice body = default;
        JsonSlice cards = default;
        JsonSlice offer = default;
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
                    if (TemplateButtonRules.Check(items.Value, form.Shape, form.NowMs, given) is { } wrong)
                    {
                        return wrong;
                    }
                }
                else if (type.IsIgnoringCase("carousel"u8))
                {
                    cards = items.Value["cards"u8];
                }
                else if (type.IsIgnoringCase("limited_time_offer"u8))
                {
                    offer = First(items.Value["parameters"u8])["limited_time_offer"u8];
                }
                else if (type.IsIgnoringCase("order_status"u8))
                {
                    if (PaymentRules.Status(First(items.Value["parameters"u8])["order_status"u8]) is { } wrong)
                    {
                        return wrong;
                    }
                }
                else if (!type.IsIgnoringCase("tap_target_configuration"u8))
                {
                    return Refusal.Parameter($"Param template['components'][{items.Index}]['type'] must be one of {{HEADER, BODY, BUTTON, CAROUSEL, ...}}.");
                }
            }
        }

        return Offer(offer, form) ?? Cards(cards, form) ?? Header(header, form) ?? Texts("body", body, form.Shape.BodyVariables, form.Template) ?? TemplateButtonRules.Required(form.Shape, given);
    }

    private static Refusal? Offer(JsonSlice offer, Form form)
    {
        if (!form.Shape.OfferExpires)
        {
            return null;
        }

        return offer["expiration_time_ms"u8].TryInteger(out var ends)
            ? ends > form.NowMs ? null : new Refusal(132018, "limited_time_offer: expiration_time_ms must be in the future")
            : Refusal.Missing("limited_time_offer: expiration_time_ms is required");
    }

    private static Refusal? Cards(JsonSlice cards, Form form)
    {
        var shapes = form.Shape.Cards;
        var count = cards.Count;
        if (form.Shape.HasProductCards ? count is < 2 or > 10 : count != shapes.Count)
        {
            return new Refusal(132012, form.Shape.HasProductCards ? $"carousel: expected 2 to 10 cards, received {count}" : $"carousel: expected {shapes.Count} cards, received {count}");
        }

        if (count == 0)
        {
            return null;
        }

        var items = new JsonItems(cards.Raw);
        while (items.MoveNext())
        {
            if (!items.Value["card_index"u8].TryInteger(out var index) || index < 0 || index >= count)
            {
                return Refusal.Missing("carousel: card_index is required and runs from 0 to the number of cards less one");
            }

            var shape = shapes[(int)Math.Min(index, shapes.Count - 1)];
            if (Components(items.Value["components"u8], form with { Shape = shape }) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    private static JsonSlice First(JsonSlice parameters)
    {
        var items = parameters.IsArray ? new JsonItems(parameters.Raw) : default;
        return parameters.IsArray && items.MoveNext() ? items.Value : default;
    }

    private static Refusal? Header(JsonSlice parameters, Form form)
    {
        var format = form.Shape.HeaderFormat;
        switch (format)
        {
            case null:
                return parameters.Count == 0 ? null : new Refusal(132018, "header: the template has no header");
            case "TEXT":
                return Texts("header", parameters, form.Shape.HeaderVariables, form.Template);
        }

        var parameter = First(parameters);
        var received = parameters.Count == 1 && parameter["type"u8].Exists ? parameter["type"u8].Text : "";
        if (!received.Equals(format, StringComparison.OrdinalIgnoreCase))
        {
            return new Refusal(132012, $"header: Format mismatch, expected {format}, received {(received.Length == 0 ? "UNKNOWN" : received.ToUpperInvariant())}");
        }

        const string Path = "template['components'][0]['parameters'][0]";
        return format switch
        {
            "IMAGE" => ContentRules.Media(Path + "['image']", parameter["image"u8], form.MediaExists, captionAllowed: false),
            "VIDEO" => ContentRules.Media(Path + "['video']", parameter["video"u8], form.MediaExists, captionAllowed: false),
            "GIF" => ContentRules.Media(Path + "['gif']", parameter["gif"u8], form.MediaExists, captionAllowed: false),
            "DOCUMENT" => ContentRules.Media(Path + "['document']", parameter["document"u8], form.MediaExists, captionAllowed: false),
            "PRODUCT" => parameter["product"u8]["product_retailer_id"u8].IsString && parameter["product"u8]["catalog_id"u8].IsString
                ? null : new Refusal(132012, "header: product needs product_retailer_id and catalog_id"),
            _ => parameter["location"u8].IsObject ? null : new Refusal(132012, "header: location is missing"),
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

        if (template.Category == MessageCategory.Authentication && fallback.Length > 15)
        {
            return new Refusal(132018, $"{component}: a one-time password is at most 15 characters long");
        }

        if (fallback.Length > 1024)
        {
            return new Refusal(132005, $"{component}: parameter is longer than 1024 characters");
        }

        return Forbidden(fallback) ? new Refusal(132007, $"{component}: Param text cannot have new-line/tab characters or more than 4 consecutive spaces") : null;
    }

    private static bool Forbidden(JsonSlice text) =>
        (text.HasEscapes && text.Text.AsSpan().IndexOfAny('\n', '\t', '\r') >= 0) || text.Inner.IndexOf("     "u8) >= 0;
}
