using System.Globalization;

namespace Kaiwa.Features;

/// <summary>Where a list goes on: a number (time or sequence) and the id or number that breaks ties.</summary>
internal static class Cursor
{
    /// <summary>After everything that there is.</summary>
    public static readonly (long At, Guid Id) End = (long.MaxValue, new Guid("ffffffff-ffff-ffff-ffff-ffffffffffff"));

    public static string Write(long at, Guid id) => string.Create(CultureInfo.InvariantCulture, $"{at}.{id:N}");

    public static string Write(long at, long seq) => string.Create(CultureInfo.InvariantCulture, $"{at}.{seq}");

    /// <summary>What is not a cursor of ours starts the list anew.</summary>
    public static (long At, Guid Id) Read(string? text)
    {
        var parts = (text ?? "").Split('.');
        return parts.Length == 2 && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at) && Guid.TryParse(parts[1], out var id) ? (at, id) : End;
    }

    public static (long At, long Seq) ReadSeq(string? text)
    {
        var parts = (text ?? "").Split('.');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? (at, seq)
            : (long.MaxValue, long.MaxValue);
    }
}
