using System.Text.Json;
using Kaiwa.Features.Inbox;
using static Kaiwa.Console.Inbox.BodyJson;

namespace Kaiwa.Console.Inbox;

/// <summary>What a bubble shows, read from Meta's JSON. What nobody here knows keeps its raw form.</summary>
public abstract record MessageBody
{
    private MessageBody()
    {
    }

    public sealed record Words(string Text) : MessageBody;

    /// <summary>A file; without <paramref name="Media"/> it is one that we sent and do not keep, by its link or Meta's id.</summary>
    public sealed record File(string Kind, MediaView? Media, string? Caption, bool IsVoice, string? Link = null, string? Name = null) : MessageBody;

    public sealed record Location(double Latitude, double Longitude, string? Name, string? Address) : MessageBody;

    public sealed record Cards(IReadOnlyList<(string Name, IReadOnlyList<string> Phones)> People) : MessageBody;

    /// <summary>A filled template: its words, what stands above them, what it carries besides.</summary>
    public sealed record Template(string Name, string? Text, Header? Above) : MessageBody
    {
        public IReadOnlyList<Row> Rows { get; init; } = [];

        public IReadOnlyList<Card> Carousel { get; init; } = [];
    }

    /// <summary>An interactive message: words with something to tap under them.</summary>
    /// <param name="Kind">Meta's name: <c>button</c>, <c>product_list</c>, …</param>
    public sealed record Menu(string Kind, Header? Above, string Text, string? Footer, IReadOnlyList<Tap> Choices) : MessageBody
    {
        public IReadOnlyList<Row> Rows { get; init; } = [];

        public IReadOnlyList<Card> Carousel { get; init; } = [];
    }

    /// <summary>A form that the customer filled in.</summary>
    public sealed record Form(bool IsAddress, IReadOnlyList<Row> Answers) : MessageBody;

    /// <summary>Whether the customer allows calls, and until when.</summary>
    public sealed record CallPermission(bool IsAllowed, DateTimeOffset? Until) : MessageBody;

    /// <summary>Something that WhatsApp itself says: a changed number, a message that it does not pass on.</summary>
    public sealed record Notice(string Kind, string? Text) : MessageBody;

    public sealed record Choice(string Label, string? Description) : MessageBody;

    public sealed record Order(IReadOnlyList<(string Product, int Quantity, decimal Price, string Currency)> Items, string? Note) : MessageBody;

    public sealed record Reaction(string? Emoji) : MessageBody;

    public sealed record Unknown(string Kind, string Raw) : MessageBody;

    /// <summary>What stands above the words: words, or a file.</summary>
    public sealed record Header(string Kind, string? Text);

    /// <summary>A line with a value at its end. The label is Meta's or the shop's, or a word of ours by its key.</summary>
    public sealed record Row(string Label, string? Value, bool IsKey = false);

    /// <summary>Something to tap: with the shop's own label, or with a word of ours by its key.</summary>
    public sealed record Tap(string Label, string? Target = null, bool IsKey = false);

    /// <summary>A card of a carousel.</summary>
    public sealed record Card(Header? Above, string Text, IReadOnlyList<Tap> Choices);

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
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second is half a surrogate pair: a customer can send one, and the conversation must stay readable.
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
                new File(message.Kind, message.Media, String(part, "caption"), At(part, "voice") is { ValueKind: JsonValueKind.True }, String(part, "link"), String(part, "filename")),
            "location" => new Location(Number(part, "latitude"), Number(part, "longitude"), String(part, "name"), String(part, "address")),
            "template" => TemplateBody.Read(part, message.Text),
            "interactive" => InteractiveBody.Read(part),
            "button" => new Choice(String(part, "text") ?? "", null),
            "order" => OrderOf(part),
            "reaction" => new Reaction(String(part, "emoji")),
            "system" => new Notice("system", String(part, "body")),
            "unsupported" => new Notice("unsupported", message.Text),
            "pin" => new Notice("pin", null),
            _ => null,
        };
    }

    private static (string, IReadOnlyList<string>) Person(JsonElement person) =>
        (At(person, "name") is { } name ? String(name, "formatted_name") ?? String(name, "first_name") ?? "" : "",
            At(person, "phones") is { ValueKind: JsonValueKind.Array } phones ? [.. phones.EnumerateArray().Select(phone => String(phone, "phone") ?? String(phone, "wa_id") ?? "")] : []);

    private static Order OrderOf(JsonElement part) => new(
        [.. Array(part, "product_items").Select(item => (String(item, "product_retailer_id") ?? "", (int)Number(item, "quantity"), Amount(item, "item_price"), String(item, "currency") ?? ""))],
        String(part, "text"));

    private static string Pretty(JsonElement element) => JsonSerializer.Serialize(element, Indented);

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
