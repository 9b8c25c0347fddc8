using System.Globalization;
using System.Text.Json;
using static Kaiwa.Simulator.Control.ThreadReader;

namespace Kaiwa.Simulator.Control;

/// <summary>An interactive message, or an answer to one, as it looks on a phone.</summary>
internal static class InteractiveBubble
{
    public static PhoneThreadMessage Fill(PhoneThreadMessage message, JsonElement content)
    {
        var header = At(content, "header");
        var headerType = Kind(header);
        var action = At(content, "action");
        var parameters = At(action, "parameters");
        message = message with
        {
            Text = Text(At(content, "body"), "text"),
            Footer = Text(At(content, "footer"), "text") is { Length: > 0 } footer ? footer : null,
            Header = headerType == "text" ? Text(header, "text") : null,
            Media = headerType is "image" or "video" or "document" ? MediaOf(At(header, headerType)) : null,
        };
        return Kind(content) switch
        {
            "button" => message with { Buttons = Replies(action, "reply", "reply") },
            "list" => message with { Rows = Rows(action) },
            "cta_url" => message with { Buttons = [Link(parameters)] },
            "flow" => message with { Buttons = [new PhoneButton(Text(parameters, "flow_id") is { Length: > 0 } id ? id : Text(parameters, "flow_name"), Text(parameters, "flow_cta"), "flow")] },
            "address_message" => message with { Buttons = [new PhoneButton("address", "Provide address", "address")], Lines = Values(At(parameters, "values")) },
            "location_request_message" => message with { Buttons = [new PhoneButton("send_location", "Send location", "location")] },
            "request_contact_info" => message with { Buttons = [new PhoneButton("contact", "Share contact info", "contact")] },
            "call_permission_request" => message with { Buttons = [new PhoneButton("accept", "Allow calls", "call_permission"), new PhoneButton("reject", "Do not allow", "call_permission")] },
            "voice_call" => message with { Buttons = [new PhoneButton(Text(parameters, "payload"), Text(parameters, "display_text") is { Length: > 0 } label ? label : "Call", "voice_call")] },
            "catalog_message" => message with { Buttons = [new PhoneButton(Text(parameters, "thumbnail_product_retailer_id"), "View catalog", "catalog")] },
            "product" => message with { Text = message.Text.Length > 0 ? message.Text : Text(action, "product_retailer_id"), Products = [new PhoneProduct(Text(action, "catalog_id"), Text(action, "product_retailer_id"))] },
            "product_list" => message with { Products = Products(action, Text(action, "catalog_id")) },
            "carousel" => message with { Cards = [.. Items(action, "cards").Select(Card)] },
            "order_details" => message with { Lines = Bill(parameters), Buttons = [new PhoneButton(Text(parameters, "reference_id"), "Review and pay", "order_details")] },
            "order_status" => message with { Lines = Status(parameters) },
            _ => message,
        };
    }

    /// <summary>A tap, a choice or a filled-in form of the phone's own.</summary>
    public static PhoneThreadMessage FillAnswer(PhoneThreadMessage message, JsonElement content)
    {
        var kind = Text(content, "type");
        var answer = At(content, kind);
        switch (kind)
        {
            case "nfm_reply":
                using (var json = JsonDocument.Parse(Text(answer, "response_json") is { Length: > 0 } response ? response : "{}"))
                {
                    return message with { Text = Text(answer, "body"), Lines = Values(json.RootElement) };
                }

            case "call_permission_reply":
                return message with { Text = Text(answer, "response") == "accept" ? "Calls allowed" : "Calls not allowed" };
            default:
                return message with { Text = Text(answer, "title") };
        }
    }

    public static PhoneThreadMessage FillCart(PhoneThreadMessage message, JsonElement order) => message with
    {
        Text = Text(order, "text"),
        Lines = [.. Items(order, "product_items").Select(item => $"{At(item, "quantity")} × {Text(item, "product_retailer_id")}  {At(item, "item_price")} {Text(item, "currency")}")],
    };

