using System.Globalization;

namespace Kaiwa.Tests.Features.Inbox;

/// <summary>Webhooks of incoming messages as Meta writes them.</summary>
internal sealed record Webhook(string From = "819011112222", string Number = "1001", string Waba = "2001", string? Name = "Ana", string? UserId = null, long? Time = null)
{
    public string Text(string id, string body, long second) => Message(id, second, "text", $$""" "text":{"body":"{{body}}"} """);

    public string Reaction(string id, string target, string emoji, long second) => Message(id, second, "reaction", $$""" "reaction":{"message_id":"{{target}}","emoji":"{{emoji}}"} """);

    public string Edit(string id, string target, string body, long second) =>
        Message(id, second, "edit", $$""" "edit":{"original_message_id":"{{target}}","message":{"type":"text","text":{"body":"{{body}}"} } } """);

    public string Revoke(string id, string target, long second) => Message(id, second, "revoke", $$""" "revoke":{"original_message_id":"{{target}}"} """);

    public string Answer(string id, string quoted, string body, long second) => Message(id, second, "text", $$""" "context":{"id":"{{quoted}}"},"text":{"body":"{{body}}"} """);

    public string Order(string id, string note, string product, long second) => Message(
        id, second, "order", $$""" "order":{"catalog_id":"3001","text":"{{note}}","product_items":[{"product_retailer_id":"{{product}}","quantity":1,"item_price":12,"currency":"USD"}]} """);

    public string Document(string id, string fileName, long second, string mime = "application/pdf") =>
        Message(id, second, "document", $$""" "document":{"id":"media-{{id}}","mime_type":"{{mime}}","sha256":"x","filename":"{{fileName}}"} """);

    public string Picture(string id, string caption, long second) => Message(id, second, "image", $$""" "image":{"id":"media-{{id}}","mime_type":"image/jpeg","sha256":"x","caption":"{{caption}}"} """);

    public string Location(string id, string name, double latitude, double longitude, long second) => Message(
        id, second, "location", string.Create(CultureInfo.InvariantCulture, $$""" "location":{"name":"{{name}}","latitude":{{latitude}},"longitude":{{longitude}}} """));

    public string Tap(string id, string payload, long second) => Message(id, second, "button", $$""" "button":{"payload":"{{payload}}","text":"{{payload}}"} """);

    public string Pick(string id, string row, string title, long second) =>
        Message(id, second, "interactive", $$""" "interactive":{"type":"list_reply","list_reply":{"id":"{{row}}","title":"{{title}}"} } """);

    private string Message(string id, long second, string type, string content)
    {
        var seconds = ((Time ?? TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - 600) + second).ToString(CultureInfo.InvariantCulture);
        var user = UserId is null ? "" : $$""" ,"user_id":"{{UserId}}" """;
        var fromUser = UserId is null ? "" : $$""" ,"from_user_id":"{{UserId}}" """;
        var sender = From.Length == 0 ? "" : $$""" ,"from":"{{From}}" """;
        var known = From.Length == 0 ? "" : $$""" ,"wa_id":"{{From}}" """;
        return $$$"""
            {"object":"whatsapp_business_account","entry":[{"id":"{{{Waba}}}","changes":[{"field":"messages","value":{"messaging_product":"whatsapp",
            "metadata":{"display_phone_number":"1","phone_number_id":"{{{Number}}}"},
            "contacts":[{"profile":{"name":"{{{Name}}}"}{{{known}}}{{{user}}}}],
            "messages":[{"id":"{{{id}}}","timestamp":"{{{seconds}}}","type":"{{{type}}}"{{{sender}}}{{{fromUser}}},{{{content}}}}]}}]}]}
            """;
    }
}
