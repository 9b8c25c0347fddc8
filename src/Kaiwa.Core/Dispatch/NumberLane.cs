using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Dispatch;

/// <summary>The lane of a number: everything it sends goes through here, one round at a time.</summary>
internal static class NumberLane
{
    public const string Kind = "number";

    public static string Key(Id<Number> number) => $"{Kind}:{number}";
}
