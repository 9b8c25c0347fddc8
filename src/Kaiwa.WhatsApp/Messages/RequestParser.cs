using System.Text.Json;
using static Kaiwa.WhatsApp.Messages.InteractiveParser;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Reads interactive messages that ask for one thing: open a page, tell a place, allow a call, share a number.</summary>
internal static class RequestParser
{
    private const int LongestPayload = 512;
    private const int LongestTtl = 43_200;
    private const string Path = "interactive.action.parameters";

    public static OutgoingMessage Parse(string type, JsonElement content, Checks checks) => type switch
    {
        "cta_url" => ParseUrl(content, checks),
        "location_request_message" => ParseLocationRequest(content, checks),
        "call_permission_request" => ParseCallPermission(content, checks),
        "voice_call" => ParseCallButton(content, checks),
        _ => ParseContactRequest(content, checks),
    };

    private static OutgoingMessage.UrlButton ParseUrl(JsonElement content, Checks checks)
    {
        var body = Body(content, LongestBody, checks);
        var (label, url) = Link(Parameters(content, "cta_url", checks), Path, checks);
        return new OutgoingMessage.UrlButton(body, label, url, Header(content, checks), Footer(content, checks));
    }

    private static OutgoingMessage.LocationRequest ParseLocationRequest(JsonElement content, Checks checks)
    {
        RefuseHeader(content, "location_request_message", checks);
        var body = Body(content, LongestBody, checks);
        Action(content, "send_location", checks);
        return new OutgoingMessage.LocationRequest(body, Footer(content, checks));
    }

    private static OutgoingMessage.CallPermissionRequest ParseCallPermission(JsonElement content, Checks checks)
    {
        Action(content, "call_permission_request", checks);
        return new OutgoingMessage.CallPermissionRequest(OptionalBody(content, "interactive.body", LongestBody, checks), Footer(content, checks));
    }

    private static OutgoingMessage.CallButton ParseCallButton(JsonElement content, Checks checks)
    {
        var body = Body(content, LongestBody, checks);
        var action = Action(content, "voice_call", checks);
        var parameters = action.TryGetProperty("parameters", out var given) && given.ValueKind == JsonValueKind.Object ? given : Checks.Nothing;
        return new OutgoingMessage.CallButton(
            body,
            checks.Optional(parameters, "display_text", Path + ".display_text", LongestLabel),
            (int?)checks.OptionalInteger(parameters, "ttl_minutes", Path + ".ttl_minutes", 1, LongestTtl),
            checks.Optional(parameters, "payload", Path + ".payload", LongestPayload),
            Footer(content, checks));
    }

    private static OutgoingMessage.ContactRequest ParseContactRequest(JsonElement content, Checks checks)
    {
        var body = Body(content, LongestBody, checks);
        Action(content, "request_contact_info", checks);
        return new OutgoingMessage.ContactRequest(body, Footer(content, checks));
    }
}
