using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>The body of a send, as the Cloud API wants it. Pure: ids of media and messages are exchanged afterwards.</summary>
internal static class CloudBody
{
    private const int LongestText = 4096;
    private static readonly string[] Types = ["text", "image", "audio", "video", "document", "sticker", "location", "contacts", "template", "interactive", "hsm", "reaction"];
    private static readonly string[] Media = ["image", "audio", "video", "document", "sticker"];

    /// <summary>The translated body; null with the reason why the On-Premises API would have refused it.</summary>
    public static JsonObject? From(JsonObject body, out OnPremisesError? refusal)
    {
        refusal = null;
        if (Text(body["recipient_type"]) is { } kind && !string.Equals(kind, "individual", StringComparison.OrdinalIgnoreCase))
        {
            refusal = new OnPremisesError(400, OnPremisesError.InvalidRecipientType, "recipient_type must be individual: groups were withdrawn");
            return null;
        }

        var type = Text(body["type"])?.ToLowerInvariant() ?? Array.Find(Types, body.ContainsKey) ?? "text";
        refusal = Text(body["to"]) is not { Length: > 0 } ? OnPremisesError.Lacks("to")
            : !Types.Contains(type, StringComparer.Ordinal) ? OnPremisesError.Invalid($"type '{type}' cannot be sent")
            : body[type] is null ? OnPremisesError.Lacks(type)
            : !ContactCalls.CanBe(Text(body["to"])!) ? OnPremisesError.Unknown("unknown contact") // programs look for these very words
            : null;
        if (refusal is not null)
        {
            return null;
        }

        var content = body[type]!.DeepClone();
        (type, content) = type switch
        {
            "hsm" when content is JsonObject hsm => ("template", Template(hsm)),
            "template" when content is JsonObject template => (type, Trimmed(template)),
            "text" when content is JsonObject text => (type, WithPreview(text, body["preview_url"])),
            "contacts" when content is JsonObject one => (type, new JsonArray(one)),
            "location" when content is JsonObject place => (type, WithNumbers(place)),
            _ when Media.Contains(type, StringComparer.Ordinal) && content is JsonObject file => (type, WithoutEmptyCaption(file)),
            _ => (type, content),
        };
        refusal = Complaint(type, content);
        if (refusal is not null)
        {
            return null;
        }

        var cloud = new JsonObject { ["messaging_product"] = "whatsapp", ["recipient_type"] = "individual", [ContactCalls.IsUserId(Text(body["to"])!) ? "recipient" : "to"] = Digits(Text(body["to"])!), ["type"] = type, [type] = content };
        foreach (var name in (string[])["context", "biz_opaque_callback_data"])
        {
            if (body[name] is { } value)
            {
                cloud[name] = value.DeepClone();
            }
        }

        return cloud;
    }

    private static OnPremisesError? Complaint(string type, JsonNode content)
    {
        if (type == "text")
        {
            return content is JsonObject text && Text(text["body"]) is { Length: > 0 } words
                ? words.Length > LongestText ? new OnPremisesError(400, OnPremisesError.TooLong, $"text.body may be {LongestText} characters long") : null
                : OnPremisesError.Lacks("text.body");
        }

        if (Media.Contains(type, StringComparer.Ordinal) && content is JsonObject media)
        {
            return (media["id"] is not null, media["link"] is not null) switch
            {
                (true, true) => new OnPremisesError(400, OnPremisesError.NotRequired, $"{type} takes id or link, not both"),
                (false, false) => OnPremisesError.Lacks($"{type}.id"),
                _ => null,
            };
        }

        return type == "interactive" && content is JsonObject interactive && Text(interactive["type"]) == "list" ? OfList(interactive) : null;
    }

    private static OnPremisesError? OfList(JsonObject list)
    {
        var sections = list["action"]?["sections"] as JsonArray;
        return sections is null or { Count: 0 or > 10 } ? new OnPremisesError(400, 2015, "A list has 1 to 10 sections")
            : sections.Any(section => section?["rows"] is not JsonArray { Count: > 0 }) ? new OnPremisesError(400, 2016, "A section has at least one row")
            : null;
    }

    private static JsonObject WithPreview(JsonObject text, JsonNode? preview)
    {
        if (preview is not null && !text.ContainsKey("preview_url"))
        {
            text["preview_url"] = bool.TryParse(preview.ToString(), out var on) && on;
        }

        return text;
    }

    private static JsonObject WithNumbers(JsonObject place)
    {
        foreach (var name in (string[])["latitude", "longitude"])
        {
            if (place[name]?.GetValueKind() == JsonValueKind.String && double.TryParse(place[name]!.GetValue<string>(), NumberStyles.Float, CultureInfo.InvariantCulture, out var degrees))
            {
                place[name] = degrees;
            }
        }

        return place;
    }

    private static JsonObject WithoutEmptyCaption(JsonObject file)
    {
        if (Text(file["caption"]) is { Length: 0 })
        {
            file.Remove("caption");
        }

        return file;
    }

    private static JsonObject Trimmed(JsonObject template)
    {
        template.Remove("namespace");
        if (template["language"] is JsonObject language)
        {
            language["policy"] = "deterministic";
        }

        return template;
    }

    /// <summary>The legacy <c>hsm</c>: one body with its parameters in order.</summary>
    private static JsonObject Template(JsonObject hsm)
    {
        var template = new JsonObject { ["name"] = hsm["element_name"]?.DeepClone(), ["language"] = hsm["language"]?.DeepClone() };
        if (hsm["localizable_params"] is JsonArray { Count: > 0 } parameters)
        {
            template["components"] = new JsonArray(new JsonObject { ["type"] = "body", ["parameters"] = new JsonArray([.. parameters.Select(Parameter)]) });
        }

        return Trimmed(template);
    }

    private static JsonNode Parameter(JsonNode? given)
    {
        var fallback = Text(given?["default"]) ?? "";
        if (given?["currency"] is JsonObject currency)
        {
            return new JsonObject
            {
                ["type"] = "currency",
                ["currency"] = new JsonObject { ["fallback_value"] = fallback, ["code"] = currency["currency_code"]?.DeepClone(), ["amount_1000"] = currency["amount_1000"]?.DeepClone() },
            };
        }

        if (given?["date_time"]?["component"] is JsonObject component)
        {
            var date = new JsonObject { ["fallback_value"] = fallback };
            return new JsonObject { ["type"] = "date_time", ["date_time"] = ApplicationSettings.Merge(date, component) };
        }

        return new JsonObject { ["type"] = "text", ["text"] = fallback };
    }

    // A leading 00 says as much as a plus: the country code is there.
    private static string Digits(string to) => to.TrimStart() is ['0', '0', ..] international ? "+" + international[2..] : to;

    private static string? Text(JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.Number => node.ToString(),
        _ => null,
    };
}
