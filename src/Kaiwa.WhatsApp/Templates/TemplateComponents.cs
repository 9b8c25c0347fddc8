using System.Text.Json;

namespace Kaiwa.WhatsApp.Templates;

/// <summary>One component of a template as Meta lists it.</summary>
internal sealed record TemplatePart(string Type, string Format, string Text, IReadOnlyList<TemplateButton> Buttons, JsonElement Json);

/// <summary>One button of a template.</summary>
internal sealed record TemplateButton(string Type, string Text, string? Url, string? PhoneNumber, JsonElement Json);

/// <summary>Reads a template's components; nothing when they are not readable.</summary>
internal static class TemplateComponents
{
    public static IReadOnlyList<TemplatePart> Read(string componentsJson)
    {
        try
        {
            using var document = JsonDocument.Parse(componentsJson);
            var root = document.RootElement.Clone();
            return root.ValueKind == JsonValueKind.Array
                ? [.. root.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(ReadPart)]
                : [];
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    public static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static TemplatePart ReadPart(JsonElement part) => new(
        Upper(part, "type"),
        Upper(part, "format"),
        Text(part, "text") ?? "",
        part.TryGetProperty("buttons", out var buttons) && buttons.ValueKind == JsonValueKind.Array
            ? [.. buttons.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object).Select(ReadButton)]
            : [],
        part);

    private static TemplateButton ReadButton(JsonElement button) =>
        new(Upper(button, "type"), Text(button, "text") ?? "", Text(button, "url"), Text(button, "phone_number"), button);

    private static string Upper(JsonElement parent, string name) => Text(parent, name)?.ToUpperInvariant() ?? "";
}
