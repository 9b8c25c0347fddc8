using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Api.Json;

namespace Kaiwa.Simulator.Rules;

/// <summary>The documented shape and limits of interactive messages.</summary>
internal static class InteractiveRules
{
    public static Refusal? Check(JsonSlice interactive, Func<string, bool> mediaExists)
    {
        var type = interactive["type"u8];
        if (!type.IsString)
        {
            return Refusal.Required("interactive['type']");
        }

        var action = interactive["action"u8];
        if (!action.IsObject)
        {
            return Refusal.Required("interactive['action']");
        }

        var name = type.Text;
        return Common(name, interactive, mediaExists) ?? name switch
        {
            "button" => Buttons(action),
            "list" => List(action),
            "cta_url" => Url(action),
            "product" => Need(action, "catalog_id"u8, "catalog_id") ?? Need(action, "product_retailer_id"u8, "product_retailer_id"),
            "product_list" => Need(action, "catalog_id"u8, "catalog_id") ?? Products(interactive, action),
            "flow" => Flow(action),
            "location_request_message" => Named(action, "send_location"),
            "catalog_message" or "address_message" or "call_permission_request" or "voice_call" or "request_contact_info" => Named(action, name),
            "order_details" => Named(action, "review_and_pay"),
            "order_status" => Named(action, "review_order"),
            "carousel" => action["cards"u8].Count is >= 2 and <= 10 ? null : Refusal.Invalid("A carousel has 2 to 10 cards."),
            _ => Refusal.Parameter($"Param interactive['type'] is not a known kind of interactive message - got \"{name}\"."),
        };
    }

    private static Refusal? Common(string type, JsonSlice interactive, Func<string, bool> mediaExists)
    {
        var body = interactive["body"u8]["text"u8];
        var bodyNeeded = type is not ("product" or "call_permission_request");
        if (bodyNeeded && (!body.IsString || body.Inner.IsEmpty))
        {
            return Refusal.Required("interactive['body']['text']");
        }

        var limit = type == "list" ? 4096 : 1024;
        if (body.Length > limit)
        {
            return Refusal.Invalid($"Body text length invalid. Min length: 1, Max length: {limit}");
        }

        if (interactive["footer"u8].Exists && interactive["footer"u8]["text"u8].Length is 0 or > 60)
        {
            return Refusal.Invalid("Footer text length invalid. Min length: 1, Max length: 60");
        }

        return Header(type, interactive["header"u8], mediaExists);
    }

    private static Refusal? Header(string type, JsonSlice header, Func<string, bool> mediaExists)
    {
        if (!header.Exists)
        {
            return null;
        }

        var kind = header["type"u8].Exists ? header["type"u8].Text : "";
        if (type is "product" or "catalog_message" or "location_request_message" || (type is "list" or "product_list" && kind != "text"))
        {
            return Refusal.Invalid($"Header of type {kind} is not allowed in an interactive message of type {type}.");
        }

        return kind switch
        {
            "text" when header["text"u8].Length is > 0 and <= 60 => null,
            "text" => Refusal.Invalid("Header text length invalid. Min length: 1, Max length: 60"),
            "image" => ContentRules.Media("interactive['header']['image']", header["image"u8], mediaExists, captionAllowed: false),
            "video" => ContentRules.Media("interactive['header']['video']", header["video"u8], mediaExists, captionAllowed: false),
            "document" => ContentRules.Media("interactive['header']['document']", header["document"u8], mediaExists, captionAllowed: false),
            _ => Refusal.Invalid("Header type must be one of text, image, video, document."),
        };
    }

