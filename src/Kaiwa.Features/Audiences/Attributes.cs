using System.Text.Encodings.Web;
using System.Text.Json;

namespace Kaiwa.Features.Audiences;

/// <summary>A contact's own facts: a JSON object of strings.</summary>
internal static class Attributes
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Adds and replaces; null when nothing is to be changed.</summary>
    public static string? Merge(string? stored, IEnumerable<KeyValuePair<string, string>> told)
    {
        SortedDictionary<string, string>? merged = null;
        foreach (var (name, value) in told)
        {
            merged ??= new SortedDictionary<string, string>(Read(stored), StringComparer.Ordinal);
            merged[name] = value;
        }

        return merged is null ? null : JsonSerializer.Serialize(merged, Readable);
    }

    /// <summary>What is stored without what only the other had told; what was told before stays.</summary>
    public static string? Without(string? stored, string? others, string? before)
    {
        var (theirs, own) = (Read(others), Read(before));
        var left = Read(stored).Where(fact => own.ContainsKey(fact.Key) || !theirs.TryGetValue(fact.Key, out var told) || told != fact.Value).ToList();
        return Merge(null, left);
    }

    public static Dictionary<string, string> Read(string? stored)
    {
        try
        {
            return string.IsNullOrEmpty(stored) ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(stored) ?? [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
