using System.Globalization;
using System.Text.Json;
using Kaiwa.Console.Shell;
using Kaiwa.Core.Templates;
using Kaiwa.Features.Templates;

namespace Kaiwa.Console.Templates;

/// <summary>What is said of a template in lists and forms.</summary>
internal static class TemplateText
{
    /// <summary>What a person calls the place to be filled.</summary>
    public static string Label(Say say, TemplateField field) => field.Key.StartsWith("header.media", StringComparison.Ordinal)
        ? say["templates.field.media"]
        : say["templates.field." + field.Component, Number(field.Key)];

    /// <summary>The body as it was written, braces and all.</summary>
    public static string Body(Template template)
    {
        try
        {
            using var components = JsonDocument.Parse(template.Components);
            return components.RootElement.EnumerateArray()
                .Where(component => component.TryGetProperty("type", out var type) && string.Equals(type.GetString(), "BODY", StringComparison.OrdinalIgnoreCase))
                .Select(component => component.TryGetProperty("text", out var text) ? text.GetString() ?? "" : "")
                .FirstOrDefault("");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "";
        }
    }

    // Meta counts buttons from 0, people from 1.
    private static string Number(string key) => key.Split('.') switch
    {
        ["button", var index, ..] when int.TryParse(index, CultureInfo.InvariantCulture, out var at) => (at + 1).ToString(CultureInfo.InvariantCulture),
        [_, var name] => name,
        _ => key,
    };
}
