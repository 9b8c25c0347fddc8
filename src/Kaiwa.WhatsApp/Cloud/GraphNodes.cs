using System.Globalization;
using System.Text.Json;
using Kaiwa.WhatsApp.Templates;

namespace Kaiwa.WhatsApp.Cloud;

/// <summary>Reads Meta's nodes: media, templates, phone numbers, and pages of them. Null when the id is missing.</summary>
internal static class GraphNodes
{
    public static string? Id(JsonElement node) => Text(node, "id");

    public static MediaInfo? Media(JsonElement node) =>
        Text(node, "url") is { } url && Uri.TryCreate(url, UriKind.Absolute, out var address)
            ? new MediaInfo(Text(node, "id") ?? "", address, Text(node, "mime_type"), Text(node, "sha256"), Number(node, "file_size"))
            : null;

    public static TemplateNode? Template(JsonElement node) => Text(node, "id") is { } id
        ? new TemplateNode(
            id,
            Text(node, "name") ?? "",
            Text(node, "language") ?? "",
            Text(node, "status") ?? "",
            Text(node, "category") ?? "",
            Text(node, "parameter_format"),
            node.TryGetProperty("components", out var components) && components.ValueKind == JsonValueKind.Array ? components.GetRawText() : "[]",
            Inner(node, "quality_score", "score"),
            Text(node, "rejected_reason"))
        : null;

    public static PhoneNumberNode? PhoneNumber(JsonElement node) => Text(node, "id") is { } id
        ? new PhoneNumberNode(
            id,
            Text(node, "display_phone_number"),
            Text(node, "verified_name"),
            Text(node, "quality_rating"),
            Text(node, "status"),
            Inner(node, "throughput", "level"),
            Text(node, "whatsapp_business_manager_messaging_limit") ?? Text(node, "messaging_limit_tier"),
            node.GetRawText())
        : null;

    public static GraphPage<T>? Page<T>(JsonElement root, Func<JsonElement, T?> read)
        where T : class
    {
        if (!root.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
        {
            return null;
        }

        var items = new List<T>(data.GetArrayLength());
        foreach (var node in data.EnumerateArray())
        {
            if (node.ValueKind == JsonValueKind.Object && read(node) is { } item)
            {
                items.Add(item);
            }
        }

        // Meta gives cursors on the last page too; only "next" says that there is more.
        var hasNext = root.TryGetProperty("paging", out var paging) && paging.ValueKind == JsonValueKind.Object && paging.TryGetProperty("next", out _);
        return new GraphPage<T>(items, hasNext && items.Count > 0 ? Inner(paging, "cursors", "after") : null);
    }

    private static string? Inner(JsonElement node, string name, string inner) =>
        node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? Text(value, inner) : null;

    private static string? Text(JsonElement node, string name) =>
        node.TryGetProperty(name, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => null,
            }
            : null;

    private static long? Number(JsonElement node, string name) =>
        long.TryParse(Text(node, name), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) ? number : null;
}

/// <summary>One page of a listing.</summary>
internal sealed record GraphPage<T>(IReadOnlyList<T> Items, string? After);
