using System.Globalization;
using Kaiwa.WhatsApp.Templates;

namespace Kaiwa.Features.Broadcasts;

internal enum SlotPart
{
    Header,
    Body,
    Button,
}

/// <summary>One place in a template that a broadcast fills: its key is what the shop names it by.</summary>
/// <param name="Part">Where it stands.</param>
/// <param name="Key">Body: <c>1</c> or its name. Header: <c>header.1</c>, or <c>header.media</c> (a link, media id or place). Button: <c>button.0</c>.</param>
/// <param name="Name">The parameter name of a named template; null when it counts.</param>
/// <param name="Type">Meta's parameter type: <c>text</c>, <c>image</c>, <c>coupon_code</c>…</param>
/// <param name="Button">The index of the button.</param>
/// <param name="SubType">The kind of button: <c>url</c>, <c>copy_code</c>.</param>
internal sealed record TemplateSlot(SlotPart Part, string Key, string? Name, string Type, int Button = 0, string? SubType = null)
{
    /// <summary>Every slot of a template, in the order in which a send gives the values. A template that cannot be read has none: Meta will say what is wrong with it.</summary>
    public static IReadOnlyList<TemplateSlot> Of(string components, bool named) =>
        [.. TemplateVariables.Find(components).Select(variable => Of(variable, named)).OrderBy(slot => slot.Part)];

    /// <summary>The shop's expression for this slot, by its key or by the bare one.</summary>
    public string? Find(IReadOnlyDictionary<string, string> variables) =>
        variables.TryGetValue(Key, out var exact) ? exact
        : Part == SlotPart.Header && variables.TryGetValue(Key["header.".Length..], out var header) ? header
        : Part == SlotPart.Button && variables.TryGetValue(Key + ".1", out var button) ? button
        : null;

    private static TemplateSlot Of(TemplateVariable variable, bool named) => variable switch
    {
        { Component: "body" } => new TemplateSlot(SlotPart.Body, variable.Key, named ? variable.Key : null, variable.Kind),
        { Component: "header", Kind: "text" } => new TemplateSlot(SlotPart.Header, "header." + variable.Key, named ? variable.Key : null, variable.Kind),
        { Component: "header" } => new TemplateSlot(SlotPart.Header, "header.media", null, variable.Kind),
        _ => new TemplateSlot(
            SlotPart.Button, string.Create(CultureInfo.InvariantCulture, $"button.{variable.ButtonIndex}"), null, variable.Kind, variable.ButtonIndex ?? 0, variable.Kind == "coupon_code" ? "copy_code" : "url"),
    };
}
