using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kaiwa.Simulator.World;

/// <summary>What sending must know of a template's components, or of one card's.</summary>
internal sealed partial class TemplateShape
{
    public TemplateShape(JsonElement components)
    {
        foreach (var component in components.EnumerateArray())
        {
            Read(component);
        }
    }

    /// <summary>TEXT, IMAGE, VIDEO, GIF, DOCUMENT, LOCATION, PRODUCT, or null for no header.</summary>
    public string? HeaderFormat { get; private set; }
    public string HeaderText { get; private set; } = "";
    public IReadOnlyList<string> HeaderVariables { get; private set; } = [];
    public string BodyText { get; private set; } = "";
    public IReadOnlyList<string> BodyVariables { get; private set; } = [];
    public string FooterText { get; private set; } = "";
    public IReadOnlyList<TemplateButton> Buttons { get; private set; } = [];
    public IReadOnlyList<TemplateShape> Cards { get; private set; } = [];

    /// <summary>The words of a limited-time offer; null without one.</summary>
    public string? OfferText { get; private set; }

    /// <summary>The offer ends at a time that every send must give.</summary>
    public bool OfferExpires { get; private set; }

    public bool AsksToCall { get; private set; }

    /// <summary>A product carousel is made with two cards and sent with up to ten.</summary>
    public bool HasProductCards => Cards.Count > 0 && Cards[0].HeaderFormat == "PRODUCT";

    /// <summary>Whether components can be read at all: lists of objects where Meta has lists of objects.</summary>
    public static bool Fits(JsonElement components) => IsList(components) && components.EnumerateArray().All(component =>
        (!component.TryGetProperty("buttons", out var buttons) || IsList(buttons))
        && (!component.TryGetProperty("limited_time_offer", out var offer) || offer.ValueKind == JsonValueKind.Object)
        && (!component.TryGetProperty("cards", out var cards) || (IsList(cards) && cards.EnumerateArray().All(card => !card.TryGetProperty("components", out var inner) || Fits(inner)))));

    private static bool IsList(JsonElement list) => list.ValueKind == JsonValueKind.Array && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Object);

    private void Read(JsonElement component)
    {
        var text = Member(component, "text");
        switch (Member(component, "type").ToUpperInvariant())
        {
            case "HEADER":
                HeaderFormat = Member(component, "format") is { Length: > 0 } format ? format.ToUpperInvariant() : "TEXT";
                HeaderText = text;
                HeaderVariables = Variables(text);
                break;
            case "BODY":
                BodyText = text;
                BodyVariables = Variables(text);
                break;
            case "FOOTER":
                FooterText = text;
                break;
            case "BUTTONS" when component.TryGetProperty("buttons", out var buttons):
                Buttons = [.. buttons.EnumerateArray().Select(b => new TemplateButton(Member(b, "type").ToUpperInvariant(), Member(b, "text"), Member(b, "url"), Member(b, "flow_id")))];
                break;
            case "LIMITED_TIME_OFFER" when component.TryGetProperty("limited_time_offer", out var offer):
                OfferText = Member(offer, "text");
                OfferExpires = offer.TryGetProperty("has_expiration", out var expires) && expires.ValueKind == JsonValueKind.True;
                break;
            case "CALL_PERMISSION_REQUEST":
                AsksToCall = true;
                break;
            case "CAROUSEL" when component.TryGetProperty("cards", out var cards):
                Cards = [.. cards.EnumerateArray().Where(card => card.TryGetProperty("components", out _)).Select(card => new TemplateShape(card.GetProperty("components")))];
                break;
        }
    }

    private static string Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";

    private static string[] Variables(string text) => [.. Variable().Matches(text).Select(m => m.Groups["name"].Value.Trim()).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{\{(?<name>[^{}]+)\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}

/// <summary>A button of a template; a URL that ends in a variable needs a parameter.</summary>
internal sealed record TemplateButton(string Type, string Text, string Url, string FlowId)
{
    public bool HasVariable => Url.Contains("{{", StringComparison.Ordinal);
}
