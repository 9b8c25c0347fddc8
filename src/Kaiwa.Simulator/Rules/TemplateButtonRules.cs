using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Api.Json;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Rules;

/// <summary>Whether the values of a send fit the buttons of its template, or of one card.</summary>
internal static class TemplateButtonRules
{
    public static Refusal? Check(JsonSlice component, TemplateShape shape, long nowMs, Span<bool> given)
    {
        if (!component["index"u8].TryInteger(out var index) || index is < 0 or > 9)
        {
            return Refusal.Missing("button: index is required and runs from 0 to 9");
        }

        if (index >= shape.Buttons.Count)
        {
            return new Refusal(132018, $"button: the template has no button at index {index}");
        }

        given[(int)index] = true;
        var button = shape.Buttons[(int)index];
        var subType = component["sub_type"u8].Exists ? component["sub_type"u8].Text.ToUpperInvariant() : "";
        if (subType != button.Type && !(button.Type == "OTP" && subType is "URL" or "COPY_CODE"))
        {
            return new Refusal(132012, $"button: Format mismatch at index {index}, expected {button.Type}, received {(subType.Length == 0 ? "UNKNOWN" : subType)}");
        }

        var parameters = component["parameters"u8];
        if (parameters.Count == 0)
        {
            return subType is "SPM" or "QUICK_REPLY" or "VOICE_CALL" or "FLOW" or "CATALOG" ? null : Refusal.Missing($"Button at index {index} of type {subType} requires a parameter");
        }

        if (!parameters.IsArray)
        {
            return Refusal.Missing($"Button at index {index} of type {subType} requires a parameter");
        }

        var items = new JsonItems(parameters.Raw);
        items.MoveNext();
        return subType switch
        {
            "QUICK_REPLY" => Text(items.Value["payload"u8], subType, index, 256),
            "COPY_CODE" => Text(items.Value["coupon_code"u8], subType, index, 20),
            "URL" => Text(items.Value["text"u8], subType, index, int.MaxValue),
            "VOICE_CALL" => Call(parameters, index),
            "MPM" => Need(items.Value, index, subType) ?? Text(items.Value["action"u8]["thumbnail_product_retailer_id"u8], subType, index, 100) ?? CommerceRules.Sections(items.Value["action"u8]),
            "ORDER_DETAILS" => Need(items.Value, index, subType) ?? PaymentRules.Details(items.Value["action"u8]["order_details"u8], nowMs),
            "FLOW" or "CATALOG" => Need(items.Value, index, subType),
            _ => null,
        };
    }

    public static Refusal? Required(TemplateShape shape, Span<bool> given)
    {
        for (var i = 0; i < shape.Buttons.Count && i < given.Length; i++)
        {
            if (!given[i] && (shape.Buttons[i].HasVariable || shape.Buttons[i].Type is "COPY_CODE" or "OTP" or "MPM" or "ORDER_DETAILS"))
            {
                return Refusal.Missing($"Button at index {i} of type {shape.Buttons[i].Type} requires a parameter");
            }
        }

        return null;
    }

    private static Refusal? Text(JsonSlice value, string subType, long index, int longest) =>
        !value.IsString ? Refusal.Missing($"Button at index {index} of type {subType} requires a parameter")
        : value.Length > longest ? new Refusal(132018, $"Button at index {index}: the parameter is too long")
        : null;

    private static Refusal? Need(JsonSlice parameter, long index, string subType) =>
        parameter["type"u8].IsIgnoringCase("action"u8) && parameter["action"u8].IsObject ? null
        : new Refusal(132012, $"button: Format mismatch at index {index}, a button of type {subType} takes a parameter of type ACTION");

    private static Refusal? Call(JsonSlice parameters, long index)
    {
        var items = new JsonItems(parameters.Raw);
        while (items.MoveNext())
        {
            var minutes = items.Value["ttl_minutes"u8];
            if (minutes.Exists && !(minutes.TryInteger(out var ttl) && ttl is >= 1 and <= 43_200))
            {
                return new Refusal(132018, $"Button at index {index}: ttl_minutes runs from 1 to 43200");
            }
        }

        return null;
    }
}
