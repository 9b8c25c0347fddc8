using System.Globalization;
using System.Text.Json;

namespace Kaiwa.Console.Inbox;

/// <summary>Looks into Meta's JSON without ever being surprised by its shape.</summary>
internal static class BodyJson
{
    public static JsonElement? At(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : null;

    public static string? String(JsonElement element, string name) => At(element, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>Meta takes a type in any case.</summary>
    public static string? Kind(JsonElement element) => String(element, "type")?.ToLowerInvariant();

    public static IEnumerable<JsonElement> Array(JsonElement element, string name) =>
        At(element, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static double Number(JsonElement element, string name) => At(element, name) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        { ValueKind: JsonValueKind.String } text when double.TryParse(text.GetString(), CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => 0,
    };

    /// <summary>An amount of money; 0 for what no money can be.</summary>
    public static decimal Amount(JsonElement element, string name) => At(element, name) switch
    {
        { ValueKind: JsonValueKind.Number } number when number.TryGetDecimal(out var value) => value,
        { ValueKind: JsonValueKind.String } text when decimal.TryParse(text.GetString(), NumberStyles.Number, CultureInfo.InvariantCulture, out var value) => value,
        _ => 0,
    };

    /// <summary>A value as a person reads it: lists with commas, no quotes.</summary>
    public static string Plain(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? "",
        JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Plain)),
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(member => $"{member.Name}: {Plain(member.Value)}")),
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => value.GetRawText(),
    };
}
