using System.Text.Json.Nodes;

namespace Kaiwa.Simulator.OnPremises;

/// <summary>A send to the self-hosted client in the words of the Cloud API, by whose rules it is then judged.</summary>
internal static class SendBody
{
    private const int LongestText = 4096;
    private static readonly string[] Types = ["text", "image", "audio", "video", "document", "sticker", "location", "contacts", "template", "interactive", "hsm"];
    private static readonly string[] Files = ["image", "audio", "video", "document", "sticker"];

    public static JsonObject? Of(JsonObject body, out ClientError? refusal)
    {
        var type = Text(body["type"]) ?? Array.Find(Types, body.ContainsKey) ?? "text";
        refusal = Text(body["recipient_type"]) is not (null or "individual") ? new ClientError(400, 1002, "recipient_type must be individual: groups were withdrawn")
            : Text(body["to"]) is not { Length: > 0 } ? ClientError.Lacks("to")
            : !Types.Contains(type) ? ClientError.Invalid($"type '{type}' cannot be sent")
            : body[type] is not { } given ? ClientError.Lacks(type)
            : Wrong(type, given);
        if (refusal is not null)
        {
            return null;
        }

        var content = body[type]!.DeepClone();
        if (type == "hsm")
        {
            (type, content) = ("template", Template(content.AsObject()));
        }
        else if (type == "text" && body["preview_url"] is { } preview)
        {
            content["preview_url"] = preview.ToString() is "true" or "True";
        }
        else if (type == "template")
        {
            content.AsObject().Remove("namespace");
        }

        refusal = Exchange(new JsonObject { [type] = content });
        if (refusal is not null)
        {
            return null;
        }

        var cloud = new JsonObject { ["messaging_product"] = "whatsapp", ["to"] = Text(body["to"]), ["type"] = type, [type] = content.DeepClone() };
        if (body["context"]?["message_id"]?.ToString() is { } quoted)
        {
            cloud["context"] = new JsonObject { ["message_id"] = quoted };
        }

        return cloud;
    }

    private static ClientError? Wrong(string type, JsonNode content) => type switch
    {
        "text" => Text(content["body"]) is not { Length: > 0 } words ? ClientError.Lacks("text.body") : words.Length > LongestText ? new ClientError(400, 1001, $"text.body may be {LongestText} characters long") : null,
        "template" => Text(content["namespace"]) is null ? ClientError.Lacks("template.namespace") : null,
        "hsm" => Text(content["namespace"]) is null ? ClientError.Lacks("hsm.namespace") : Text(content["element_name"]) is null ? ClientError.Lacks("hsm.element_name") : null,
        _ when Files.Contains(type) => (content["id"] is not null, content["link"] is not null) switch
        {
            (true, true) => new ClientError(400, 1010, $"{type} takes id or link, not both"),
            (false, false) => ClientError.Lacks($"{type}.id"),
            _ => null,
        },
        _ => null,
    };

    private static JsonObject Template(JsonObject hsm)
    {
        var template = new JsonObject { ["name"] = hsm["element_name"]!.DeepClone(), ["language"] = hsm["language"]?.DeepClone() };
        if (hsm["localizable_params"] is JsonArray { Count: > 0 } parameters)
        {
            template["components"] = new JsonArray(new JsonObject
            {
                ["type"] = "body",
                ["parameters"] = new JsonArray([.. parameters.Select(parameter => new JsonObject { ["type"] = "text", ["text"] = Text(parameter?["default"]) ?? "" })]),
            });
        }

        return template;
    }

    /// <summary>The Cloud's ids in the place of ours, wherever a file is named; a link's media provider is not looked at.</summary>
    private static ClientError? Exchange(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            return list.Select(Exchange).FirstOrDefault(refusal => refusal is not null);
        }

        foreach (var (name, value) in node as JsonObject ?? [])
        {
            if (value is JsonObject file && Files.Contains(name))
            {
                file.Remove("provider");
                if (file["id"] is { } id)
                {
                    if (Names.TryReadMedia(id.ToString()) is not { } known)
                    {
                        return ClientError.Unknown("file not found");
                    }

                    file["id"] = known;
                }
            }
            else if (Exchange(value) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    private static string? Text(JsonNode? node) => Api.Parameters.TextOf(node);
}
