using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Control;

/// <summary>What the person holding a phone can do: each action becomes the message object that Meta would put into a webhook.</summary>
internal sealed class PhoneWriter(Platform platform)
{
    public static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public async Task<string> SendAsync(ulong phone, PhoneMessage message)
    {
        var threads = new ThreadReader(platform);
        if (message.Button is not null || message.Choice is not null || message.Cart is not null || message.Form is not null || message.Location is not null)
        {
            await platform.Writer.FlushAsync();
        }

        var group = message.Group is null ? null : platform.Groups.Store.Find(message.Group) is { } known && known.Participants.Contains(phone) ? known
            : throw new PhoneProblemException($"This person is in no group {message.Group}.");
        var number = (group?.Number ?? message.To) is { Length: > 0 } to
            ? platform.Meta.Number(to) ?? throw new PhoneProblemException($"There is no business number with the id {to}. GET /numbers lists them.")
            : threads.LastNumber(phone) ?? platform.Meta.Numbers.First();
        var (kind, body) = await ComposeAsync(phone, number, message, threads);
        if (message.Referral is { ValueKind: JsonValueKind.Object } referral)
        {
            body = WithReferral(body, referral);
        }

        if (group is not null)
        {
            body = WithGroup(body, group.Id);
        }

        var stops = message.Button is { } tapped && threads.FindButton(phone, message.ReplyTo, tapped) is { } found && OptOutWords.Match(found.Button.Label);
        if (!number.Registration.IsOnWhatsApp)
        {
            throw new PhoneProblemException($"{number.DisplayPhoneNumber} is not on WhatsApp: the business has not registered it.");
        }

        platform.Courier.Stirred(phone);
        var wamid = await platform.Inbound.SendAsync(phone, number, kind, body, inGroup: group is not null);
        if (group is not null)
        {
            await platform.Groups.WroteAsync(group.Id);
        }

        if (kind == MessageKind.Interactive)
        {
            await CallsApi.NoteReplyAsync(platform, number, phone, body);
        }

        if (stops)
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
            return new PhoneAnswers(platform, threads).Tap(phone, number, button, message.ReplyTo);
        }

        if (message.Choice is { } choice)
        {
            return new PhoneAnswers(platform, threads).Choose(phone, number, choice, message.ReplyTo);
        }

        if (message.Cart is { } cart)
        {
            return new PhoneAnswers(platform, threads).Order(phone, number, cart, message.ReplyTo);
        }

        if (message.Form is { } form)
        {
            return new PhoneAnswers(platform, threads).FillIn(phone, number, form, message.ReplyTo);
        }

        if (message.Reaction is { } reaction)
        {
            return (MessageKind.Reaction, Write(number, null, "reaction", json => { json.WriteStartObject("reaction"); json.WriteString("message_id", reaction.MessageId); json.WriteString("emoji", reaction.Emoji); json.WriteEndObject(); }));
        }

        if (message.Location is { } location)
        {
            return (MessageKind.Location, Write(number, message.ReplyTo ?? new PhoneAnswers(platform, threads).LocationRequest(phone), "location", json => WriteLocation(json, location)));
        }

        if (message.Media is { } media)
        {
            return await MediaAsync(number, message.ReplyTo, media);
        }

        return message.Order is { ValueKind: JsonValueKind.Object } order ? (MessageKind.Order, WriteGiven(number, message.ReplyTo, "order", order))
            : message.Contacts is { ValueKind: JsonValueKind.Array } contacts ? (MessageKind.Contacts, WriteGiven(number, message.ReplyTo, "contacts", contacts))
            : message.Raw is { ValueKind: JsonValueKind.Object } raw ? (KindOf(raw), Encoding.UTF8.GetBytes(raw.GetRawText()))
            : message is { Order: null, Contacts: null, Raw: null } ? throw new PhoneProblemException("The message says nothing: give one of text, button, choice, cart, form, media, location, reaction, order, contacts or raw.")
            : throw new PhoneProblemException("An order and a raw message are JSON objects, contacts are a list of them, as in Meta's webhook.");
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

    private static byte[] WithGroup(byte[] body, string group)
    {
        var message = JsonNode.Parse(body)!.AsObject();
        message["group_id"] = group;
        return Encoding.UTF8.GetBytes(message.ToJsonString());
    }

    private static byte[] WithReferral(byte[] body, JsonElement referral)
    {
        var message = JsonNode.Parse(body)!.AsObject();
        message["referral"] = JsonObject.Create(referral);
        return Encoding.UTF8.GetBytes(message.ToJsonString());
    }

    public static byte[] Write(BusinessNumber number, string? replyTo, string type, Action<Utf8JsonWriter> content)
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
        ThreadReader.Text(raw, "type") is not { Length: > 0 } type ? throw new PhoneProblemException("A raw message needs its type: {\"type\":\"text\",\"text\":{\"body\":\"Hi\"}}.")
        : char.IsAsciiLetter(type[0]) && Enum.TryParse<MessageKind>(type, ignoreCase: true, out var kind) ? kind : MessageKind.Unsupported;
}

/// <summary>A wish that a phone cannot fulfil; the sentence says why.</summary>
internal sealed class PhoneProblemException(string message) : Exception(message);

/// <summary>Buttons by which WhatsApp users stop a business's promotions; tapping one also sets the phone's preference.</summary>
internal static class OptOutWords
{
    private static readonly string[] Words = ["stop promotions", "配信を停止", "unsubscribe"];

    public static bool Match(string label) => Words.Contains(label, StringComparer.OrdinalIgnoreCase);
}
