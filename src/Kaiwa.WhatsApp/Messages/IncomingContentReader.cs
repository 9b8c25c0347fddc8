using System.Text.Json;
using Kaiwa.WhatsApp.Json;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Reads the object that a message's type names. A missing or unreadable one makes the message <see cref="IncomingMessage.Unknown"/>.</summary>
internal static class IncomingContentReader
{
    private static readonly IncomingMessage Unknown = new IncomingMessage.Unknown();

    /// <summary>Reads the content of a message; <paramref name="raw"/> is the message's whole object, already known to be JSON.</summary>
    public static IncomingMessage Read(string type, ReadOnlyMemory<byte> raw) => type switch
    {
        "text" => ReadText(raw),
        "image" => ReadMedia(MediaKind.Image, "image"u8, raw),
        "video" => ReadMedia(MediaKind.Video, "video"u8, raw),
        "audio" => ReadMedia(MediaKind.Audio, "audio"u8, raw),
        "document" => ReadMedia(MediaKind.Document, "document"u8, raw),
        "sticker" => ReadMedia(MediaKind.Sticker, "sticker"u8, raw),
        "location" => ReadLocation(raw),
        "contacts" => ReadContacts(raw),
        "reaction" => ReadReaction(raw),
        "button" => ReadButton(raw),
        "interactive" => InteractiveReplyReader.Read(raw) ?? Unknown,
        "order" => OrderReader.Read(raw) ?? Unknown,
        "system" => ReadSystem(raw),
        "unsupported" => ReadUnsupported(raw),
        "edit" => ReadEdit(raw),
        "revoke" => ReadRevoke(raw),
        _ => Unknown,
    };

    private static IncomingMessage ReadText(ReadOnlyMemory<byte> raw)
    {
        var fields = new JsonFields(raw, "text"u8);
        string? body = null;
        while (fields.Next())
        {
            if (fields.Is("body"u8))
            {
                body = fields.Text();
            }
        }

        return body is null ? Unknown : new IncomingMessage.Text(body);
    }

    private static IncomingMessage.Media ReadMedia(MediaKind kind, ReadOnlySpan<byte> name, ReadOnlyMemory<byte> raw)
    {
        var fields = new JsonFields(raw, name);
        string? id = null, mimeType = null, sha256 = null, caption = null, filename = null, url = null;
        bool voice = false, animated = false;
        while (fields.Next())
        {
            if (fields.Is("id"u8))
            {
                id = fields.Text();
            }
            else if (fields.Is("mime_type"u8))
            {
                mimeType = fields.Text();
            }
            else if (fields.Is("sha256"u8))
            {
                sha256 = fields.Text();
            }
            else if (fields.Is("caption"u8))
            {
                caption = fields.Text();
            }
            else if (fields.Is("filename"u8))
            {
                filename = fields.Text();
            }
            else if (fields.Is("url"u8))
            {
                url = fields.Text();
            }
            else if (fields.Is("voice"u8))
            {
                voice = fields.Flag();
            }
            else if (fields.Is("animated"u8))
            {
                animated = fields.Flag();
            }
        }

        return new IncomingMessage.Media(kind, id, mimeType, sha256, caption, filename, url, voice, animated);
    }

    private static IncomingMessage ReadLocation(ReadOnlyMemory<byte> raw)
    {
        var fields = new JsonFields(raw, "location"u8);
        double? latitude = null, longitude = null;
        string? name = null, address = null, url = null;
        while (fields.Next())
        {
            if (fields.Is("latitude"u8))
            {
                latitude = fields.Number();
            }
            else if (fields.Is("longitude"u8))
            {
                longitude = fields.Number();
            }
            else if (fields.Is("name"u8))
            {
                name = fields.Text();
            }
            else if (fields.Is("address"u8))
            {
                address = fields.Text();
            }
            else if (fields.Is("url"u8))
            {
                url = fields.Text();
            }
        }

        return fields.Found ? new IncomingMessage.Location(latitude, longitude, name, address, url) : Unknown;
    }

