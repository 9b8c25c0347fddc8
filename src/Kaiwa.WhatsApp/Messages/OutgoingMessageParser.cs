using System.Text.Json;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Reads the content of a send and checks Meta's limits.</summary>
internal static class OutgoingMessageParser
{
    private const int LongestText = 4096;
    private const int LongestCaption = 1024;
    private const int MostCards = 257;

    // Not documented: generous bounds for what Meta bounds without telling.
    private const int LongestId = 512;
    private const int LongestName = 1000;

    /// <summary>The type in lower case; Meta takes text when it is absent.</summary>
    public static string TypeOf(JsonElement root) =>
        root.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() is { Length: > 0 } name
            ? Checks.Lower(name)
            : "text";

    /// <summary>The message; only meaningful while <paramref name="checks"/> has no problem.</summary>
    public static OutgoingMessage? Parse(JsonElement root, Checks checks)
    {
        if (root.TryGetProperty("type", out var type) && type.ValueKind is not (JsonValueKind.String or JsonValueKind.Null))
        {
            checks.Refuse(Checks.Invalid, "The parameter type must be a string.");
        }

        var message = ParseContent(root, TypeOf(root), checks);
        if (root.TryGetProperty("context", out var context) && context.ValueKind == JsonValueKind.Object)
        {
            var replyTo = checks.Required(context, "message_id", "context.message_id", LongestId);
            if (message is OutgoingMessage.Reaction)
            {
                checks.Refuse(Checks.InvalidParameter, "The parameter context is not allowed with type reaction.");
            }

            return message is null ? null : message with { ReplyTo = replyTo };
        }

        return message;
    }

    /// <summary>A file by id or by link: exactly one of them.</summary>
    public static MediaSource Source(JsonElement media, string path, Checks checks)
    {
        var id = checks.Optional(media, "id", path + ".id", LongestId);
        var link = checks.Optional(media, "link", path + ".link", 2048);
        if (!string.IsNullOrEmpty(id))
        {
            return new MediaSource.ById(id);
        }

        if (string.IsNullOrEmpty(link))
        {
            checks.Refuse(Checks.Missing, $"The parameter {path}.id or {path}.link is required.");
            return new MediaSource.ById("");
        }

        if (Checks.IsWebAddress(link, out var uri))
        {
            return new MediaSource.ByLink(uri);
        }

        checks.RefuseAddress(path + ".link");
        return new MediaSource.ById("");
    }

    private static OutgoingMessage? ParseContent(JsonElement root, string type, Checks checks)
    {
        if (type == "contacts")
        {
            return ParseContacts(root, checks);
        }

        if (!IsTyped(type))
        {
            return ParseOther(root, type, checks);
        }

        if (!checks.TryObject(root, type, type, out var content))
        {
            return null;
        }

        return type switch
        {
            "text" => new OutgoingMessage.Text(
                checks.Required(content, "body", "text.body", LongestText), checks.Flag(content, "preview_url", "text.preview_url")),
            "image" => new OutgoingMessage.Image(Source(content, type, checks), Caption(content, type, checks)),
            "video" => new OutgoingMessage.Video(Source(content, type, checks), Caption(content, type, checks)),
            "audio" => ParseAudio(content, checks),
            "document" => new OutgoingMessage.Document(
                Source(content, type, checks), Caption(content, type, checks), checks.Optional(content, "filename", "document.filename", LongestName)),
            "sticker" => ParseSticker(content, checks),
            "location" => ParseLocation(content, checks),
            "reaction" => ParseReaction(content, checks),
            "pin" => ParsePin(content, checks),
            "interactive" => InteractiveParser.Parse(content, checks) ?? ParseOther(root, type, checks),
            _ => TemplateParser.Parse(content, checks),
        };
    }

    private static bool IsTyped(string type) =>
        type is "text" or "image" or "video" or "audio" or "document" or "sticker" or "location" or "reaction" or "pin" or "interactive" or "template";

