using System.Reflection;

namespace Kaiwa.Tests.Architecture;

/// <summary>The product's assemblies and the types that were written by hand in them.</summary>
internal static class Assemblies
{
    public static readonly Assembly WhatsApp = typeof(Kaiwa.WhatsApp.PhoneNumber).Assembly;
    public static readonly Assembly Simulator = typeof(Kaiwa.Simulator.SimulatorFeature).Assembly;
    public static readonly Assembly Core = typeof(Kaiwa.Core.CoreFeature).Assembly;
    public static readonly Assembly Features = typeof(Kaiwa.Features.FeaturesList).Assembly;
    public static readonly Assembly Console = Assembly.Load("Kaiwa.Console");
    public static readonly Assembly Server = Assembly.Load("kaiwa");

    public static readonly IReadOnlyList<Assembly> All = [WhatsApp, Simulator, Core, Features, Console, Server];

    /// <summary>The hand-written type that a compiled type belongs to: state machines, closures and nested types count as what encloses them.</summary>
    public static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return type;
    }

    public static IEnumerable<Type> TypesOf(Assembly assembly) => assembly.GetTypes().Where(type => type.Namespace?.StartsWith("Kaiwa", StringComparison.Ordinal) == true);
}