    /// <summary>The lines of a bill: items, parts, total.</summary>
    public static List<string> Bill(JsonElement parameters)
    {
        var currency = Text(parameters, "currency");
        var order = At(parameters, "order");
        var lines = Items(order, "items").Select(item => $"{At(item, "quantity")} × {Text(item, "name")}  {Money(At(item, At(item, "sale_amount").ValueKind == JsonValueKind.Object ? "sale_amount" : "amount"), currency)}").ToList();
        foreach (var (part, label) in new[] { ("tax", "Tax"), ("shipping", "Shipping"), ("discount", "Discount") })
        {
            if (At(order, part).ValueKind == JsonValueKind.Object)
            {
                lines.Add($"{label}  {(part == "discount" ? "-" : "")}{Money(At(order, part), currency)}");
            }
        }

        lines.Add($"Total  {Money(At(parameters, "total_amount"), currency)}");
        return lines;
    }

    public static List<string> Status(JsonElement parameters)
    {
        var order = At(parameters, "order");
        return [$"{Text(parameters, "reference_id")}: {Text(order, "status")}", .. Text(order, "description") is { Length: > 0 } description ? [description] : Array.Empty<string>()];
    }

    public static List<PhoneProduct> Products(JsonElement action, string catalogId) =>
        [.. Items(action, "sections").SelectMany(section => Items(section, "product_items")
            .Select(item => new PhoneProduct(catalogId, Text(item, "product_retailer_id"), Text(section, "title") is { Length: > 0 } title ? title : null)))];

    public static JsonElement At(JsonElement json, string name) => json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) ? value : default;

    /// <summary>Meta takes a type in any case.</summary>
    public static string Kind(JsonElement json) => Text(json, "type").ToLowerInvariant();

    public static IEnumerable<JsonElement> Items(JsonElement json, string name) => At(json, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    private static PhoneCard Card(JsonElement card)
    {
        var action = At(card, "action");
        var header = At(card, "header");
        return Kind(card) == "product"
            ? new PhoneCard(null, Text(action, "product_retailer_id"), [], new PhoneProduct(Text(action, "catalog_id"), Text(action, "product_retailer_id")))
            : new PhoneCard(
                MediaOf(At(header, Kind(header))),
                Text(At(card, "body"), "text"),
                At(action, "buttons").ValueKind == JsonValueKind.Array ? Replies(action, "quick_reply", "reply") : [Link(At(action, "parameters"))]);
    }

    private static PhoneButton Link(JsonElement parameters) => new(Text(parameters, "url"), Text(parameters, "display_text"), "url");

    private static List<PhoneButton> Replies(JsonElement action, string member, string kind) =>
        [.. Items(action, "buttons").Select(button => At(button, member)).Select(reply => new PhoneButton(Text(reply, "id"), Text(reply, "title"), kind))];

    private static List<PhoneButton> Rows(JsonElement action) =>
        [.. Items(action, "sections").SelectMany(section => Items(section, "rows"))
            .Select(row => new PhoneButton(Text(row, "id"), Text(row, "title"), "row", Text(row, "description") is { Length: > 0 } description ? description : null))];

    private static List<string> Values(JsonElement values) =>
        values.ValueKind == JsonValueKind.Object ? [.. values.EnumerateObject().Where(member => member.Name != "flow_token").Select(member => $"{member.Name}: {member.Value}")] : [];

    private static string Money(JsonElement amount, string currency)
    {
        var value = At(amount, "value") is { ValueKind: JsonValueKind.Number } given ? given.GetDecimal() : 0;
        var offset = At(amount, "offset") is { ValueKind: JsonValueKind.Number } unit && unit.GetDecimal() != 0 ? unit.GetDecimal() : 1;
        return string.Create(CultureInfo.InvariantCulture, $"{value / offset:0.00} {currency}");
    }
}
