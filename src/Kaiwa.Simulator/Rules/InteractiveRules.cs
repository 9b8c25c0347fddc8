using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Api.Json;

namespace Kaiwa.Simulator.Rules;

/// <summary>The documented shape and limits of interactive messages.</summary>
internal static class InteractiveRules
{
    public static Refusal? Check(JsonSlice interactive, Func<string, bool> mediaExists, long nowMs)
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

        var name = type.Text.ToLowerInvariant();
        return Common(name, interactive, mediaExists) ?? name switch
        {
            "button" => Buttons(action),
            "list" => List(action),
            "cta_url" => Named(action, "cta_url") ?? Url(action["parameters"u8]),
            "product" => CommerceRules.Product(action),
            "product_list" => CommerceRules.ProductList(interactive, action),
            "catalog_message" => CommerceRules.Catalogue(action),
            "carousel" => CarouselRules.Check(action, mediaExists),
            "flow" => FormRules.Flow(action),
            "address_message" => FormRules.Address(action),
            "location_request_message" => Named(action, "send_location"),
            "call_permission_request" or "request_contact_info" => Named(action, name),
            "voice_call" => Named(action, name) ?? Call(action["parameters"u8]),
            "order_details" => Named(action, "review_and_pay") ?? PaymentRules.Details(action["parameters"u8], nowMs),
            "order_status" => Named(action, "review_order") ?? PaymentRules.Status(action["parameters"u8]),
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

        var kind = header["type"u8].Exists ? header["type"u8].Text.ToLowerInvariant() : "";
        if (type is "product" or "catalog_message" or "location_request_message" or "carousel" || (type == "order_details" && kind == "text") || (type is "list" or "product_list" && kind != "text"))
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
            if (!items.Value["type"u8].IsIgnoringCase("reply"u8) || !reply.IsObject)
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

    private static Refusal? Call(JsonSlice parameters)
    {
        var minutes = parameters["ttl_minutes"u8];
        return parameters["display_text"u8].Length > 20 ? Refusal.Invalid("display_text length invalid. Min length: 1, Max length: 20")
            : parameters["payload"u8].Length > 512 ? Refusal.Invalid("payload length invalid. Max length: 512")
            : minutes.Exists && !(minutes.TryInteger(out var ttl) && ttl is >= 1 and <= 43_200) ? Refusal.Invalid("ttl_minutes must be between 1 and 43200")
            : null;
    }

    public static Refusal? Url(JsonSlice parameters) =>
        (parameters["display_text"u8].Length is 0 or > 20 ? Refusal.Invalid("display_text length invalid. Min length: 1, Max length: 20") : null)
            ?? (Uri.TryCreate(parameters["url"u8].Text, UriKind.Absolute, out _) ? null : Refusal.Invalid("url is not a valid URI."));

    public static Refusal? Named(JsonSlice action, string name) =>
        action["name"u8].IsString && action["name"u8].Text == name ? null : Refusal.Invalid($"Param interactive['action']['name'] must be {name}.");
}
