using System.Text.Json.Nodes;

namespace Kaiwa.Simulator.World;

/// <summary>What review and edits left behind of a template, besides its status.</summary>
internal sealed record TemplateHistory
{
    public string RejectedReason { get; init; } = "NONE";
    public string? PreviousCategory { get; init; }

    /// <summary>Where Meta will put it, once announced.</summary>
    public string? CorrectCategory { get; init; }

    /// <summary>As the business gave it; -1 is 30 days.</summary>
    public int? TtlSeconds { get; init; }

    public long UpdatedAtMs { get; init; }

    /// <summary>When it was edited while approved.</summary>
    public IReadOnlyList<long> EditsMs { get; init; } = [];

    public JsonObject ToJson() => new()
    {
        ["rejected_reason"] = RejectedReason,
        ["previous_category"] = PreviousCategory,
        ["correct_category"] = CorrectCategory,
        ["ttl"] = TtlSeconds,
        ["updated"] = UpdatedAtMs,
        ["edits"] = new JsonArray([.. EditsMs.Select(at => JsonValue.Create(at))]),
    };

    public static TemplateHistory Read(JsonObject json) => new()
    {
        RejectedReason = (string)json["rejected_reason"]!,
        PreviousCategory = (string?)json["previous_category"],
        CorrectCategory = (string?)json["correct_category"],
        TtlSeconds = (int?)json["ttl"],
        UpdatedAtMs = (long)json["updated"]!,
        EditsMs = [.. json["edits"]!.AsArray().Select(at => (long)at!)],
    };
}
