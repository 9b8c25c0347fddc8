using System.Text.Json.Nodes;
using Kaiwa.Simulator.Api;

namespace Kaiwa.Simulator.Rules;

/// <summary>The documented form of a template's components: what Meta refuses before it reviews.</summary>
internal sealed class TemplateFormat(string category, bool named)
{
    private const int BadHeader = 2388047;
    private const int BadBody = 2388072;
    private const int BadFooter = 2388073;
    private const int TooLong = 2388040;
    private const int TooManyVariables = 2388293;
    private const int VariableAtAnEnd = 2388299;

    private static readonly HashSet<string> Kinds = ["HEADER", "BODY", "FOOTER", "BUTTONS", "LIMITED_TIME_OFFER", "CAROUSEL", "CALL_PERMISSION_REQUEST"];

    public Refusal? Check(JsonArray components)
    {
        var kinds = components.Select(component => Kind(component)).ToList();
        return kinds.FirstOrDefault(kind => !Kinds.Contains(kind)) is { } odd ? Refusal.Parameter($"Param components['type'] must be one of {{{string.Join(", ", Kinds)}}} - got \"{odd}\".")
            : kinds.Distinct(StringComparer.Ordinal).Count() < kinds.Count ? Refusal.Parameter("Param components must not have two of the same type.")
            : !kinds.Contains("BODY") ? Refusal.Template(BadBody, "Body is missing", "A template needs a body.")
            : category == "AUTHENTICATION" ? AuthenticationTemplate.Check(components)
            : Offer(components) ?? Each(components, LongestBody(components)) ?? Cards(components);
    }

    public static string Kind(JsonNode? component) => Text(component, "type").ToUpperInvariant();

    public static string Text(JsonNode? node, string name) => node is JsonObject json && json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : "";

    public static JsonObject? Part(JsonArray components, string kind) => components.FirstOrDefault(component => Kind(component) == kind) as JsonObject;

    private Refusal? Each(JsonArray components, int longestBody)
    {
        foreach (var component in components.OfType<JsonObject>())
        {
            var wrong = Kind(component) switch
            {
                "HEADER" => Header(component),
                "BODY" => Body(component, longestBody),
                "FOOTER" => Footer(Text(component, "text")),
                "BUTTONS" => TemplateButtonForm.Check(component, named),
                _ => null,
            };
            if (wrong is not null)
            {
                return wrong;
            }
        }

        return null;
    }

    private static int LongestBody(JsonArray components) =>
        Part(components, "LIMITED_TIME_OFFER") is not null ? 600
        : Part(components, "BUTTONS")?["buttons"] is JsonArray buttons && buttons.Any(button => Kind(button) == "SPM") ? 160 : 1024;

    private Refusal? Header(JsonObject header)
    {
        var text = Text(header, "text");
        switch (Text(header, "format").ToUpperInvariant())
        {
            case "TEXT" or "":
                var variables = new TemplateVariables(text, named);
                return text.Length == 0 ? Bad("A header of text needs a text.")
                    : text.Length > 60 ? Long("header", 60)
                    : variables.Fault() is { } fault ? Bad(fault)
                    : variables.Names.Count > 1 ? Bad("A header holds one variable at most.")
                    : null;
            case "IMAGE" or "VIDEO" or "DOCUMENT" or "LOCATION" or "PRODUCT":
                return null;
            case "GIF":
                return category == "MARKETING" ? null : Bad("A GIF is for marketing templates only.");
            default:
                return Bad("Its format is one of TEXT, IMAGE, VIDEO, GIF, DOCUMENT, LOCATION, PRODUCT.");
        }

        static Refusal Bad(string why) => Refusal.Template(BadHeader, "Header format is incorrect", why);
    }

