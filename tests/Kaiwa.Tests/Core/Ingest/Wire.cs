using System.Globalization;
using Kaiwa.Testing;

namespace Kaiwa.Tests.Core.Ingest;

/// <summary>Builds webhooks as Meta writes them.</summary>
internal static class Wire
{
    public static string Message(string id, long second, string? from, string? userId = null, string? name = null, string type = "text", string body = """ "text":{"body":"Hello"} """) => Envelope($$"""
        "contacts":[{ {{Join(name is null ? null : $$"""
        "profile":{"name":"{{name}}"}
        """, Text("wa_id", from), Text("user_id", userId))}} }],
        "messages":[{ {{Join(Text("from", from), Text("from_user_id", userId), Text("id", id), Text("timestamp", Seconds(second)), Text("type", type), body)}} }]
        """);

    public static string Status(string id, string status, long second, string? callback = null, string? recipient = null, string? userId = null, string? more = null) => Envelope($$"""
        "statuses":[{ {{Join(Text("id", id), Text("status", status), Text("timestamp", Seconds(second)), Text("recipient_id", recipient), Text("recipient_user_id", userId), Text("biz_opaque_callback_data", callback), more)}} }]
        """);

    public static string Preference(string from, string value, long second) => Envelope(
        $$"""
        "contacts":[{"wa_id":"{{from}}"}],
        "user_preferences":[{"wa_id":"{{from}}","detail":"x","category":"marketing_messages","value":"{{value}}","timestamp":{{Seconds(second)}}}]
        """,
        "user_preferences");

    private static string Envelope(string value, string field = "messages") => $$"""
        {"object":"whatsapp_business_account","entry":[{"id":"{{CoreHost.WabaId}}","changes":[{"field":"{{field}}","value":{"messaging_product":"whatsapp",
        "metadata":{"display_phone_number":"15550783881","phone_number_id":"{{CoreHost.NumberId}}"},{{value}} } }]}]}
        """;

    private static string Seconds(long second) => (1_790_000_000 + second).ToString(CultureInfo.InvariantCulture);

    private static string? Text(string name, string? value) => value is null ? null : $"\"{name}\":\"{value}\"";

    private static string Join(params string?[] members) => string.Join(',', members.Where(member => member is not null));
}
