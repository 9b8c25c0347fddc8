using System.Globalization;
using System.Text.Json;
using static Kaiwa.Console.Inbox.BodyJson;

namespace Kaiwa.Console.Inbox;

/// <summary>Reads <c>interactive</c>, whichever way it went.</summary>
internal static class InteractiveBody
{
    public static MessageBody? Read(JsonElement part)
    {
        var kind = Kind(part) ?? "";
        return kind switch
        {
            "button_reply" when At(part, kind) is { } reply => new MessageBody.Choice(String(reply, "title") ?? "", null),
            "list_reply" when At(part, kind) is { } reply => new MessageBody.Choice(String(reply, "title") ?? "", String(reply, "description")),
            "nfm_reply" when At(part, kind) is { } reply => Form(reply),
            "call_permission_reply" when At(part, kind) is { } reply => Permission(reply),
            _ => Menu(kind, part),
        };
    }

    /// <summary>What stands above: words, or the kind of a file and where it is when that is told.</summary>
    public static MessageBody.Header? Above(JsonElement? header)
    {
        if (header is not { } part || Kind(part) is not { } kind)
        {
            return null;
        }

        return kind == "text" ? new MessageBody.Header(kind, String(part, kind))
            : new MessageBody.Header(kind, At(part, kind) is { } file ? String(file, "filename") ?? String(file, "name") ?? String(file, "product_retailer_id") ?? String(file, "link") : null);
    }

    /// <summary>The lines of a bill: what is bought, what comes on top, the total.</summary>
    public static IReadOnlyList<MessageBody.Row> Bill(JsonElement bill)
    {
        var currency = String(bill, "currency") ?? "";
        var order = At(bill, "order") ?? default;
        List<MessageBody.Row> rows =
        [
            .. Array(order, "items").Select(item => new MessageBody.Row(
                string.Create(CultureInfo.InvariantCulture, $"{Number(item, "quantity"):0} × {String(item, "name")}"), Money(At(item, "sale_amount") is { ValueKind: JsonValueKind.Object } sale ? sale : At(item, "amount"), currency))),
        ];
        foreach (var (part, sign) in new[] { ("tax", ""), ("shipping", ""), ("discount", "−") })
        {
            if (At(order, part) is { ValueKind: JsonValueKind.Object } amount)
            {
                rows.Add(new MessageBody.Row("bill." + part, sign + Money(amount, currency), IsKey: true));
            }
        }

        rows.Add(new MessageBody.Row("bill.total", Money(At(bill, "total_amount"), currency), IsKey: true));
        return rows;
    }

    /// <summary>What has become of an order.</summary>
    public static IReadOnlyList<MessageBody.Row> Status(JsonElement status)
    {
        var order = At(status, "order") ?? default;
        List<MessageBody.Row> rows = [new("bill.reference", String(status, "reference_id"), IsKey: true), new("bill.status", String(order, "status"), IsKey: true)];
        if (String(order, "description") is { Length: > 0 } description)
        {
            rows.Add(new MessageBody.Row(description, null));
        }

        if (At(status, "payment") is { } payment)
        {
            rows.Add(new MessageBody.Row("bill.payment", String(payment, "status"), IsKey: true));
        }

        return rows;
    }

    /// <summary>Products under their headings.</summary>
    public static IReadOnlyList<MessageBody.Row> Products(JsonElement action) =>
        [.. Array(action, "sections").SelectMany(section => Array(section, "product_items").Select(product => new MessageBody.Row(String(product, "product_retailer_id") ?? "", String(section, "title"))))];