    // Meta adds types faster than we do: one that brings its own object is Meta's to judge, one without is nobody's.
    private static OutgoingMessage.Other? ParseOther(JsonElement root, string type, Checks checks)
    {
        if (root.TryGetProperty(type, out var content) && content.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            return new OutgoingMessage.Other(type, Checks.Raw(root));
        }

        checks.Refuse(Checks.UnknownType, $"The message type {(type.Length <= 64 ? type : type[..64])} is not known, and there is no member of that name.");
        return null;
    }

    private static string? Caption(JsonElement content, string path, Checks checks) =>
        checks.Optional(content, "caption", path + ".caption", LongestCaption);

    private static OutgoingMessage.Audio ParseAudio(JsonElement content, Checks checks)
    {
        RefuseCaption(content, "audio", checks);
        return new OutgoingMessage.Audio(Source(content, "audio", checks), checks.Flag(content, "voice", "audio.voice"));
    }

    private static OutgoingMessage.Sticker ParseSticker(JsonElement content, Checks checks)
    {
        RefuseCaption(content, "sticker", checks);
        return new OutgoingMessage.Sticker(Source(content, "sticker", checks));
    }

    private static void RefuseCaption(JsonElement content, string path, Checks checks)
    {
        if (content.TryGetProperty("caption", out var caption) && caption.ValueKind != JsonValueKind.Null)
        {
            checks.Refuse(Checks.InvalidParameter, $"The parameter {path}.caption is not allowed.");
        }
    }

    private static OutgoingMessage.Location ParseLocation(JsonElement content, Checks checks) => new(
        checks.Number(content, "latitude", "location.latitude", -90, 90),
        checks.Number(content, "longitude", "location.longitude", -180, 180),
        checks.Optional(content, "name", "location.name", LongestName),
        checks.Optional(content, "address", "location.address", LongestName));

    private static OutgoingMessage.Reaction ParseReaction(JsonElement content, Checks checks)
    {
        var emoji = checks.Optional(content, "emoji", "reaction.emoji", 64);
        if (emoji is null)
        {
            checks.Refuse(Checks.Missing, "The parameter reaction.emoji is required; an empty one takes the reaction away.");
        }

        return new OutgoingMessage.Reaction(checks.Required(content, "message_id", "reaction.message_id", LongestId), emoji ?? "");
    }

    private static OutgoingMessage.Pin ParsePin(JsonElement content, Checks checks) => new(
        checks.Required(content, "message_id", "pin.message_id", LongestId),
        checks.OneOf(content, "type", "pin.type", "pin", "unpin") == "pin" ? (int)checks.Integer(content, "expiration_days", "pin.expiration_days", 1, 30) : null);

    private static OutgoingMessage.Contacts ParseContacts(JsonElement root, Checks checks)
    {
        foreach (var card in checks.List(root, "contacts", "contacts", 1, MostCards))
        {
            if (!checks.TryObject(card, "name", "contacts.name", out var name))
            {
                continue;
            }

            checks.Required(name, "formatted_name", "contacts.name.formatted_name", LongestName);
            if (!HasAnotherName(name))
            {
                checks.Refuse(Checks.Missing, "The parameter contacts.name needs one of first_name, last_name, middle_name, prefix or suffix besides formatted_name.");
            }
        }

        if (checks.Problem is not null)
        {
            return new OutgoingMessage.Contacts([]);
        }

        var reader = new Utf8JsonReader(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(root.GetProperty("contacts")), Json.WireJson.ReaderOptions);
        string? origin = null;
        return new OutgoingMessage.Contacts(ContactCardReader.ReadList(ref reader, ref origin) ?? []);
    }

    private static bool HasAnotherName(JsonElement name)
    {
        foreach (var part in (ReadOnlySpan<string>)["first_name", "last_name", "middle_name", "prefix", "suffix"])
        {
            if (name.TryGetProperty(part, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 })
            {
                return true;
            }
        }

        return false;
    }
}
