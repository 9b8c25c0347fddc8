using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Kaiwa.Simulator.World;

/// <summary>A template, with what sending must know read out of its components once.</summary>
internal sealed partial class SimulatedTemplate
{
    public SimulatedTemplate(SeedTemplate seed)
    {
        Seed = seed;
        Status = seed.Status;
        Key = long.Parse(seed.Id, NumberStyles.None, CultureInfo.InvariantCulture);
        Category = seed.Category switch { "MARKETING" => MessageCategory.Marketing, "AUTHENTICATION" => MessageCategory.Authentication, _ => MessageCategory.Utility };
        using var json = JsonDocument.Parse(seed.Components);
        foreach (var component in json.RootElement.EnumerateArray())
        {
            Read(component);
        }
    }

    public SeedTemplate Seed { get; }
    public long Key { get; }
    public string Status { get; set; }
    public MessageCategory Category { get; }
    public bool Named => Seed.ParameterFormat.Equals("NAMED", StringComparison.OrdinalIgnoreCase);

    /// <summary>TEXT, IMAGE, VIDEO, DOCUMENT, LOCATION, or null for no header.</summary>
    public string? HeaderFormat { get; private set; }
    public string HeaderText { get; private set; } = "";
    public IReadOnlyList<string> HeaderVariables { get; private set; } = [];
    public string BodyText { get; private set; } = "";
    public IReadOnlyList<string> BodyVariables { get; private set; } = [];
    public string FooterText { get; private set; } = "";
    public IReadOnlyList<TemplateButton> Buttons { get; private set; } = [];
    public int Cards { get; private set; }

    private void Read(JsonElement component)
    {
        var text = Member(component, "text");
        switch (Member(component, "type").ToUpperInvariant())
        {
            case "HEADER":
                HeaderFormat = Member(component, "format") is { Length: > 0 } format ? format.ToUpperInvariant() : "TEXT";
                HeaderText = text;
                HeaderVariables = Variables(text);
                break;
            case "BODY":
                BodyText = text;
                BodyVariables = Variables(text);
                break;
            case "FOOTER":
                FooterText = text;
                break;
            case "BUTTONS" when component.TryGetProperty("buttons", out var buttons):
                Buttons = [.. buttons.EnumerateArray().Select(b => new TemplateButton(Member(b, "type").ToUpperInvariant(), Member(b, "text"), Member(b, "url").Contains("{{", StringComparison.Ordinal)))];
                break;
            case "CAROUSEL" when component.TryGetProperty("cards", out var cards):
                Cards = cards.GetArrayLength();
                break;
        }
    }

    private static string Member(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";

    private static string[] Variables(string text) => [.. Variable().Matches(text).Select(m => m.Groups["name"].Value.Trim()).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex(@"\{\{(?<name>[^{}]+)\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();
}

/// <summary>A button of a template; a URL that ends in a variable needs a parameter.</summary>
internal sealed record TemplateButton(string Type, string Text, bool HasVariable);

/// <summary>What a message is charged as. The numbers are stored; never renumber them.</summary>
internal enum MessageCategory
{
    Service = 0,
    Marketing = 1,
    Utility = 2,
    Authentication = 3,
}

/// <summary>The templates of one business account, found by name and language without an allocation.</summary>
internal sealed class TemplateShelf
{
    private readonly ConcurrentDictionary<string, SimulatedTemplate[]> byName = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SimulatedTemplate> byId = new(StringComparer.Ordinal);

    public IEnumerable<SimulatedTemplate> All => byId.Values.OrderBy(t => t.Key);

    public SimulatedTemplate? ById(string id) => byId.GetValueOrDefault(id);

    public SimulatedTemplate? Find(ReadOnlySpan<char> name, ReadOnlySpan<char> language)
    {
        if (byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var family))
        {
            foreach (var template in family)
            {
                if (language.SequenceEqual(template.Seed.Language))
                {
                    return template;
                }
            }
        }

        return null;
    }

    public void Put(SimulatedTemplate template)
    {
        Remove(template.Seed.Id);
        byId[template.Seed.Id] = template;
        byName.AddOrUpdate(template.Seed.Name, [template], (_, family) => [.. family, template]);
    }

    public bool Remove(string id)
    {
        if (!byId.TryRemove(id, out var old))
        {
            return false;
        }

        byName.AddOrUpdate(old.Seed.Name, [], (_, family) => [.. family.Where(t => t.Seed.Id != id)]);
        return true;
    }
}
