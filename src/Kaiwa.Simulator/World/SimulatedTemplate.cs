using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace Kaiwa.Simulator.World;

/// <summary>A template, with what sending must know read out of its components once.</summary>
internal sealed class SimulatedTemplate
{
    public SimulatedTemplate(SeedTemplate seed)
    {
        Seed = seed;
        Status = seed.Status;
        Quality = seed.Status is "PAUSED" or "DISABLED" ? "RED" : "GREEN";
        Key = long.Parse(seed.Id, NumberStyles.None, CultureInfo.InvariantCulture);
        Category = seed.Category switch { "MARKETING" => MessageCategory.Marketing, "AUTHENTICATION" => MessageCategory.Authentication, _ => MessageCategory.Utility };
        using var json = JsonDocument.Parse(seed.Components);
        Shape = new TemplateShape(json.RootElement);
    }

    public SeedTemplate Seed { get; }
    public long Key { get; }
    public string Status { get; set; }
    public string Quality { get; set; }
    public MessageCategory Category { get; }
    /// <summary>What review and edits left behind.</summary>
    public TemplateHistory History { get; set; } = new();

    /// <summary>How long Meta tries to deliver a message of it.</summary>
    public int TtlSeconds => History.TtlSeconds switch { > 0 and var given => given, null when Category == MessageCategory.Authentication => 600, _ => 30 * 24 * 3600 };

    public bool Named => Seed.ParameterFormat.Equals("NAMED", StringComparison.OrdinalIgnoreCase);

    public TemplateShape Shape { get; }

    /// <summary>The same template with other contents.</summary>
    public SimulatedTemplate With(SeedTemplate seed) => new(seed) { Status = Status, Quality = Quality, History = History };
}

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
