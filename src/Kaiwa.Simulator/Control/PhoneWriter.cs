using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Control;

/// <summary>What the person holding a phone can do: each action becomes the message object that Meta would put into a webhook.</summary>
internal sealed class PhoneWriter(Platform platform)
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<string> SendAsync(ulong phone, PhoneMessage message)
    {
        var threads = new ThreadReader(platform);
        if (message.Button is not null || message.Choice is not null)
        {
            await platform.Writer.FlushAsync();
        }

        var number = message.To is { Length: > 0 } to
            ? platform.Meta.Number(to) ?? throw new PhoneProblemException($"There is no business number with the id {to}. GET /numbers lists them.")
            : threads.LastNumber(phone) ?? platform.Meta.Numbers.First();
        var (kind, body) = await ComposeAsync(phone, number, message, threads);
        platform.Courier.Stirred(phone);
        var wamid = await platform.Inbound.SendAsync(phone, number, kind, body);
        if (message.Button is not null && OptOutWords.Match(message.Button))
        {
            await new PhoneDesk(platform).StopMarketingAsync(phone, number);
        }

        return wamid;
    }

    private async Task<(MessageKind Kind, byte[] Body)> ComposeAsync(ulong phone, BusinessNumber number, PhoneMessage message, ThreadReader threads)
    {
        if (message.Text is { } text)
        {
            return (MessageKind.Text, Write(number, message.ReplyTo, "text", json => { json.WriteStartObject("text"); json.WriteString("body", text); json.WriteEndObject(); }));
        }

        if (message.Button is { } button)
        {
            return Tap(phone, number, threads, button);
        }

        if (message.Choice is { } choice)
        {
            return Choose(phone, number, threads, choice);
        }

        if (message.Reaction is { } reaction)
        {
            return (MessageKind.Reaction, Write(number, null, "reaction", json => { json.WriteStartObject("reaction"); json.WriteString("message_id", reaction.MessageId); json.WriteString("emoji", reaction.Emoji); json.WriteEndObject(); }));
        }

        if (message.Location is { } location)
        {
            return (MessageKind.Location, Write(number, message.ReplyTo, "location", json => WriteLocation(json, location)));
        }

        if (message.Media is { } media)
        {
            return await MediaAsync(number, message.ReplyTo, media);
        }

        return message.Order is { } order ? (MessageKind.Order, WriteGiven(number, message.ReplyTo, "order", order))
            : message.Contacts is { } contacts ? (MessageKind.Contacts, WriteGiven(number, message.ReplyTo, "contacts", contacts))
            : message.Raw is { ValueKind: JsonValueKind.Object } raw ? (KindOf(raw), Encoding.UTF8.GetBytes(raw.GetRawText()))
            : throw new PhoneProblemException("The message says nothing: give one of text, button, choice, media, location, reaction, order, contacts or raw.");
    }

    private (MessageKind Kind, byte[] Body) Tap(ulong phone, BusinessNumber number, ThreadReader threads, string wanted)
    {
        var (found, button) = threads.FindButton(phone, wanted)
            ?? throw new PhoneProblemException($"This phone shows no button \"{wanted}\". Look at GET /phones/{phone} for the buttons it has.");
        if (button.Kind == "reply")
        {
            return (MessageKind.Interactive, Write(number, found.Id, "interactive", json =>
            {
                json.WriteStartObject("interactive");
                json.WriteString("type", "button_reply");
                json.WriteStartObject("button_reply");
                json.WriteString("id", button.Id);
                json.WriteString("title", button.Label);
                json.WriteEndObject();
                json.WriteEndObject();
            }));
        }

        return (MessageKind.Button, Write(number, found.Id, "button", json =>
        {
            json.WriteStartObject("button");
            json.WriteString("payload", button.Id);
            json.WriteString("text", button.Label);
            json.WriteEndObject();
        }));
    }

    private (MessageKind Kind, byte[] Body) Choose(ulong phone, BusinessNumber number, ThreadReader threads, string wanted)
    {
        var (found, row) = threads.FindRow(phone, wanted)
            ?? throw new PhoneProblemException($"This phone shows no list with a row \"{wanted}\". Look at GET /phones/{phone} for the rows it has.");
        return (MessageKind.Interactive, Write(number, found.Id, "interactive", json =>
        {
            json.WriteStartObject("interactive");
            json.WriteString("type", "list_reply");
            json.WriteStartObject("list_reply");
            json.WriteString("id", row.Id);
            json.WriteString("title", row.Label);
            if (row.Description is { } description)
            {
                json.WriteString("description", description);
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }));
    }

    private async Task<(MessageKind Kind, byte[] Body)> MediaAsync(BusinessNumber number, string? replyTo, PhoneMedia media)
    {
        var kind = media.Kind switch
        {
            "image" => MessageKind.Image,
            "audio" => MessageKind.Audio,
            "video" => MessageKind.Video,
            "document" => MessageKind.Document,
            "sticker" => MessageKind.Sticker,
            _ => throw new PhoneProblemException($"\"{media.Kind}\" is no kind of media: give image, audio, video, document or sticker."),
        };
        var (bytes, mime) = media.Base64 is { Length: > 0 } given ? (Convert.FromBase64String(given), media.MimeType ?? SampleMedia.MimeOf(kind)) : (SampleMedia.Of(kind), SampleMedia.MimeOf(kind));
        var item = await platform.Media.AddAsync(number.Key, mime.Split(';')[0], media.Filename, bytes, platform.Clock.NowMs, TimeSpan.FromDays(7));
        return (kind, Write(number, replyTo, media.Kind, json =>
        {
            json.WriteStartObject(media.Kind);
            if (media.Caption is { Length: > 0 } caption)
            {
                json.WriteString("caption", caption);
            }

            if (kind == MessageKind.Document)
            {
                json.WriteString("filename", media.Filename ?? "document.txt");
            }

            json.WriteString("mime_type", kind == MessageKind.Audio && media.Voice ? "audio/ogg; codecs=opus" : mime);
            json.WriteString("sha256", Convert.ToBase64String(item.Sha256));
            json.WriteString("id", item.Id);
            if (platform.Options.PublicBaseUrl is { } root)
            {
                json.WriteString("url", new MediaApi(platform).UrlOf(root.AbsoluteUri.TrimEnd('/'), item.Id));
            }

            if (kind == MessageKind.Audio)
            {
                json.WriteBoolean("voice", media.Voice);
            }

            if (kind == MessageKind.Sticker)
            {
                json.WriteBoolean("animated", false);
            }

            json.WriteEndObject();
        }));
    }

    private static void WriteLocation(Utf8JsonWriter json, PhoneLocation location)
    {
        json.WriteStartObject("location");
        json.WriteNumber("latitude", location.Latitude);
        json.WriteNumber("longitude", location.Longitude);
        if (location.Name is { } name)
        {
            json.WriteString("name", name);
        }

        if (location.Address is { } address)
        {
            json.WriteString("address", address);
        }

        json.WriteEndObject();
    }

    private static byte[] WriteGiven(BusinessNumber number, string? replyTo, string type, JsonElement value) => Write(number, replyTo, type, json =>
    {
        json.WritePropertyName(type);
        value.WriteTo(json);
    });

    private static byte[] Write(BusinessNumber number, string? replyTo, string type, Action<Utf8JsonWriter> content)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonOptions))
        {
            json.WriteStartObject();
            if (replyTo is not null)
            {
                json.WriteStartObject("context");
                json.WriteString("from", Phones.Digits(number.Digits));
                json.WriteString("id", replyTo);
                json.WriteEndObject();
            }

            json.WriteString("type", type);
            content(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static MessageKind KindOf(JsonElement raw) =>
        raw.TryGetProperty("type", out var type) && Enum.TryParse<MessageKind>(type.GetString(), ignoreCase: true, out var kind) ? kind : MessageKind.Unsupported;
}

/// <summary>A wish that a phone cannot fulfil; the sentence says why.</summary>
internal sealed class PhoneProblemException(string message) : Exception(message);

/// <summary>Buttons by which WhatsApp users stop a business's promotions; tapping one also sets the phone's preference.</summary>
internal static class OptOutWords
{
    private static readonly string[] Words = ["stop promotions", "配信を停止", "unsubscribe"];

    public static bool Match(string label) => Words.Contains(label, StringComparer.OrdinalIgnoreCase);
}
