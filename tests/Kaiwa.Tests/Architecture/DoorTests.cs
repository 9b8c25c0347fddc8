namespace Kaiwa.Tests.Architecture;

/// <summary>A feature is a folder with a door: what is public may be used by others, what is internal may not.</summary>
public sealed class DoorTests
{
    private const string Features = "Kaiwa.Features";

    [Fact]
    public void A_feature_uses_only_visible_types_of_another()
    {
        var broken = BetweenFeatures().Where(use => !use.To.IsVisible).Select(use => $"{use.From.FullName} uses {use.To.FullName}");

        broken.ShouldBeEmpty("ask the other feature's door, or make the type part of the door");
    }

    [Fact]
    public void The_console_uses_only_visible_types_of_features_and_engine()
    {
        var broken = TypeUses.Of(Assemblies.Console)
            .Where(use => (use.To.Assembly == Assemblies.Features || use.To.Assembly == Assemblies.Core) && !use.To.IsVisible)
            .Select(use => $"{use.From.FullName} uses {use.To.FullName}");

        broken.ShouldBeEmpty();
    }

    /// <summary>The console shows what the doors give; it neither reads rows nor enqueues.</summary>
    [Fact]
    public void The_console_reaches_no_storage_and_no_pipe()
    {
        string[] closed = ["Kaiwa.Core.Outbox", "Kaiwa.Core.Dispatch", "Kaiwa.Core.Ingest", "Kaiwa.Core.Effects", "Kaiwa.Core.Exchange", "Kaiwa.Core.Events", "Kaiwa.Core.Jobs", "Kaiwa.Core.Lanes"];
        string[] storage = ["Database", "UnitOfWork", "Bulk`1", "CommitWriter`2", "Migrator"];

        var broken = TypeUses.Of(Assemblies.Console)
            .Where(use => closed.Contains(use.To.Namespace, StringComparer.Ordinal) || (use.To.Namespace == "Kaiwa.Core.Storage" && storage.Contains(use.To.Name, StringComparer.Ordinal)))
            .Select(use => $"{use.From.FullName} uses {use.To.FullName}");

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Features_do_not_depend_on_each_other_in_a_circle()
    {
        var edges = BetweenFeatures().Select(use => (From: FeatureOf(use.From)!, To: FeatureOf(use.To)!)).Distinct().ToLookup(edge => edge.From, edge => edge.To, StringComparer.Ordinal);

        foreach (var feature in edges.Select(group => group.Key))
        {
            PathBack(edges, feature, feature, []).ShouldBeNull();
        }
    }

    private static IEnumerable<TypeUses.Use> BetweenFeatures() => TypeUses.Of(Assemblies.Features)
        .Where(use => FeatureOf(use.From) is { } from && FeatureOf(use.To) is { } to && from != to);

    /// <summary>The folder below Kaiwa.Features; null for what lies beside the folders.</summary>
    private static string? FeatureOf(Type type) =>
        type.Namespace is { } name && name.StartsWith(Features + ".", StringComparison.Ordinal) ? name[(Features.Length + 1)..].Split('.')[0] : null;

    private static string? PathBack(ILookup<string, string> edges, string from, string goal, HashSet<string> seen)
    {
        foreach (var next in edges[from])
        {
            if (next == goal)
            {
                return $"{from} → {goal}";
            }

            if (seen.Add(next) && PathBack(edges, next, goal, seen) is { } rest)
            {
                return $"{from} → {rest}";
            }
        }

        return null;
    }
}
