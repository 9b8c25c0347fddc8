using System.Text.Json;
using Kaiwa.Core.Templates;

namespace Kaiwa.Console.Templates;

/// <summary>The words of a template as they were written, braces and all: for lists.</summary>
internal static class TemplateText
{
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
}
