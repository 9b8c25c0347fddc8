using System.Text.Json.Nodes;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>One incoming message, from the Cloud's shape to the On-Premises shape.</summary>
internal static class FlatMessage
{
    private const int NotSupported = 501;
    private static readonly string[] Known = ["text", "image", "document", "audio", "video", "voice", "sticker", "location", "contacts", "button", "interactive", "order", "system"];
    private static readonly string[] Media = ["image", "document", "audio", "video", "sticker"];

    public static JsonObject? From(JsonObject message, FlatNames names, FlatSwitches switches)
    {
        var type = message["type"]?.ToString() ?? "unknown";
        if (!Known.Contains(type, StringComparer.Ordinal))
        {
            return type is "unsupported" or "unknown" || switches.UnknownTypes ? Unknown(message, type, names) : null;
        }

        var flat = Frame(message, names);
        foreach (var (name, value) in message)
        {
            if (!flat.ContainsKey(name) && value is not null && name is not ("from_user_id" or "from_parent_user_id" or "type" or "errors"))
            {
                flat[name] = value.DeepClone();
            }
        }

        flat["type"] = type;
        if (message["errors"] is JsonArray errors)
        {
            flat["errors"] = new JsonArray([.. errors.OfType<JsonObject>().Select(FlatErrors.Of)]);
        }

        if (flat["context"] is JsonObject context && context["id"]?.ToString() is { } quoted)
        {
            context["id"] = names.Message(quoted);
        }

        if (type == "system" && flat["system"] is JsonObject system)
        {
            System(system);
        }

        if (Media.Contains(type, StringComparer.Ordinal) && flat[type] is JsonObject media)
        {
            var kind = type == "audio" && media["voice"]?.ToString() == "true" ? "voice" : type;
            media.Remove("voice");
            File(media, names, switches.Downloads.Contains(kind));
            if (kind != type)
            {
                flat.Remove(type);
                flat[kind] = media;
                flat["type"] = kind;
            }
        }

        return flat;
    }

    private static JsonObject Frame(JsonObject message, FlatNames names) => new()
    {
        ["from"] = (message["from"] ?? message["from_user_id"])?.ToString(),
        ["id"] = names.Message(message["id"]?.ToString() ?? ""),
        ["timestamp"] = message["timestamp"]?.ToString(),
    };

    private static JsonObject Unknown(JsonObject message, string type, FlatNames names)
    {
        var flat = Frame(message, names);
        flat["type"] = "unknown";
        flat["errors"] = new JsonArray(FlatErrors.New(NotSupported, $"Message type {type} is not supported by the On-Premises API"));
        return flat;
    }

    private static void File(JsonObject media, FlatNames names, bool isDownloaded)
    {
        media.Remove("url");
        if (!isDownloaded)
        {
            media.Remove("id");
            media["status"] = "undownloaded";
        }
        else if (media["id"]?.ToString() is { } id)
        {
            media["id"] = names.Media(id);
        }

        if (media["sha256"]?.ToString() is { } hash)
        {
            var bytes = new byte[32];
            if (Convert.TryFromBase64String(hash, bytes, out var length) && length == bytes.Length)
            {
                media["sha256"] = Convert.ToHexStringLower(bytes);
            }
        }
    }

    private static void System(JsonObject system)
    {
        if (system["wa_id"] is { } changed)
        {
            system["new_wa_id"] = changed.DeepClone();
            system.Remove("wa_id");
        }

        if (system["type"]?.ToString() is "customer_identity_changed")
        {
            system["type"] = "user_identity_changed";
        }
        else if (system["type"]?.ToString() is "customer_changed_number")
        {
            system["type"] = "user_changed_number";
        }
    }
}
