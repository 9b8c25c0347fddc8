using System.Globalization;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Api;

/// <summary>A template as Meta returns it: the fields asked for, or the usual ones.</summary>
internal static class TemplateNode
{
    private static readonly HashSet<string> Usual = ["name", "parameter_format", "components", "language", "status", "category", "previous_category"];

    public static JsonObject Of(SimulatedTemplate template, HashSet<string>? fields)
    {
        var seed = template.Seed;
        var history = template.History;
        var wanted = fields ?? Usual;
        var all = new JsonObject
        {
            ["name"] = seed.Name,
            ["parameter_format"] = seed.ParameterFormat,
            ["components"] = wanted.Contains("components") ? JsonNode.Parse(seed.Components) : null,
            ["language"] = seed.Language,
            ["status"] = template.Status,
            ["category"] = seed.Category,
            ["previous_category"] = history.PreviousCategory,
            ["correct_category"] = history.CorrectCategory,
            ["rejected_reason"] = template.Status == "REJECTED" && history.RejectedReason == "NONE" ? "ABUSIVE_CONTENT" : history.RejectedReason,
            ["quality_score"] = new JsonObject { ["score"] = template.Quality },
            ["message_send_ttl_seconds"] = history.TtlSeconds,
            ["last_updated_time"] = history.UpdatedAtMs == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(history.UpdatedAtMs).ToString("yyyy-MM-dd'T'HH:mm:ss'+0000'", CultureInfo.InvariantCulture),
        };
        foreach (var name in all.Where(member => member.Value is null || !wanted.Contains(member.Key)).Select(member => member.Key).ToList())
        {
            all.Remove(name);
        }

        all["id"] = seed.Id;
        return all;
    }
}
