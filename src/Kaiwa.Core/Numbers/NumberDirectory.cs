using System.Collections.Frozen;
using System.Text;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Core.Numbers;

/// <summary>All Meta objects of this installation, held in memory and read anew after a change: apps, portfolios, WABAs, numbers.</summary>
public sealed class NumberDirectory(NumberStore store)
{
    private Snapshot now = Snapshot.Empty;

    public IReadOnlyCollection<Number> Numbers => now.ById.Values;

    public Number? Find(Id<Number> id) => now.ById.GetValueOrDefault(id);

    /// <summary>By Meta's phone number id.</summary>
    public Number? FindByMetaId(string metaId) => now.ByMetaId.GetValueOrDefault(metaId);

    public Waba? FindWaba(string metaId) => now.Wabas.GetValueOrDefault(metaId);

    public MetaApp? FindApp(string appKey) => now.Apps.GetValueOrDefault(appKey);

    public IEnumerable<Number> Of(Id<Workspace> workspace) => now.ById.Values.Where(number => number.Workspace.Id == workspace).OrderBy(number => number.Id);

    public IEnumerable<Waba> WabasOf(Id<Workspace> workspace) => now.Wabas.Values.Where(waba => waba.Workspace == workspace).OrderBy(waba => waba.Id);

    /// <summary>The apps through which the workspace's accounts are reached.</summary>
    public IEnumerable<MetaApp> AppsOf(Id<Workspace> workspace) => now.Apps.Values.Where(app => WabasOf(workspace).Any(waba => waba.Apps.Contains(app.Id)));

    public async Task ReloadAsync(CancellationToken ct = default) => now = await store.LoadAsync(ct);

    internal sealed record Snapshot(
        FrozenDictionary<Id<Number>, Number> ById,
        FrozenDictionary<string, Number> ByMetaId,
        FrozenDictionary<string, Waba> Wabas,
        FrozenDictionary<string, MetaApp> Apps)
    {
        public static readonly Snapshot Empty = Of([], [], []);

        public static Snapshot Of(IReadOnlyList<Number> numbers, IReadOnlyList<Waba> wabas, IReadOnlyList<MetaApp> apps) => new(
            numbers.ToFrozenDictionary(number => number.Id),
            numbers.ToFrozenDictionary(number => number.MetaId, StringComparer.Ordinal),
            wabas.ToFrozenDictionary(waba => waba.MetaId, StringComparer.Ordinal),
            apps.ToFrozenDictionary(app => app.AppKey, StringComparer.Ordinal));
    }
}