    private Refusal? Body(JsonObject body, int longest)
    {
        var text = Text(body, "text");
        var variables = new TemplateVariables(text, named);
        return text.Trim().Length == 0 ? Refusal.Template(BadBody, "Body format is incorrect", "A body needs a text.")
            : text.Length > longest ? Long("body", longest)
            : variables.Fault() is { } fault ? Refusal.Template(BadBody, "Body format is incorrect", fault)
            : variables.AtAnEnd ? Refusal.Template(VariableAtAnEnd, "Variables at start or end", "Variables can't be at the start or end of the template.")
            : variables.TooMany ? Refusal.Template(TooManyVariables, "Too many variables", "This template has too many variables for its length. Reduce the number of variables or write more words.")
            : null;
    }

    private static Refusal? Footer(string text) =>
        text.Length == 0 ? Refusal.Template(BadFooter, "Footer format is incorrect", "A footer needs a text.")
        : text.Length > 60 ? Long("footer", 60)
        : text.Contains("{{", StringComparison.Ordinal) ? Refusal.Template(BadFooter, "Footer format is incorrect", "A footer holds no variables.")
        : null;

    private Refusal? Offer(JsonArray components)
    {
        if (Part(components, "LIMITED_TIME_OFFER") is not { } part)
        {
            return null;
        }

        var offer = part["limited_time_offer"] as JsonObject;
        var buttons = (Part(components, "BUTTONS")?["buttons"] as JsonArray ?? []).Select(Kind).ToList();
        return category != "MARKETING" ? Refusal.Parameter("Param components['limited_time_offer'] is for marketing templates only.")
            : Text(offer, "text") is not { Length: > 0 and <= 16 } ? Refusal.Parameter("Param limited_time_offer['text'] must be 1 to 16 characters long.")
            : Part(components, "FOOTER") is not null ? Refusal.Template(BadFooter, "Footer format is incorrect", "A limited-time offer has no footer.")
            : Part(components, "HEADER") is { } header && Text(header, "format").ToUpperInvariant() is not ("IMAGE" or "VIDEO") ? Refusal.Template(BadHeader, "Header format is incorrect", "A limited-time offer's header is an image or a video.")
            : !buttons.Contains("URL") || (offer!["has_expiration"] is JsonValue value && value.TryGetValue<bool>(out var expires) && expires && !buttons.Contains("COPY_CODE"))
                ? Refusal.Parameter("Param components['buttons'] of a limited-time offer needs a URL button and, if it expires, a COPY_CODE button.")
            : null;
    }

    private Refusal? Cards(JsonArray components)
    {
        if (Part(components, "CAROUSEL") is not { } carousel)
        {
            return null;
        }

        var cards = (carousel["cards"] as JsonArray ?? []).Select(card => card?["components"] as JsonArray ?? []).ToList();
        if (cards.Count is < 2 or > 10)
        {
            return Refusal.Parameter("Param carousel['cards'] must have 2 to 10 cards.");
        }

        if (cards.Select(Outline).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            return Refusal.Parameter("Param carousel['cards'] must all have the same components.");
        }

        return cards.Any(card => Text(Part(card, "HEADER"), "format").ToUpperInvariant() is not ("IMAGE" or "VIDEO" or "PRODUCT"))
            ? Refusal.Template(BadHeader, "Header format is incorrect", "A card's header is an image, a video or a product.")
            : cards.Any(card => (Part(card, "BUTTONS")?["buttons"] as JsonArray)?.Count is not (1 or 2)) ? Refusal.Parameter("Param carousel['cards'] must have one or two buttons a card.")
            : cards.Select(card => Each(card, longestBody: 160)).FirstOrDefault(wrong => wrong is not null);
    }

    private static string Outline(JsonArray card) => string.Join(' ', card.Select(part =>
        Kind(part) + Text(part, "format").ToUpperInvariant() + string.Join(',', (part?["buttons"] as JsonArray ?? []).Select(Kind))));

    private static Refusal Long(string part, int longest) => Refusal.Template(TooLong, "Character limit exceeded", $"The {part} has more than {longest:N0} characters.");
}
