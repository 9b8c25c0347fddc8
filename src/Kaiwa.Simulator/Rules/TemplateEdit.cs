using System.Text.Json.Nodes;
using Kaiwa.Simulator.World;
using static Kaiwa.Simulator.Rules.TemplateFormat;

namespace Kaiwa.Simulator.Rules;

/// <summary>What the business is told of an edit.</summary>
internal static class TemplateEdit
{
    public static JsonObject Told(SimulatedTemplate template)
    {
        var components = JsonNode.Parse(template.Seed.Components)!.AsArray();
        var value = Named(template);
        value["message_template_element"] = template.Shape.BodyText;
        if (template.Shape.HeaderText.Length > 0)
        {
            value["message_template_title"] = template.Shape.HeaderText;
        }

        if (template.Shape.FooterText.Length > 0)
        {
            value["message_template_footer"] = template.Shape.FooterText;
        }

        if (Part(components, "BUTTONS")?["buttons"] is JsonArray buttons)
        {
            value["message_template_buttons"] = new JsonArray([.. buttons.Select(Button)]);
        }

        return value;
    }

    /// <summary>An edit that review put into another category.</summary>
    public static JsonObject Moved(SimulatedTemplate template, string before)
    {
        var value = Named(template);
        value["previous_category"] = before;
        value["new_category"] = template.Seed.Category;
        return value;
    }

    private static JsonObject Named(SimulatedTemplate template) => new()
    {
        ["message_template_id"] = template.Key,
        ["message_template_name"] = template.Seed.Name,
        ["message_template_language"] = template.Seed.Language,
    };

    private static JsonObject Button(JsonNode? button)
    {
        var value = new JsonObject { ["message_template_button_type"] = Kind(button), ["message_template_button_text"] = Text(button, "text") };
        foreach (var name in (string[])["url", "phone_number"])
        {
            if (Text(button, name) is { Length: > 0 } given)
            {
                value["message_template_button_" + name] = given;
            }
        }

        return value;
    }
}