    private static IncomingMessage ReadContacts(ReadOnlyMemory<byte> raw)
    {
        var reader = new Utf8JsonReader(raw.Span, WireJson.ReaderOptions);
        IReadOnlyList<ContactCard>? cards = null;
        string? origin = null;
        reader.Read();
        while (WireJson.NextProperty(ref reader))
        {
            if (WireJson.Is(ref reader, "contacts"u8))
            {
                cards = ContactCardReader.ReadList(ref reader, ref origin);
            }
            else if (WireJson.Is(ref reader, "origin"u8))
            {
                origin = WireJson.NextText(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return cards is null ? Unknown : new IncomingMessage.Contacts(cards, origin);
    }

    private static IncomingMessage ReadReaction(ReadOnlyMemory<byte> raw)
    {
        var fields = new JsonFields(raw, "reaction"u8);
        string? messageId = null, emoji = null;
        while (fields.Next())
        {
            if (fields.Is("message_id"u8))
            {
                messageId = fields.Text();
            }
            else if (fields.Is("emoji"u8))
            {
                emoji = fields.Text();
            }
        }

        return fields.Found ? new IncomingMessage.Reaction(messageId, string.IsNullOrEmpty(emoji) ? null : emoji) : Unknown;
    }

    private static IncomingMessage ReadButton(ReadOnlyMemory<byte> raw)
    {
        var fields = new JsonFields(raw, "button"u8);
        string? payload = null, label = null;
        while (fields.Next())
        {
            if (fields.Is("payload"u8))
            {
                payload = fields.Text();
            }
            else if (fields.Is("text"u8))
            {
                label = fields.Text();
            }
        }

        return fields.Found ? new IncomingMessage.Button(payload, label) : Unknown;
    }

    private static IncomingMessage ReadSystem(ReadOnlyMemory<byte> raw)
    {
        var fields = new JsonFields(raw, "system"u8);
        string? what = null, body = null, waId = null, userId = null, previousUserId = null, parentUserId = null, previousParentUserId = null;
        while (fields.Next())
        {
            if (fields.Is("type"u8))
            {
                what = fields.Text();
            }
            else if (fields.Is("body"u8))
            {
                body = fields.Text();
            }
            else if (fields.Is("wa_id"u8) || (waId is null && fields.Is("new_wa_id"u8)))
            {
                // new_wa_id is the name of before version 12.
                waId = fields.Text();
            }
            else if (fields.Is("user_id"u8))
            {
                userId = fields.Text();
            }
            else if (fields.Is("previous_user_id"u8))
            {
                previousUserId = fields.Text();
            }
            else if (fields.Is("parent_user_id"u8))
            {
                parentUserId = fields.Text();
            }
            else if (fields.Is("previous_parent_user_id"u8))
            {
                previousParentUserId = fields.Text();
            }
        }

        return fields.Found ? new IncomingMessage.System(what, body, waId, userId, previousUserId, parentUserId, previousParentUserId) : Unknown;
    }

    private static IncomingMessage.Unsupported ReadUnsupported(ReadOnlyMemory<byte> raw)
    {
        var fields = new JsonFields(raw, "unsupported"u8);
        string? type = null;
        while (fields.Next())
        {
            if (fields.Is("type"u8))
            {
                type = fields.Text();
            }
        }

        return new IncomingMessage.Unsupported(type);
    }

    private static IncomingMessage ReadEdit(ReadOnlyMemory<byte> raw)
    {
        var fields = new JsonFields(raw, "edit"u8);
        string? original = null;
        IncomingMessage? message = null;
        while (fields.Next())
        {
            if (fields.Is("original_message_id"u8))
            {
                original = fields.Text();
            }
            else if (fields.Is("message"u8))
            {
                message = fields.Message();
            }
        }

        return fields.Found ? new IncomingMessage.Edit(original, message) : Unknown;
    }

    private static IncomingMessage ReadRevoke(ReadOnlyMemory<byte> raw)
    {
        var fields = new JsonFields(raw, "revoke"u8);
        string? original = null;
        while (fields.Next())
        {
            if (fields.Is("original_message_id"u8))
            {
                original = fields.Text();
            }
        }

        return fields.Found ? new IncomingMessage.Revoke(original) : Unknown;
    }
}
