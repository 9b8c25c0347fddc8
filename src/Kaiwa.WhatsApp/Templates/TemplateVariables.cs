using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kaiwa.WhatsApp.Templates;

/// <summary>What has to be filled in before a template can be sent.</summary>
public static partial class TemplateVariables
{
    /// <summary>Every variable in the order header, body, buttons as the template has them. Never throws: what is not readable has none.</summary>
    public static IReadOnlyList<TemplateVariable> Find(string componentsJson)
    {
        var found = new List<TemplateVariable>();
        try
        {
            Add(found, componentsJson);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair in an example: what was found before it stands.
        }

        return found;
    }

    /// <summary>The first part, by Meta's name, that needs a value which is none of those that <see cref="Find"/> names; null when there is none.</summary>
    public static string? Unfilled(string componentsJson)
    {
        foreach (var component in TemplateComponents.Read(componentsJson))
        {
            var part = component.Type switch
            {
                "CAROUSEL" or "LIMITED_TIME_OFFER" or "ORDER_DETAILS" or "ORDER_STATUS" => component.Type,
                "HEADER" when component.Format is not ("" or "TEXT" or "IMAGE" or "VIDEO" or "DOCUMENT" or "LOCATION") => component.Format,
                _ => component.Buttons.FirstOrDefault(button => button.Type is "MPM" or "SPM" or "ORDER_DETAILS")?.Type,
            };
            if (part is not null)
            {
                return part;
            }
        }

        return null;
    }

    /// <summary>The keys of the variables in a text, each once, in the order in which a send gives their values.</summary>
    internal static IReadOnlyList<string> Keys(string text)
    {
        List<string> keys = [.. Placeholder().Matches(text).Select(match => match.Groups["key"].Value).Distinct(StringComparer.Ordinal)];

        // Values go in the order of the numbers, which a translation may have turned around.
        return keys.TrueForAll(IsNumber) ? [.. keys.OrderBy(key => int.Parse(key, CultureInfo.InvariantCulture))] : keys;
    }

    /// <summary><c>{{1}}</c> or <c>{{first_name}}</c>.</summary>
    [GeneratedRegex(@"\{\{ ?(?<key>[A-Za-z0-9_]{1,64}) ?\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    internal static partial Regex Placeholder();

    private static void Add(List<TemplateVariable> found, string componentsJson)
    {
        foreach (var component in TemplateComponents.Read(componentsJson))
        {
            switch (component.Type)
            {
                case "HEADER" when component.Format is "IMAGE" or "VIDEO" or "DOCUMENT" or "LOCATION":
                    var format = component.Format.ToLowerInvariant();
                    found.Add(new TemplateVariable("header", null, format, format, Example(component.Json, "header_handle", 0)));
                    break;
                case "HEADER":
                    AddText(found, "header", null, component.Text, component.Json, "header_text");
                    break;
                case "BODY":
                    AddText(found, "body", null, component.Text, component.Json, "body_text");
                    break;
                case "BUTTONS":
                    AddButtons(found, component.Buttons);
                    break;
            }
        }
    }

    private static bool IsNumber(string key) => key.Length <= 4 && key.All(char.IsAsciiDigit);

    private static void AddButtons(List<TemplateVariable> found, IReadOnlyList<TemplateButton> buttons)
    {
        for (var index = 0; index < buttons.Count; index++)
        {
            var button = buttons[index];
            if (button.Type == "URL")
            {
                var order = 0;
                foreach (var key in Keys(button.Url ?? ""))
                {
                    found.Add(new TemplateVariable("button", index, key, "text", Item(button.Json, "example", order++)));
                }
            }
            else if (button.Type == "COPY_CODE")
            {
                found.Add(new TemplateVariable("button", index, "code", "coupon_code", Item(button.Json, "example", 0)));
            }
            else if (button.Type == "OTP")
            {
                // An authentication template's button takes the code again, as a url parameter.
                found.Add(new TemplateVariable("button", index, "1", "text", null));
            }
        }
    }

    private static void AddText(List<TemplateVariable> found, string component, int? index, string text, JsonElement json, string exampleName)
    {
        var order = 0;
        foreach (var key in Keys(text))
        {
            found.Add(new TemplateVariable(component, index, key, "text", NamedExample(json, exampleName + "_named_params", key) ?? Example(json, exampleName, order)));
            order++;
        }
    }

    private static string? Example(JsonElement component, string name, int order) =>
        component.TryGetProperty("example", out var example) && example.ValueKind == JsonValueKind.Object ? Item(example, name, order) : null;

    // body_text is a list of lists: one list per example.
    private static string? Item(JsonElement parent, string name, int order)
    {
        if (!parent.TryGetProperty(name, out var list))
        {
            return null;
        }

        if (list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0 && list[0].ValueKind == JsonValueKind.Array)
        {
            list = list[0];
        }

        return list.ValueKind switch
        {
            JsonValueKind.String when order == 0 => list.GetString(),
            JsonValueKind.Array when order < list.GetArrayLength() && list[order].ValueKind == JsonValueKind.String => list[order].GetString(),
            _ => null,
        };
    }

    private static string? NamedExample(JsonElement component, string name, string key)
    {
        if (component.TryGetProperty("example", out var example) && example.ValueKind == JsonValueKind.Object
            && example.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in list.EnumerateArray())
            {
                if (item.ValueKind == JsonValueKind.Object && TemplateComponents.Text(item, "param_name") == key)
                {
                    return TemplateComponents.Text(item, "example");
                }
            }
        }

        return null;
    }
}
