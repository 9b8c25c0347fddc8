using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Api.Json;

namespace Kaiwa.Simulator.Rules;

/// <summary>Messages that open a form. Whether there is the flow that they name, <see cref="FlowRules"/> says.</summary>
internal static class FormRules
{
    public static Refusal? Flow(JsonSlice action)
    {
        var parameters = action["parameters"u8];
        var start = parameters["flow_action_payload"u8];
        return InteractiveRules.Named(action, "flow")
            ?? (parameters["flow_message_version"u8].Inner.SequenceEqual("3"u8) ? null : Refusal.Invalid("flow_message_version must be 3."))
            ?? (parameters["flow_cta"u8].Length > 0 ? null : Refusal.Missing("flow_cta is required"))
            ?? (parameters["flow_id"u8].Exists != parameters["flow_name"u8].Exists ? null : Refusal.Invalid("Exactly one of flow_id and flow_name is required."))
            ?? OneOf(parameters["mode"u8], "mode", "published", "draft")
            ?? OneOf(parameters["flow_action"u8], "flow_action", "navigate", "data_exchange")
            ?? (start.Exists && parameters["flow_action"u8].Is("data_exchange"u8) ? Refusal.Invalid("flow_action_payload is only allowed with flow_action navigate.") : null)
            ?? (start["data"u8].Exists && !(start["data"u8].IsObject && new JsonMembers(start["data"u8].Raw).MoveNext()) ? Refusal.Invalid("flow_action_payload.data must be a non-empty object.") : null);
    }

    public static Refusal? Address(JsonSlice action)
    {
        var parameters = action["parameters"u8];
        return InteractiveRules.Named(action, "address_message")
            ?? (parameters["country"u8].Exists ? null : Refusal.Missing("country is required"))
            ?? (parameters["country"u8].Is("IN"u8) ? null : Refusal.Invalid("Address messages are available in IN only."))
            ?? (parameters["values"u8]["in_pin_code"u8].Length > 6 ? Refusal.Invalid("in_pin_code length invalid. Max length: 6") : null);
    }

    private static Refusal? OneOf(JsonSlice value, string name, string first, string second) =>
        !value.Exists || (value.IsString && (value.Text == first || value.Text == second)) ? null : Refusal.Invalid($"{name} must be one of {first}, {second}.");
}
