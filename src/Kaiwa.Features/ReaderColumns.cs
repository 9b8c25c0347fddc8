using Kaiwa.Core.Storage;

namespace Kaiwa.Features;

/// <summary>Columns of a bulk statement's answer.</summary>
internal static class ReaderColumns
{
    public static Id<T> ReadId<T>(this BulkRow row, int column) => row.Id<T>(column);

    public static string? ReadText(this BulkRow row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
