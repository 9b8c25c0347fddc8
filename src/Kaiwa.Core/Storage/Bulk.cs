using Npgsql;
using Microsoft.Data.Sqlite;

namespace Kaiwa.Core.Storage;

/// <summary>Many rows for one statement. The statement names them <c>{rows} AS v</c>: arrays unnested on PostgreSQL, a prepared loop on SQLite.</summary>
public sealed class Bulk<T>(IReadOnlyList<T> items)
{
    private readonly List<Column> columns = [];

    public int Count => items.Count;

    public Bulk<T> Id<TId>(string name, Func<T, Id<TId>> value) => Guid(name, item => value(item).Value);

    public Bulk<T> Id<TId>(string name, Func<T, Id<TId>?> value) => Guid(name, item => value(item)?.Value);

    public Bulk<T> Guid(string name, Func<T, Guid> value) =>
        Add(name, () => items.Select(value).ToArray(), (p, item) => p.Value = value(item).ToByteArray(bigEndian: true));

    public Bulk<T> Guid(string name, Func<T, Guid?> value) =>
        Add(name, () => items.Select(value).ToArray(), (p, item) => p.Value = (object?)value(item)?.ToByteArray(bigEndian: true) ?? DBNull.Value);

    public Bulk<T> Long(string name, Func<T, long> value) => Add(name, () => items.Select(value).ToArray(), (p, item) => p.Value = value(item));

    public Bulk<T> Long(string name, Func<T, long?> value) =>
        Add(name, () => items.Select(value).ToArray(), (p, item) => p.Value = (object?)value(item) ?? DBNull.Value);

    public Bulk<T> Int(string name, Func<T, int> value) => Add(name, () => items.Select(value).ToArray(), (p, item) => p.Value = value(item));

    public Bulk<T> Bool(string name, Func<T, bool> value) => Add(name, () => items.Select(value).ToArray(), (p, item) => p.Value = value(item));

    public Bulk<T> Text(string name, Func<T, string?> value) =>
        Add(name, () => items.Select(value).ToArray(), (p, item) => p.Value = (object?)value(item) ?? DBNull.Value);

    public Bulk<T> Bytes(string name, Func<T, byte[]> value) => Add(name, () => items.Select(value).ToArray(), (p, item) => p.Value = value(item));

    internal string PostgresSource => $"unnest({string.Join(", ", columns.Select(c => "@" + c.Name))}) AS v({string.Join(", ", columns.Select(c => c.Name))})";

    internal string SqliteSource => $"(SELECT {string.Join(", ", columns.Select(c => $"@{c.Name} AS {c.Name}"))}) AS v";

    internal void BindPostgres(NpgsqlCommand command)
    {
        foreach (var column in columns)
        {
            command.Parameters.Add(new NpgsqlParameter(column.Name, column.Array()));
        }
    }

    internal void PrepareSqlite(SqliteCommand command)
    {
        foreach (var column in columns)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = "@" + column.Name });
        }
    }

    internal void BindSqlite(SqliteCommand command, int row)
    {
        for (var i = 0; i < columns.Count; i++)
        {
            columns[i].Bind(command.Parameters[i], items[row]);
        }
    }

    private Bulk<T> Add(string name, Func<Array> array, Action<SqliteParameter, T> bind)
    {
        columns.Add(new Column(name, array, bind));
        return this;
    }

    private sealed record Column(string Name, Func<Array> Array, Action<SqliteParameter, T> Bind);
}
