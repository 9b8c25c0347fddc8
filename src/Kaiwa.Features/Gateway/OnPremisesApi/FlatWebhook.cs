using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>
/// The <c>value</c> of a Cloud webhook as the flat body of an On-Premises callback: contacts, messages, statuses and errors at the top. Pure: names come from
/// <see cref="FlatNames"/>. One value makes one body, and null when nothing of it is for this program.
/// </summary>
internal static class FlatWebhook
{
    public static JsonObject? From(JsonObject value, FlatNames names, FlatSwitches switches)
    {
        var messages = Items(value, "messages").Select(message => FlatMessage.From(message, names, switches)).OfType<JsonNode>().ToArray();
        var statuses = Items(value, "statuses").Select(status => Status(status, names, switches)).OfType<JsonNode>().ToArray();
        var errors = Items(value, "errors").Select(FlatErrors.Of).ToArray<JsonNode>();
        var body = new JsonObject();
        if (messages.Length > 0)
        {
            // System messages came without the contact.
            if (messages.Any(message => message["type"]?.ToString() != "system") && Items(value, "contacts").Select(Contact).OfType<JsonNode>().ToArray() is { Length: > 0 } contacts)
            {
                body["contacts"] = new JsonArray(contacts);
            }

            body["messages"] = new JsonArray(messages);
        }

        if (statuses.Length > 0)
        {
            body["statuses"] = new JsonArray(statuses);
        }

        if (errors.Length > 0)
        {
            body["errors"] = new JsonArray(errors);
        }

        return body.Count == 0 ? null : body;
    }

    private static IEnumerable<JsonObject> Items(JsonObject value, string name) => value[name] is JsonArray items ? items.OfType<JsonObject>() : [];

    // A customer who hides the number has only a user id: given as it is, so that no message is lost.
    private static JsonObject? Contact(JsonObject contact)
    {
        if ((contact["wa_id"] ?? contact["user_id"])?.ToString() is not { Length: > 0 } id)
        {
            return null;
        }

        var flat = new JsonObject();
        if (contact["profile"]?["name"] is { } name)
        {
            flat["profile"] = new JsonObject { ["name"] = name.DeepClone() };
        }

        flat["wa_id"] = id;
        return flat;
    }

    private static JsonObject? Status(JsonObject status, FlatNames names, FlatSwitches switches)
    {
        var kind = status["status"]?.ToString() is "played" ? "read" : status["status"]?.ToString();
        var wanted = kind switch
        {
            "sent" => switches.Sent,
            "delivered" => switches.Delivered,
            "read" => switches.Read,
            "failed" or "deleted" or "warning" => true,
            _ => false, // no status is invented that the program could not know
        };
        if (!wanted || status["id"]?.ToString() is not { Length: > 0 } id)
        {
            return null;
        }

        var recipient = (status["recipient_id"] ?? status["recipient_user_id"])?.ToString() ?? "";
        var flat = new JsonObject
        {
            ["id"] = names.Message(id),
            ["recipient_id"] = recipient,
            ["status"] = kind,
            ["timestamp"] = status["timestamp"]?.ToString(),
            ["type"] = "message",
            ["message"] = new JsonObject { ["recipient_id"] = recipient },
        };
        if (status["conversation"] is JsonObject conversation)
        {
            var copy = (JsonObject)conversation.DeepClone();
            if (long.TryParse(copy["expiration_timestamp"]?.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var expires))
            {
                copy["expiration_timestamp"] = expires; // a strict program types it as a number
            }

            flat["conversation"] = copy;
        }

        foreach (var name in (string[])["pricing", "biz_opaque_callback_data"])
        {
            if (status[name] is { } kept)
            {
                flat[name] = kept.DeepClone();
            }
        }

        if (status["errors"] is JsonArray errors)
        {
            flat["errors"] = new JsonArray([.. errors.OfType<JsonObject>().Select(FlatErrors.Of)]);
        }

        return flat;
    }
}

/// <summary>What a WhatsApp message and a Meta media file are called by On-Premises programs. Unknown ones keep their name.</summary>
internal sealed record FlatNames(Func<string, string> Message, Func<string, string> Media);

/// <summary>Which callbacks a program wants.</summary>
internal sealed record FlatSwitches(bool Sent, bool Delivered, bool Read)
{
    /// <summary>Whether a type that the old client did not know (a reaction) is given as <c>unknown</c>, or not at all.</summary>
    public bool UnknownTypes { get; init; } = true;

    /// <summary>The kinds of files that the client would have downloaded; of the others the program got no id.</summary>
    public IReadOnlyCollection<string> Downloads { get; init; } = ["image", "video", "voice", "sticker", "audio", "document"];

    public static FlatSwitches Of(CallbackSettings settings) => new(settings.Sent, settings.Delivered, settings.Read) { Downloads = settings.Downloads };
}

/// <summary>Errors in callbacks: code, title, details and href; no message and no error_data.</summary>
internal static class FlatErrors
{
    public static JsonObject Of(JsonObject error)
    {
        var cloud = error["code"] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue(out int code) ? code : -1;
        var mapped = CloudErrors.ToStatus(cloud);
        var words = error["error_data"]?["details"]?.ToString() ?? error["message"]?.ToString() ?? error["title"]?.ToString();
        var flat = New(mapped, words is null ? $"(cloud {cloud})" : $"{words} (cloud {cloud})");
        if (error["href"] is { } href)
        {
            flat["href"] = href.DeepClone();
        }

        return flat;
    }

    public static JsonObject New(int code, string details) => new() { ["code"] = code, ["title"] = OnPremisesError.TitleOf(code), ["details"] = details };
}
