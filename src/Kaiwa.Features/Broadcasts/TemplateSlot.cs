using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kaiwa.Features.Broadcasts;

internal enum SlotPart
{
    Header,
    Body,
    Button,
}

/// <summary>One place in a template that a broadcast fills: its key is what the shop names it by.</summary>
/// <param name="Part">Where it stands.</param>
/// <param name="Key">Body: <c>1</c> or its name. Header: <c>header.1</c>, or <c>header.media</c> (a link or media id). Button: <c>button.0</c>.</param>
/// <param name="Name">The parameter name of a named template; null when it counts.</param>
/// <param name="Type">Meta's parameter type: <c>text</c>, <c>image</c>, <c>coupon_code</c>…</param>
/// <param name="Button">The index of the button.</param>
/// <param name="SubType">The kind of button: <c>url</c>, <c>copy_code</c>.</param>
internal sealed partial record TemplateSlot(SlotPart Part, string Key, string? Name, string Type, int Button = 0, string? SubType = null)
{
    /// <summary>Every slot of a template, in Meta's order. A template that cannot be read has none: Meta will say what is wrong with it.</summary>
    public static IReadOnlyList<TemplateSlot> Of(string components, bool named)
    {
        using var document = JsonDocument.Parse(components);
        var slots = new List<TemplateSlot>();
        foreach (var component in document.RootElement.EnumerateArray())
        {
            switch (Text(component, "type").ToUpperInvariant())
            {
                case "HEADER":
                    AddHeader(slots, component, named);
                    break;
                case "BODY":
                    slots.AddRange(Keys(Text(component, "text")).Select(key => new TemplateSlot(SlotPart.Body, key, named ? key : null, "text")));
                    break;
                case "BUTTONS" when component.TryGetProperty("buttons", out var buttons):
                    AddButtons(slots, buttons);
                    break;
            }
        }

        return [.. slots.OrderBy(slot => slot.Part)];
    }

    /// <summary>The shop's expression for this slot, by its key or by the bare one.</summary>
    public string? Find(IReadOnlyDictionary<string, string> variables) =>
        variables.TryGetValue(Key, out var exact) ? exact
        : Part == SlotPart.Header && variables.TryGetValue(Key["header.".Length..], out var header) ? header
        : Part == SlotPart.Button && variables.TryGetValue(Key + ".1", out var button) ? button
        : null;

    private static void AddHeader(List<TemplateSlot> slots, JsonElement header, bool named)
    {
        var format = Text(header, "format").ToUpperInvariant();
        if (format is "IMAGE" or "VIDEO" or "DOCUMENT")
        {
            slots.Add(new TemplateSlot(SlotPart.Header, "header.media", null, format.ToLowerInvariant()));
        }
        else
        {
            slots.AddRange(Keys(Text(header, "text")).Select(key => new TemplateSlot(SlotPart.Header, "header." + key, named ? key : null, "text")));
        }
    }

    private static void AddButtons(List<TemplateSlot> slots, JsonElement buttons)
    {
        var index = 0;
        foreach (var button in buttons.EnumerateArray())
        {
            var key = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"button.{index}");
            switch (Text(button, "type").ToUpperInvariant())
            {
                case "URL" when Keys(Text(button, "url")).Count > 0:
                    slots.Add(new TemplateSlot(SlotPart.Button, key, null, "text", index, "url"));
                    break;
                case "COPY_CODE":
                    slots.Add(new TemplateSlot(SlotPart.Button, key, null, "coupon_code", index, "copy_code"));
                    break;
            }

            index++;
        }
    }

    private static List<string> Keys(string text) => [.. Placeholder().Matches(text).Select(match => match.Groups["key"].Value).Distinct(StringComparer.Ordinal)];

    private static string Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";

    [GeneratedRegex(@"\{\{\s*(?<key>[A-Za-z0-9_]+)\s*\}\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
