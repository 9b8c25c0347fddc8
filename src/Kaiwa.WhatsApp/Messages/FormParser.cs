using System.Text.Json;
using static Kaiwa.WhatsApp.Messages.InteractiveParser;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Reads interactive messages that open a form: flows and addresses.</summary>
internal static class FormParser
{
    // Not documented: a generous bound for what Meta bounds without telling.
    private const int LongestValue = 1024;
    private const int LongestPinCode = 6;
    private const string Path = "interactive.action.parameters";

    public static OutgoingMessage Parse(string type, JsonElement content, Checks checks)
    {
        var body = Body(content, LongestBody, checks);
        return type == "flow"
            ? new OutgoingMessage.Flow(body, Flow(Parameters(content, "flow", checks), checks), Header(content, checks), Footer(content, checks))
            : new OutgoingMessage.AddressRequest(body, Address(Parameters(content, "address_message", checks), checks), Header(content, checks), Footer(content, checks));
    }

    private static FlowForm Flow(JsonElement parameters, Checks checks)
    {
        if (checks.Required(parameters, "flow_message_version", Path + ".flow_message_version", 8) is { Length: > 0 } version && version != "3")
        {
            checks.Refuse(Checks.Invalid, $"The parameter {Path}.flow_message_version must be 3.");
        }

        var label = checks.Required(parameters, "flow_cta", Path + ".flow_cta", LongestValue);
        var id = checks.Optional(parameters, "flow_id", Path + ".flow_id", LongestValue);
        var name = checks.Optional(parameters, "flow_name", Path + ".flow_name", LongestValue);
        if (string.IsNullOrEmpty(id) == string.IsNullOrEmpty(name))
        {
            checks.Refuse(id is null ? Checks.Missing : Checks.InvalidParameter, $"Exactly one of {Path}.flow_id and {Path}.flow_name is required.");
        }

        var mode = Choice(parameters, "mode", ["published", "draft"], checks);
        var action = Choice(parameters, "flow_action", ["navigate", "data_exchange"], checks);
        var token = checks.Optional(parameters, "flow_token", Path + ".flow_token", LongestValue);
        var form = new FlowForm(label, id, name, token, mode, action);
        if (!parameters.TryGetProperty("flow_action_payload", out var start) || start.ValueKind == JsonValueKind.Null)
        {
            return form;
        }

        if (action == "data_exchange")
        {
            checks.Refuse(Checks.InvalidParameter, $"The parameter {Path}.flow_action_payload is only allowed with flow_action navigate.");
        }

        return checks.TryObject(parameters, "flow_action_payload", Path + ".flow_action_payload", out start)
            ? form with { Screen = checks.Optional(start, "screen", Path + ".flow_action_payload.screen", LongestValue), DataJson = Data(start, checks) }
            : form;
    }

    private static string? Data(JsonElement start, Checks checks)
    {
        if (!start.TryGetProperty("data", out var data) || data.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (data.ValueKind != JsonValueKind.Object || !data.EnumerateObject().MoveNext())
        {
            checks.Refuse(Checks.Invalid, $"The parameter {Path}.flow_action_payload.data must be a JSON object that is not empty.");
        }

        return data.GetRawText();
    }

    private static string? Choice(JsonElement parameters, string name, ReadOnlySpan<string> words, Checks checks) =>
        parameters.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? checks.OneOf(parameters, name, Path + "." + name, words) : null;

    private static AddressForm Address(JsonElement parameters, Checks checks)
    {
        var country = checks.Required(parameters, "country", Path + ".country", 2);
        var values = Values(parameters, "values", Path + ".values", checks);
        var errors = checks.Texts(parameters, "validation_errors", Path + ".validation_errors", LongestValue);
        List<SavedAddress>? saved = null;
        if (parameters.TryGetProperty("saved_addresses", out var list) && list.ValueKind != JsonValueKind.Null)
        {
            saved = [];
            foreach (var address in checks.List(parameters, "saved_addresses", Path + ".saved_addresses", 0, 100))
            {
                saved.Add(new SavedAddress(
                    checks.Required(address, "id", Path + ".saved_addresses.id", LongestValue),
                    Values(address, "value", Path + ".saved_addresses.value", checks) ?? new Dictionary<string, string>(StringComparer.Ordinal)));
            }
        }

        return new AddressForm(country, values, saved, errors);
    }

    private static IReadOnlyDictionary<string, string>? Values(JsonElement parent, string name, string path, Checks checks)
    {
        var values = checks.Texts(parent, name, path, LongestValue);
        if (values?.GetValueOrDefault("in_pin_code") is { } pin)
        {
            checks.Length(pin, path + ".in_pin_code", LongestPinCode);
        }

        return values;
    }
}
