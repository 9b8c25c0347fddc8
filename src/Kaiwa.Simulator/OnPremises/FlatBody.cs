using System.Globalization;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.OnPremises;

/// <summary>What the Cloud's webhook would have in <c>value</c>, as the self-hosted client posts it: flat, under its own ids.</summary>
internal static class FlatBody
{
    private static readonly string[] Known = ["text", "image", "document", "audio", "video", "sticker", "location", "contacts", "button", "interactive", "order", "system"];
    private static readonly string[] Files = ["image", "document", "audio", "video", "sticker"];

    /// <summary>Null when the settings of the client keep it from being told.</summary>
    public static JsonObject? Of(JsonObject value, JsonObject application, WamidCodec wamids)
    {
        if (value["messages"]?[0] is JsonObject message)
        {
            var flat = Message(message, application, wamids);
            var body = new JsonObject { ["messages"] = new JsonArray(flat) };
            if ((string?)flat["type"] != "system" && value["contacts"]?[0] is JsonObject contact)
            {
                body["contacts"] = new JsonArray(new JsonObject { ["profile"] = new JsonObject { ["name"] = contact["profile"]?["name"]?.DeepClone() }, ["wa_id"] = flat["from"]!.DeepClone() });
            }

            return body;
        }

        return value["statuses"]?[0] is JsonObject status && Status(status, application, wamids) is { } told ? new JsonObject { ["statuses"] = new JsonArray(told) } : null;
    }

    private static JsonObject Message(JsonObject message, JsonObject application, WamidCodec wamids)
    {
        var type = (string?)message["type"] ?? "unknown";
        var flat = new JsonObject
        {
            ["from"] = (message["from"] ?? message["from_user_id"])!.DeepClone(),
            ["id"] = Id((string)message["id"]!, wamids),
            ["timestamp"] = message["timestamp"]!.DeepClone(),
            ["type"] = type,
        };
        if (!Known.Contains(type))
        {
            flat["type"] = "unknown";
            flat["errors"] = new JsonArray(Error(new ClientError(200, 501, $"Message type {type} is not currently supported")));
            return flat;
        }

        foreach (var name in (string[])["context", "referral"])
        {
            if (message[name] is { } kept)
            {
                flat[name] = kept.DeepClone();
            }
        }

        if (flat["context"]?["id"]?.ToString() is { } quoted)
        {
            flat["context"]!["id"] = Id(quoted, wamids);
        }

        var content = message[type]?.DeepClone();
        if (Files.Contains(type) && content is JsonObject file)
        {
            type = File(file, type, application);
            flat["type"] = type;
        }
        else if (type == "system" && content is JsonObject system && system["wa_id"] is { } moved)
        {
            system.Remove("wa_id");
            system["new_wa_id"] = moved;
        }

        flat[type] = content;
        return flat;
    }

    private static string File(JsonObject file, string type, JsonObject application)
    {
        var kind = file["voice"]?.ToString() == "true" ? "voice" : type;
        foreach (var name in (string[])["voice", "animated", "url"])
        {
            file.Remove(name);
        }

        file["sha256"] = Convert.ToHexStringLower(Convert.FromBase64String(file["sha256"]?.ToString() ?? ""));
        var id = file["id"]?.ToString();
        file.Remove("id");
        if (application["media"]?["auto_download"] is JsonArray kinds && kinds.Any(one => one?.ToString() == kind) && id is not null)
        {
            file["id"] = Names.Media(id);
        }
        else
        {
            file["status"] = "undownloaded";
        }

        return kind;
    }

    private static JsonObject? Status(JsonObject status, JsonObject application, WamidCodec wamids)
    {
        var kind = (string)status["status"]!;
        var switches = application["webhooks"]?["message"];
        var wanted = kind switch
        {
            "sent" => IsOn(switches?["sent"]) || IsOn(application["sent_status"]),
            "delivered" or "read" => IsOn(switches?[kind]),
            "failed" => true,
            _ => false,
        };
        if (!wanted)
        {
            return null;
        }

        var recipient = (status["recipient_id"] ?? status["recipient_user_id"])!.ToString();
        var flat = new JsonObject
        {
            ["id"] = Id((string)status["id"]!, wamids),
            ["recipient_id"] = recipient,
            ["status"] = kind,
            ["timestamp"] = status["timestamp"]!.DeepClone(),
            ["type"] = "message",
            ["message"] = new JsonObject { ["recipient_id"] = recipient },
        };
        foreach (var name in (string[])["conversation", "pricing"])
        {
            if (status[name] is { } kept)
            {
                flat[name] = kept.DeepClone();
            }
        }

        if (long.TryParse(flat["conversation"]?["expiration_timestamp"]?.ToString(), CultureInfo.InvariantCulture, out var expires))
        {
            flat["conversation"]!["expiration_timestamp"] = expires;
        }

        if (status["errors"]?[0]?["code"] is { } code)
        {
            flat["errors"] = new JsonArray(Error(ClientError.OfStatus((int)code)));
        }

        return flat;
    }

    public static JsonObject Error(ClientError error) => new() { ["code"] = error.Code, ["title"] = error.Title, ["details"] = error.Details };

    private static string Id(string wamid, WamidCodec wamids) => wamids.TryRead(wamid, out var seq, out var inbound) ? Names.Message(seq, inbound) : wamid;

    private static bool IsOn(JsonNode? node) => node?.ToString() is "true" or "True";
}
