using System.Runtime.CompilerServices;
using Kaiwa.Core;
using Kaiwa.Features;
using Kaiwa.Tests.Architecture;
using Microsoft.Extensions.Hosting;

namespace Kaiwa.Tests.Docs;

/// <summary>Makes all problem texts known, as a start of the server does.</summary>
internal static class Words
{
    private static readonly Lazy<bool> Loaded = new(() =>
    {
        Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings()).AddCore().AddFeatures();
        foreach (var type in Assemblies.All.SelectMany(Assemblies.TypesOf).Where(type => type.Name.EndsWith("Problems", StringComparison.Ordinal)))
        {
            RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }

        return true;
    });

    public static void Load() => _ = Loaded.Value;
}
