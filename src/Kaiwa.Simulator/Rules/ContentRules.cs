using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Api.Json;

namespace Kaiwa.Simulator.Rules;

/// <summary>The documented shape and limits of each kind of free-form message, read from the raw JSON.</summary>
internal static class ContentRules
{
    /// <summary>Checks one message's content; <paramref name="mediaExists"/> answers whether an uploaded media id is known.</summary>
    public static Refusal? Check(MessageKind kind, JsonSlice content, Func<string, bool> mediaExists, long nowMs)
    {
        if (kind == MessageKind.Contacts)
        {
            return Contacts(content);
        }

        if (!content.IsObject)
        {
            return Refusal.Parameter($"Param {SendReader.NameOf(kind)} must be a JSON object.");
        }

        return kind switch
        {
            MessageKind.Text => Text(content),
            MessageKind.Location => Location(content),
            MessageKind.Reaction => Reaction(content),
            MessageKind.Interactive => InteractiveRules.Check(content, mediaExists, nowMs),
            _ => Media(SendReader.NameOf(kind), content, mediaExists, captionAllowed: kind is not (MessageKind.Audio or MessageKind.Sticker)),
        };
    }

    public static Refusal? Media(string name, JsonSlice media, Func<string, bool> mediaExists, bool captionAllowed)
    {
        var id = media["id"u8];
        var link = media["link"u8];
        if (id.Exists == link.Exists)
        {
            return Refusal.Parameter(id.Exists
                ? $"Param {name} must have either id or link, not both."
                : $"The parameter {name}['id'] or {name}['link'] is required.");
        }

        if (id.Exists && !mediaExists(id.Text))
        {
            return Refusal.Parameter($"Param {name}['id'] is not a valid whatsapp business account media attachment ID");
        }

        if (link.Exists && !(link.IsString && Uri.TryCreate(link.Text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http"))
        {
            return Refusal.Parameter($"Param {name}['link'] is not a valid URI.");
        }

        var caption = media["caption"u8];
        if (caption.Exists && !caption.IsNull)
        {
            if (!captionAllowed)
            {
                return Refusal.Parameter($"Param {name}['caption'] is not allowed.");
            }

            if (!caption.IsString || caption.Length > 1024)
            {
                return TooLong($"{name}['caption']", 1024);
            }
        }

        return null;
    }

    public static Refusal TooLong(string path, int limit) => Refusal.Parameter($"Param {path} must be at most {limit} characters long.");

    private static Refusal? Text(JsonSlice text)
    {
        var body = text["body"u8];
        if (!body.Exists)
        {
            return Refusal.Required("text['body']");
        }

        if (!body.IsString || body.Inner.IsEmpty || (body.Inner.Length < 64 && string.IsNullOrWhiteSpace(body.Text)))
        {
            return Refusal.Parameter("Param text['body'] must be a non-empty string.");
        }

        if (body.Length > 4096)
        {
            return TooLong("text['body']", 4096);
        }

        var preview = text["preview_url"u8];
        return preview.Exists && !preview.IsBoolean && !preview.IsNull ? Refusal.Parameter("Param text['preview_url'] must be a boolean.") : null;
    }

    private static Refusal? Location(JsonSlice location)
    {
        if (!location["latitude"u8].Exists)
        {
            return Refusal.Required("location['latitude']");
        }

        if (!location["longitude"u8].Exists)
        {
            return Refusal.Required("location['longitude']");
        }

        return location["latitude"u8].TryNumber(out var latitude) && location["longitude"u8].TryNumber(out var longitude)
            && Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180
                ? null
                : Refusal.Invalid("Location is not valid: latitude runs from -90 to 90 and longitude from -180 to 180.");
    }

    private static Refusal? Reaction(JsonSlice reaction)
    {
        if (!reaction["message_id"u8].IsString)
        {
            return Refusal.Required("reaction['message_id']");
        }

        var emoji = reaction["emoji"u8];
        return !emoji.Exists ? Refusal.Required("reaction['emoji']")
            : emoji.IsString && new System.Globalization.StringInfo(emoji.Text).LengthInTextElements <= 1 ? null
            : Refusal.Invalid("Reaction must be a single emoji, or empty to remove one.");
    }

    private static Refusal? Contacts(JsonSlice contacts)
    {
        if (!contacts.IsArray || contacts.Count is 0 or > 257)
        {
            return Refusal.Parameter("Param contacts must be an array of 1 to 257 cards.");
        }

        var cards = new JsonItems(contacts.Raw);
        while (cards.MoveNext())
        {
            var name = cards.Value["name"u8];
            if (!name["formatted_name"u8].IsString)
            {
                return Refusal.Required($"contacts[{cards.Index}]['name']['formatted_name']");
            }

            if (!(name["first_name"u8].Exists || name["last_name"u8].Exists || name["middle_name"u8].Exists || name["prefix"u8].Exists || name["suffix"u8].Exists))
            {
                return Refusal.Invalid($"contacts[{cards.Index}]: besides formatted_name at least one other member of name is required.");
            }
        }

        return null;
    }
}
