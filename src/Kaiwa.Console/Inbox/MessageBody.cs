using System.Globalization;
using System.Text.Json;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Console.Inbox;

/// <summary>What a bubble shows, read from Meta's JSON. What nobody here knows keeps its raw form.</summary>
public abstract record MessageBody
{
    private MessageBody()
    {
    }

    public sealed record Words(string Text) : MessageBody;

    public sealed record File(string Kind, MediaView? Media, string? Caption, bool IsVoice) : MessageBody;

    public sealed record Location(double Latitude, double Longitude, string? Name, string? Address) : MessageBody;

    public sealed record Cards(IReadOnlyList<(string Name, IReadOnlyList<string> Phones)> People) : MessageBody;

    public sealed record Template(string Name, string? Text, string? HeaderLink, string? HeaderKind) : MessageBody;

    public sealed record Menu(string? Header, string Text, string? Footer, IReadOnlyList<string> Choices) : MessageBody;

    public sealed record Choice(string Label, string? Description) : MessageBody;

    public sealed record Order(IReadOnlyList<(string Product, int Quantity, decimal Price, string Currency)> Items, string? Note) : MessageBody;

    public sealed record Reaction(string? Emoji) : MessageBody;

    public sealed record Unknown(string Kind, string Raw) : MessageBody;

    public static MessageBody Of(ThreadMessage message)
    {
        if (message.Kind == "text" && message.Text is { } words)
        {
            return new Words(words);
        }

        try
        {
            using var document = JsonDocument.Parse(message.Content);
            return Read(message, document.RootElement) ?? new Unknown(message.Kind, Pretty(document.RootElement));
        }
        catch (JsonException)
        {
            return new Unknown(message.Kind, message.Content);
        }
    }

    private static MessageBody? Read(ThreadMessage message, JsonElement root)
    {
        if (message.Kind == "contacts")
        {
            return At(root, "contacts") is { ValueKind: JsonValueKind.Array } people ? new Cards([.. people.EnumerateArray().Select(Person)]) : null;
        }

        if (At(root, message.Kind) is not { ValueKind: JsonValueKind.Object } part)
        {
            return message.Text is { Length: > 0 } text ? new Words(text) : null;
        }

        return message.Kind switch
        {
            "text" => new Words(String(part, "body") ?? ""),
            "image" or "video" or "audio" or "document" or "sticker" =>
                new File(message.Kind, message.Media, String(part, "caption"), At(part, "voice") is { ValueKind: JsonValueKind.True }),
            "location" => new Location(Number(part, "latitude"), Number(part, "longitude"), String(part, "name"), String(part, "address")),
            "template" => TemplateOf(part, message.Text),
            "interactive" => Interactive(part),
            "button" => new Choice(String(part, "text") ?? "", null),
            "order" => OrderOf(part),
            "reaction" => new Reaction(String(part, "emoji")),
            _ => null,
        };
    }

    private static (string, IReadOnlyList<string>) Person(JsonElement person) =>
        (At(person, "name") is { } name ? String(name, "formatted_name") ?? String(name, "first_name") ?? "" : "",
            At(person, "phones") is { ValueKind: JsonValueKind.Array } phones ? [.. phones.EnumerateArray().Select(phone => String(phone, "phone") ?? String(phone, "wa_id") ?? "")] : []);

    private static Template TemplateOf(JsonElement part, string? text)
    {
        foreach (var component in Array(part, "components").Where(component => string.Equals(String(component, "type"), "header", StringComparison.OrdinalIgnoreCase)))
        {
            foreach (var parameter in Array(component, "parameters"))
            {
                if (String(parameter, "type") is { } kind && At(parameter, kind) is { ValueKind: JsonValueKind.Object } media && String(media, "link") is { } link)
                {
                    return new Template(String(part, "name") ?? "", text, link, kind);
                }
            }
        }

        return new Template(String(part, "name") ?? "", text, null, null);
    }

    private static MessageBody? Interactive(JsonElement part)
    {
        switch (String(part, "type"))
        {
            case "button_reply" when At(part, "button_reply") is { } reply:
                return new Choice(String(reply, "title") ?? "", null);
            case "list_reply" when At(part, "list_reply") is { } reply:
                return new Choice(String(reply, "title") ?? "", String(reply, "description"));
            case "nfm_reply":
                return null;
        }

        if (At(part, "body") is not { } body)
        {
            return null;
        }

        var action = At(part, "action") ?? default;
        var buttons = Array(action, "buttons").Select(button => At(button, "reply") is { } reply ? String(reply, "title") : null);
        var rows = Array(action, "sections").SelectMany(section => Array(section, "rows")).Select(row => String(row, "title"));
        return new Menu(
            At(part, "header") is { } header ? String(header, "text") : null,
            String(body, "text") ?? "",
            At(part, "footer") is { } footer ? String(footer, "text") : null,
            [.. buttons.Concat(rows).OfType<string>()]);
    }

    private static Order OrderOf(JsonElement part) => new(
        [.. Array(part, "product_items").Select(item => (String(item, "product_retailer_id") ?? "", (int)Number(item, "quantity"), (decimal)Number(item, "item_price"), String(item, "currency") ?? ""))],
        String(part, "text"));

    private static JsonElement? At(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    private static string? String(JsonElement element, string name) => At(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static IEnumerable<JsonElement> Array(JsonElement element, string name) =>
        At(element, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    private static double Number(JsonElement element, string name) => At(element, name) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        { ValueKind: JsonValueKind.String } text when double.TryParse(text.GetString(), CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => 0,
    };

    private static string Pretty(JsonElement element) => JsonSerializer.Serialize(element, Indented);

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
