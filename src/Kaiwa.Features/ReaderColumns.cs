using System.Data.Common;
using Kaiwa.Core.Storage;

namespace Kaiwa.Features;

/// <summary>Ids as either engine gives them: uuid or 16 bytes.</summary>
internal static class ReaderColumns
{
    public static Id<T> ReadId<T>(this DbDataReader reader, int column) =>
        new(reader.GetValue(column) is byte[] bytes ? new Guid(bytes, bigEndian: true) : reader.GetGuid(column));

    public static Id<T> ReadId<T>(this BulkRow row, int column) => row.Id<T>(column);

    public static string? ReadText(this BulkRow row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static string? ReadText(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
