using System.Text.Json;
using static Kaiwa.Console.Inbox.BodyJson;

namespace Kaiwa.Console.Inbox;

/// <summary>Reads the values of a sent template; its words were filled in before.</summary>
internal static class TemplateBody
{
    public static MessageBody.Template Read(JsonElement part, string? text)
    {
        var components = Array(part, "components").ToList();
        return new MessageBody.Template(String(part, "name") ?? "", text, Above(components))
        {
            Rows = [.. components.SelectMany(Rows)],
            Carousel = [.. components.Where(component => Is(component, "carousel")).SelectMany(carousel => Array(carousel, "cards")).Select(Card)],
        };
    }

    private static MessageBody.Header? Above(List<JsonElement> components) =>
        components.Where(component => Is(component, "header")).SelectMany(header => Array(header, "parameters"))
            .Where(parameter => Kind(parameter) is not ("text" or "currency" or "date_time")).Select(parameter => InteractiveBody.Above(parameter)).FirstOrDefault();

    private static MessageBody.Card Card(JsonElement card)
    {
        var components = Array(card, "components").ToList();
        var words = components.Where(component => Is(component, "body")).SelectMany(body => Array(body, "parameters")).Select(parameter => String(parameter, "text")).OfType<string>();
        return new MessageBody.Card(Above(components), string.Join(" · ", words), []);
    }

    private static IEnumerable<MessageBody.Row> Rows(JsonElement component)
    {
        var parameters = Array(component, "parameters").ToList();
        return Kind(component) switch
        {
            "button" => parameters.SelectMany(Button),
            "limited_time_offer" => parameters.Select(parameter => At(parameter, "limited_time_offer")).OfType<JsonElement>()
                .Select(offer => DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Clamp(Number(offer, "expiration_time_ms"), 0, 253_402_300_799_999)))
                .Select(end => new MessageBody.Row("bill.ends", end.ToString("yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture), IsKey: true)),
            "order_status" => parameters.Select(parameter => At(parameter, "order_status")).OfType<JsonElement>().SelectMany(InteractiveBody.Status),
            _ => [],
        };
    }

    private static IEnumerable<MessageBody.Row> Button(JsonElement parameter)
    {
        if (String(parameter, "coupon_code") is { } code)
        {
            return [new MessageBody.Row("bill.coupon", code, IsKey: true)];
        }

        var action = At(parameter, "action") ?? default;
        return At(action, "order_details") is { } bill ? InteractiveBody.Bill(bill) : InteractiveBody.Products(action);
    }

    private static bool Is(JsonElement component, string type) => Kind(component) == type;
}
