using System.Data.Common;
using SQLitePCL;

namespace Kaiwa.Core.Storage;

/// <summary>One row that a bulk statement returned, on either engine. Valid only while it is being read.</summary>
public readonly struct BulkRow
{
    private readonly DbDataReader? reader;
    private readonly sqlite3_stmt? statement;

    internal BulkRow(DbDataReader reader) => this.reader = reader;

    internal BulkRow(sqlite3_stmt statement) => this.statement = statement;

    public Id<TId> Id<TId>(int column) => new(GetGuid(column));

    public Guid GetGuid(int column) => statement is null ? reader!.GetGuid(column) : new Guid(raw.sqlite3_column_blob(statement, column), bigEndian: true);

    public int GetInt32(int column) => statement is null ? reader!.GetInt32(column) : raw.sqlite3_column_int(statement, column);

    public long GetInt64(int column) => statement is null ? reader!.GetInt64(column) : raw.sqlite3_column_int64(statement, column);

    public string GetString(int column) => statement is null ? reader!.GetString(column) : raw.sqlite3_column_text(statement, column).utf8_to_string();

    public bool IsDBNull(int column) => statement is null ? reader!.IsDBNull(column) : raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;
}
