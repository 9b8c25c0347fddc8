using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Control;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Flows;

/// <summary>How a message opens its flow: which one, with which token, at a screen or by asking the endpoint.</summary>
internal sealed record FlowOpening(string? FlowId, string? FlowName, string Token, bool AsksEndpoint, string? Screen, JsonObject? Data, bool TakesDraft)
{
    public static FlowOpening Read(Platform platform, PhoneThreadMessage message)
    {
        var (templateKey, body) = platform.Database.Query("SELECT template, body FROM message WHERE seq = $seq", r => (r.GetInt64(0), r.GetFieldValue<byte[]>(1)), ("$seq", message.Seq))[0];
        var content = JsonNode.Parse(body)!.AsObject();
        return templateKey == 0 ? Interactive(content["action"]?["parameters"] as JsonObject ?? [])
            : Template(content, platform.Meta.Template(templateKey.ToString(CultureInfo.InvariantCulture))?.Template ?? throw new PhoneProblemException("The template of this message was deleted, and its flow with it."));
    }

    private static FlowOpening Interactive(JsonObject parameters) => new(
        Text(parameters["flow_id"]), Text(parameters["flow_name"]), Text(parameters["flow_token"]) ?? "unused", Text(parameters["flow_action"]) == "data_exchange",
        Text((parameters["flow_action_payload"] as JsonObject)?["screen"]), (parameters["flow_action_payload"] as JsonObject)?["data"] as JsonObject, Text(parameters["mode"]) == "draft");

    private static string? Text(JsonNode? node) => Api.Parameters.TextOf(node);

    private static FlowOpening Template(JsonObject content, SimulatedTemplate template)
    {
        bool IsFlow(JsonNode? part, string member) => string.Equals((string?)part?[member], "FLOW", StringComparison.OrdinalIgnoreCase);
        var button = JsonNode.Parse(template.Seed.Components)!.AsArray().SelectMany(component => component?["buttons"] as JsonArray ?? []).First(button => IsFlow(button, "type"))!;
        var sent = (content["components"] as JsonArray ?? []).FirstOrDefault(component => IsFlow(component, "sub_type"))?["parameters"]?[0]?["action"];
        return new FlowOpening(
            (string?)button["flow_id"], (string?)button["flow_name"], (string?)sent?["flow_token"] ?? "unused", string.Equals((string?)button["flow_action"], "data_exchange", StringComparison.OrdinalIgnoreCase),
            (string?)button["navigate_screen"], sent?["flow_action_data"] as JsonObject, TakesDraft: false);
    }
}
