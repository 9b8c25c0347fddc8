using Kaiwa.Core.Messages;

namespace Kaiwa.Console.Search;

/// <summary>What the search page was asked, as its address keeps it. Days are as a form has them: <c>2026-11-23</c>.</summary>
public sealed record SearchQuery(string? Q = null, string? Who = null, string? Kind = null, string? Agent = null, string? Label = null, string? Number = null, string? From = null, string? Until = null)
{
    public Direction? Direction => Enum.TryParse<Direction>(Who, out var direction) && Enum.IsDefined(direction) ? direction : null;

    /// <summary>A person has no day and no kind.</summary>
    public bool IsOfPeople => (Who, Kind, From, Until) is (null, null, null, null);

    public IReadOnlyDictionary<string, object?> Parameters => new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["q"] = Some(Q),
        ["who"] = Some(Who),
        ["kind"] = Some(Kind),
        ["agent"] = Some(Agent),
        ["label"] = Some(Label),
        ["number"] = Some(Number),
        ["from"] = Some(From),
        ["until"] = Some(Until),
    };

    /// <summary>An empty field of a form is no filter.</summary>
    public static string? Some(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
}