    private static Refusal? Buttons(JsonSlice action)
    {
        var buttons = action["buttons"u8];
        if (!buttons.IsArray)
        {
            return Refusal.Missing("buttons are required");
        }

        if (buttons.Count is 0 or > 3)
        {
            return Refusal.Invalid("Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3");
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        var items = new JsonItems(buttons.Raw);
        while (items.MoveNext())
        {
            var reply = items.Value["reply"u8];
            if (!items.Value["type"u8].Is("reply"u8) || !reply.IsObject)
            {
                return Refusal.Invalid($"Button at index {items.Index} must be of type reply.");
            }

            if (reply["id"u8].Length is 0 or > 256)
            {
                return Refusal.Invalid("Button id length invalid. Min length: 1, Max length: 256");
            }

            if (reply["title"u8].Length is 0 or > 20)
            {
                return Refusal.Invalid("Button title length invalid. Min length: 1, Max length: 20");
            }

            if (!seen.Add("i" + reply["id"u8].Text) || !seen.Add("t" + reply["title"u8].Text))
            {
                return Refusal.Invalid("Duplicated button: ids and titles must be unique.");
            }
        }

        return null;
    }

    private static Refusal? List(JsonSlice action)
    {
        if (action["button"u8].Length is 0 or > 20)
        {
            return Refusal.Invalid("Button length invalid. Min length: 1, Max length: 20");
        }

        var sections = action["sections"u8];
        if (!sections.IsArray || sections.Count is 0 or > 10)
        {
            return Refusal.Invalid("Invalid sections count. Min allowed sections: 1, Max allowed sections: 10");
        }

        var rows = 0;
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var items = new JsonItems(sections.Raw);
        while (items.MoveNext())
        {
            var title = items.Value["title"u8];
            if ((sections.Count > 1 && title.Length == 0) || title.Length > 24)
            {
                return Refusal.Invalid("Section title length invalid. Min length: 1, Max length: 24");
            }

            if (!items.Value["rows"u8].IsArray)
            {
                return Refusal.Missing($"rows are required in section {items.Index}");
            }

            var list = new JsonItems(items.Value["rows"u8].Raw);
            while (list.MoveNext())
            {
                rows++;
                if (list.Value["id"u8].Length is 0 or > 200 || list.Value["title"u8].Length is 0 or > 24 || list.Value["description"u8].Length > 72)
                {
                    return Refusal.Invalid("Row length invalid: id 1 to 200, title 1 to 24, description up to 72 characters.");
                }

                if (!ids.Add(list.Value["id"u8].Text))
                {
                    return Refusal.Invalid("Duplicated row id: ids must be unique.");
                }
            }
        }

        return rows is >= 1 and <= 10 ? null : Refusal.Invalid($"Total row count exceed max allowed count: 10 (got {rows}).");
    }

    private static Refusal? Url(JsonSlice action)
    {
        var parameters = action["parameters"u8];
        return Named(action, "cta_url")
            ?? (parameters["display_text"u8].Length is 0 or > 20 ? Refusal.Invalid("display_text length invalid. Min length: 1, Max length: 20") : null)
            ?? (Uri.TryCreate(parameters["url"u8].Text, UriKind.Absolute, out _) ? null : Refusal.Invalid("url is not a valid URI."));
    }

    private static Refusal? Products(JsonSlice interactive, JsonSlice action)
    {
        if (!interactive["header"u8].Exists)
        {
            return Refusal.Missing("header is required for product_list");
        }

        var products = 0;
        var sections = action["sections"u8];
        if (!sections.IsArray || sections.Count is 0 or > 10)
        {
            return Refusal.Invalid("Invalid sections count. Min allowed sections: 1, Max allowed sections: 10");
        }

        var items = new JsonItems(sections.Raw);
        while (items.MoveNext())
        {
            products += items.Value["product_items"u8].Count;
        }

        return products is >= 1 and <= 30 ? null : Refusal.Invalid("A product list has 1 to 30 products.");
    }

    private static Refusal? Flow(JsonSlice action)
    {
        var parameters = action["parameters"u8];
        return Named(action, "flow")
            ?? (parameters["flow_message_version"u8].Is("3"u8) ? null : Refusal.Invalid("flow_message_version must be 3."))
            ?? (parameters["flow_cta"u8].Length > 0 ? null : Refusal.Missing("flow_cta is required"))
            ?? (parameters["flow_id"u8].Exists != parameters["flow_name"u8].Exists ? null : Refusal.Invalid("Exactly one of flow_id and flow_name is required."));
    }

    private static Refusal? Named(JsonSlice action, string name) =>
        action["name"u8].IsString && action["name"u8].Text == name ? null : Refusal.Invalid($"Param interactive['action']['name'] must be {name}.");

    private static Refusal? Need(JsonSlice action, ReadOnlySpan<byte> member, string name) =>
        action[member].IsString ? null : Refusal.Missing($"{name} is required");
}
