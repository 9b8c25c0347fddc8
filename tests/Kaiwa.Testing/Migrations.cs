using Kaiwa.Core;
using Kaiwa.Core.Storage;
using Kaiwa.Features;

namespace Kaiwa.Testing;

internal static class Migrations
{
    public static readonly IReadOnlyList<MigrationSource> All = [new(typeof(CoreFeature).Assembly), new(typeof(FeaturesList).Assembly)];
}
