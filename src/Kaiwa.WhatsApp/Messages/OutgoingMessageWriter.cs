using System.Text.Json;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Writes <c>type</c> and the object that it names.</summary>
internal static class OutgoingMessageWriter
{
    public static void Write(Utf8JsonWriter writer, OutgoingMessage message)
    {
        switch (message)
        {
            case OutgoingMessage.Text text:
                Open(writer, "text"u8);
                writer.WriteString("body"u8, text.Body);
                if (text.PreviewUrl)
                {
                    writer.WriteBoolean("preview_url"u8, true);
                }

                break;
            case OutgoingMessage.Image image:
                Open(writer, "image"u8);
                WriteSource(writer, image.Source);
                WriteOptional(writer, "caption"u8, image.Caption);
                break;
            case OutgoingMessage.Video video:
                Open(writer, "video"u8);
                WriteSource(writer, video.Source);
                WriteOptional(writer, "caption"u8, video.Caption);
                break;
            case OutgoingMessage.Audio audio:
                Open(writer, "audio"u8);
                WriteSource(writer, audio.Source);
                if (audio.Voice)
                {
                    writer.WriteBoolean("voice"u8, true);
                }

                break;
            case OutgoingMessage.Document document:
                Open(writer, "document"u8);
                WriteSource(writer, document.Source);
                WriteOptional(writer, "caption"u8, document.Caption);
                WriteOptional(writer, "filename"u8, document.Filename);
                break;
            case OutgoingMessage.Sticker sticker:
                Open(writer, "sticker"u8);
                WriteSource(writer, sticker.Source);
                break;
            case OutgoingMessage.Location location:
                Open(writer, "location"u8);
                WriteLocation(writer, location.Latitude, location.Longitude, location.Name, location.Address);
                break;
            case OutgoingMessage.Contacts contacts:
                writer.WriteString("type"u8, "contacts"u8);
                ContactCardWriter.Write(writer, contacts.Cards);
                return;
            case OutgoingMessage.Reaction reaction:
                Open(writer, "reaction"u8);
                writer.WriteString("message_id"u8, reaction.MessageId);
                writer.WriteString("emoji"u8, reaction.Emoji);
                break;
            case OutgoingMessage.Pin pin:
                Open(writer, "pin"u8);
                writer.WriteString("type"u8, pin.Days is null ? "unpin"u8 : "pin"u8);
                writer.WriteString("message_id"u8, pin.MessageId);
                if (pin.Days is { } days)
                {
                    writer.WriteNumber("expiration_days"u8, days);
                }

                break;
            case OutgoingMessage.Buttons buttons:
                Open(writer, "interactive"u8);
                InteractiveWriter.Write(writer, buttons);
                break;
            case OutgoingMessage.List list:
                Open(writer, "interactive"u8);
                InteractiveWriter.Write(writer, list);
                break;
            case OutgoingMessage.Template template:
                Open(writer, "template"u8);
                TemplateWriter.Write(writer, template);
                break;
            case OutgoingMessage.OrderDetails or OutgoingMessage.OrderStatus:
                Open(writer, "interactive"u8);
                PaymentWriter.Write(writer, message);
                break;
            case OutgoingMessage.Product or OutgoingMessage.ProductList or OutgoingMessage.Catalogue or OutgoingMessage.Carousel:
                Open(writer, "interactive"u8);
                CommerceWriter.Write(writer, message);
                break;
            case OutgoingMessage.UrlButton or OutgoingMessage.LocationRequest or OutgoingMessage.Flow or OutgoingMessage.AddressRequest
                or OutgoingMessage.CallPermissionRequest or OutgoingMessage.CallButton or OutgoingMessage.ContactRequest:
                Open(writer, "interactive"u8);
                RequestWriter.Write(writer, message);
                break;
            default:
                throw new ArgumentException($"A message of type {message.GetType().Name} has no JSON of its own.", nameof(message));
        }

        writer.WriteEndObject();
    }

    /// <summary>A file above a text: its type and, under that name, where it is.</summary>
    public static void WriteMedia(Utf8JsonWriter writer, ReadOnlySpan<byte> type, MediaSource source, string? filename)
    {
        writer.WriteString("type"u8, type);
        writer.WriteStartObject(type);
        WriteSource(writer, source);
        WriteOptional(writer, "filename"u8, filename);
        writer.WriteEndObject();
    }

    public static void WriteSource(Utf8JsonWriter writer, MediaSource source)
    {
        switch (source)
        {
            case MediaSource.ById byId:
                writer.WriteString("id"u8, byId.Id);
                break;
            case MediaSource.ByLink byLink:
                writer.WriteString("link"u8, byLink.Link.OriginalString);
                break;
        }
    }

    public static void WriteLocation(Utf8JsonWriter writer, double latitude, double longitude, string? name, string? address)
    {
        writer.WriteNumber("latitude"u8, latitude);
        writer.WriteNumber("longitude"u8, longitude);
        WriteOptional(writer, "name"u8, name);
        WriteOptional(writer, "address"u8, address);
    }

    public static void WriteOptional(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    public static void WriteTexts(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyDictionary<string, string>? texts)
    {
        if (texts is null)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var (member, text) in texts)
        {
            writer.WriteString(member, text);
        }

        writer.WriteEndObject();
    }

    private static void Open(Utf8JsonWriter writer, ReadOnlySpan<byte> type)
    {
        writer.WriteString("type"u8, type);
        writer.WriteStartObject(type);
    }
}
