using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Api.Json;

namespace Kaiwa.Simulator.Flows;

/// <summary>What is wrong with a flow JSON, where; in Meta's words for the kinds of errors.</summary>
internal sealed record FlowError(string Type, string Message, string Path = "", long Line = 1, long Column = 1)
{
    public JsonObject ToJson() => new()
    {
        ["error"] = "INVALID_PROPERTY_VALUE",
        ["error_type"] = Type,
        ["message"] = Message,
        ["line_start"] = Line,
        ["line_end"] = Line,
        ["column_start"] = Column,
        ["column_end"] = Column,
        ["pointers"] = new JsonArray(new JsonObject { ["line_start"] = Line, ["line_end"] = Line, ["column_start"] = Column, ["column_end"] = Column, ["path"] = Path }),
    };
}

/// <summary>A flow JSON: its version, its screens, whether it talks to an endpoint. Of its components nothing is read.</summary>
internal sealed class FlowAsset
{
    private static readonly Version FirstPublishable = new(6, 0);

    private readonly List<JsonObject> screens = [];
    private readonly List<FlowError> errors = [];

    private FlowAsset(string? text)
    {
        if (text is null)
        {
            Add("version", "A flow JSON was not uploaded yet.");
            return;
        }

        try
        {
            if (StrictJson.Parse(text) is JsonObject json)
            {
                Read(json);
            }
            else
            {
                Add("", "A flow JSON must be an object.");
            }
        }
        catch (JsonException wrong)
        {
            errors.Add(new FlowError("FLOW_JSON_ERROR", "The flow JSON is not valid JSON.", "", (wrong.LineNumber ?? 0) + 1, (wrong.BytePositionInLine ?? 0) + 1));
        }
    }

    public string Version { get; private set; } = "";

    /// <summary>The data API version; null when the flow uses no endpoint.</summary>
    public string? DataApiVersion { get; private set; }

    public IReadOnlyList<FlowError> Errors => errors;

    public string? FirstScreen => screens.Count == 0 ? null : (string?)screens[0]["id"];

    /// <summary>Versions before 6.0 are frozen: they can be sent, no longer published.</summary>
    public bool IsPublishable => errors.Count == 0 && System.Version.TryParse(Version, out var version) && version >= FirstPublishable;

    public static FlowAsset Parse(string? text) => new(text);

    public bool HasScreen(string id) => Screen(id) is not null;

    public bool RefreshesOnBack(string id) => Screen(id)?["refresh_on_back"] is JsonValue value && value.TryGetValue<bool>(out var refreshes) && refreshes;

    private JsonObject? Screen(string id) => screens.FirstOrDefault(screen => (string?)screen["id"] == id);

    private void Read(JsonObject json)
    {
        Version = TextOf(json["version"]) ?? "";
        DataApiVersion = TextOf(json["data_api_version"]);
        if (!System.Version.TryParse(Version, out _))
        {
            Add("version", "The property \"version\" is required and holds a version like \"7.3\".");
        }

        if (DataApiVersion is not (null or "3.0" or "4.0"))
        {
            Add("data_api_version", "The property \"data_api_version\" must be \"3.0\" or \"4.0\".");
        }

        if (DataApiVersion is not null && json["routing_model"] is not JsonObject)
        {
            Add("routing_model", "A flow with an endpoint needs the property \"routing_model\".");
        }

        if (json["screens"] is not JsonArray { Count: > 0 } list)
        {
            Add("screens", "The property \"screens\" is required and holds at least one screen.");
            return;
        }

        foreach (var (screen, index) in list.Select((screen, index) => (screen as JsonObject, index)))
        {
            var id = TextOf(screen?["id"]);
            if (screen is null || id is null or "" or "SUCCESS" || HasScreen(id))
            {
                Add($"screens[{index}].id", "Every screen needs an \"id\" of its own, which is not SUCCESS.");
                continue;
            }

            screens.Add(screen);
        }
    }

    private void Add(string path, string message) => errors.Add(new FlowError("JSON_SCHEMA_ERROR", message, path));

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
