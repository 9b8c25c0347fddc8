using System.Globalization;

namespace Kaiwa.Load.Product;

/// <summary>Valid Indonesian mobile numbers, as many as needed, never the same twice in one run.</summary>
internal static class Phones
{
    private static long next;

    /// <summary>New numbers, digits only.</summary>
    public static List<string> Next(int count)
    {
        var first = Interlocked.Add(ref next, count) - count;
        return [.. Enumerable.Range(0, count).Select(index => string.Create(CultureInfo.InvariantCulture, $"62812{first + index:D8}"))];
    }
}