    private static MessageBody.Menu? Menu(string kind, JsonElement part)
    {
        var action = At(part, "action") ?? default;
        if (action.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var parameters = At(action, "parameters") ?? default;
        return new MessageBody.Menu(
            kind,
            Above(At(part, "header")),
            At(part, "body") is { } body ? String(body, "text") ?? "" : "",
            At(part, "footer") is { } footer ? String(footer, "text") : null,
            Choices(kind, action, parameters))
        {
            Rows = kind switch
            {
                "product" => [new MessageBody.Row(String(action, "product_retailer_id") ?? "", null)],
                "product_list" => Products(action),
                "order_details" => Bill(parameters),
                "order_status" => Status(parameters),
                "address_message" => Answers(At(parameters, "values")),
                _ => [],
            },
            Carousel = [.. Array(action, "cards").Select(Card)],
        };
    }

    private static IReadOnlyList<MessageBody.Tap> Choices(string kind, JsonElement action, JsonElement parameters) => kind switch
    {
        "button" => Replies(action, "reply"),
        "list" => [.. Array(action, "sections").SelectMany(section => Array(section, "rows")).Select(row => new MessageBody.Tap(String(row, "title") ?? ""))],
        "cta_url" => [Link(parameters)],
        "flow" => [new MessageBody.Tap(String(parameters, "flow_cta") ?? "")],
        "voice_call" => [String(parameters, "display_text") is { Length: > 0 } label ? new MessageBody.Tap(label) : new MessageBody.Tap("tap.voice_call", null, IsKey: true)],
        "location_request_message" or "address_message" or "request_contact_info" or "call_permission_request" or "catalog_message" or "product" or "product_list" or "order_details" =>
            [new MessageBody.Tap("tap." + kind, null, IsKey: true)],
        _ => [],
    };

    private static MessageBody.Card Card(JsonElement card)
    {
        var action = At(card, "action") ?? default;
        return new MessageBody.Card(
            Above(At(card, "header")),
            At(card, "body") is { } body ? String(body, "text") ?? "" : String(action, "product_retailer_id") ?? "",
            At(action, "buttons") is not null ? Replies(action, "quick_reply") : At(action, "parameters") is { } parameters ? [Link(parameters)] : []);
    }

    private static MessageBody.Tap Link(JsonElement parameters) => new(String(parameters, "display_text") ?? "", String(parameters, "url"));

    private static IReadOnlyList<MessageBody.Tap> Replies(JsonElement action, string member) =>
        [.. Array(action, "buttons").Select(button => At(button, member) is { } reply ? String(reply, "title") : null).OfType<string>().Select(title => new MessageBody.Tap(title))];

    private static MessageBody.Form Form(JsonElement reply)
    {
        try
        {
            using var answers = JsonDocument.Parse(String(reply, "response_json") ?? "{}");
            return new MessageBody.Form(String(reply, "name") == "address_message", Answers(answers.RootElement));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is half a surrogate pair.
            return new MessageBody.Form(String(reply, "name") == "address_message", []);
        }
    }

    private static IReadOnlyList<MessageBody.Row> Answers(JsonElement? values) =>
        values is { ValueKind: JsonValueKind.Object } members ? [.. members.EnumerateObject().Where(member => member.Name != "flow_token").SelectMany(Answer)] : [];

    // An address is an object of its own inside the answer.
    private static IEnumerable<MessageBody.Row> Answer(JsonProperty member) =>
        member.Value.ValueKind == JsonValueKind.Object ? Answers(member.Value) : [new MessageBody.Row(member.Name.Replace('_', ' '), Plain(member.Value))];

    private static MessageBody.CallPermission Permission(JsonElement reply) => new(
        String(reply, "response") == "accept",
        Number(reply, "expiration_timestamp") is > 0 and < 253_402_300_799 and var seconds ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null);

    // A unit below one is none: dividing by it could leave every bound.
    private static string Money(JsonElement? amount, string currency)
    {
        var (value, offset) = amount is { } given ? (Amount(given, "value"), Amount(given, "offset")) : (0, 1);
        return string.Create(CultureInfo.InvariantCulture, $"{value / Math.Max(1, offset):#,0.00} {currency}");
    }
}
