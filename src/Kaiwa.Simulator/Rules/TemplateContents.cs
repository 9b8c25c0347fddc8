using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kaiwa.Simulator.World;
using static Kaiwa.Simulator.Rules.TemplateFormat;

namespace Kaiwa.Simulator.Rules;

/// <summary>Why review rejects; the last two are told for INVALID_FORMAT.</summary>
internal sealed record Rejection(string Reason, string? Why = null, string? Recommendation = null);

/// <summary>What review reads out of a template's contents: examples that lack, words that another template has, marketing that calls itself something else.</summary>
internal static partial class TemplateContents
{
    private static readonly HashSet<string> MarketingButtons = ["COPY_CODE", "CATALOG", "MPM", "SPM"];

    public static Rejection? Judge(SimulatedTemplate template, BusinessAccount account)
    {
        var components = JsonNode.Parse(template.Seed.Components)!.AsArray();
        if (Lacking(components, template.Named) is { } part)
        {
            return new Rejection("INVALID_FORMAT", $"The {part} has no sample.", "Give a sample for every variable and for media in the header, and submit the template again.");
        }

        return template.Category != MessageCategory.Authentication && account.Templates.All.FirstOrDefault(other => IsTwin(other, template)) is { } twin
            ? new Rejection("INVALID_FORMAT", $"Body and footer are those of {twin.Seed.Name} ({twin.Seed.Language}).", "Change the words, or send the template that you have.")
            : null;
    }

    /// <summary>Whether these components are marketing, whatever category is claimed.</summary>
    public static bool IsMarketing(JsonArray components)
    {
        var buttons = (Part(components, "BUTTONS")?["buttons"] as JsonArray ?? []).Select(Kind);
        return components.Any(component => Kind(component) is "LIMITED_TIME_OFFER" or "CAROUSEL" or "CALL_PERMISSION_REQUEST")
            || buttons.Any(MarketingButtons.Contains)
            || components.Any(component => Promotion().IsMatch(Text(component, "text")));
    }

    private static bool IsTwin(SimulatedTemplate other, SimulatedTemplate template) =>
        other.Seed.Id != template.Seed.Id && other.Status != "REJECTED" && other.Category != MessageCategory.Authentication
        && other.Shape.BodyText == template.Shape.BodyText && other.Shape.FooterText == template.Shape.FooterText;

    private static string? Lacking(JsonArray components, bool named)
    {
        foreach (var component in components.OfType<JsonObject>())
        {
            var example = component["example"] as JsonObject;
            var variables = new TemplateVariables(Text(component, "text"), named).Names;
            switch (Kind(component))
            {
                case "HEADER" when LacksFile(component) || !Covers(example, "header_text", named, variables):
                    return "header";
                case "BODY" when !Covers(example, "body_text", named, variables):
                    return "body";
                case "BUTTONS" when component["buttons"]!.AsArray().Any(LacksSample):
                    return "button";
                case "CAROUSEL" when component["cards"]!.AsArray().Select(card => Lacking(card!["components"]!.AsArray(), named)).FirstOrDefault(part => part is not null) is { } part:
                    return "card's " + part;
            }
        }

        return null;
    }

    private static bool LacksFile(JsonObject header) =>
        Text(header, "format").ToUpperInvariant() is "IMAGE" or "VIDEO" or "GIF" or "DOCUMENT" && (header["example"] as JsonObject)?["header_handle"] is not JsonArray { Count: > 0 };

    private static bool LacksSample(JsonNode? button) =>
        (Kind(button) == "COPY_CODE" || Text(button, "url").Contains("{{", StringComparison.Ordinal)) && button!["example"] is null or JsonArray { Count: 0 };

    // A header's samples are a list, a body's a list of lists; named ones say which variable they are for.
    private static bool Covers(JsonObject? example, string member, bool named, IReadOnlyList<string> variables)
    {
        if (named)
        {
            var known = (example?[member + "_named_params"] as JsonArray ?? []).Where(sample => Text(sample, "example").Length > 0).Select(sample => Text(sample, "param_name"));
            return variables.All(known.Contains);
        }

        var samples = example?[member] as JsonArray ?? [];
        return (samples is [JsonArray inner, ..] ? inner : samples).Count >= variables.Count;
    }

    [GeneratedRegex(@"\b(discounts?|sale|promo(tion)?s?|coupons?|special offer|limited[- ]time|free shipping|shop now|buy now|deals|vouchers?)\b|\b\d+ ?% off\b|セール|割引|値引|クーポン|キャンペーン|特価|お買い得", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Promotion();
}
