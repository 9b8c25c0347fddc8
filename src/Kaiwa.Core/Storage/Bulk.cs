using Npgsql;
using SQLitePCL;

namespace Kaiwa.Core.Storage;

/// <summary>Many rows for one statement. The statement names them <c>{rows} AS v</c>: arrays unnested on PostgreSQL, a prepared loop on SQLite.</summary>
public sealed class Bulk<T>(IReadOnlyList<T> items)
{
    private readonly List<Column> columns = [];

    public int Count => items.Count;

    public Bulk<T> Id<TId>(string name, Func<T, Id<TId>> value) => Guid(name, item => value(item).Value);

    public Bulk<T> Id<TId>(string name, Func<T, Id<TId>?> value) => Guid(name, item => value(item)?.Value);

    public Bulk<T> Guid(string name, Func<T, Guid> value) => Add(name, value, (statement, at, item) => BindGuid(statement, at, value(item)));

    public Bulk<T> Guid(string name, Func<T, Guid?> value) => Add(name, value, (statement, at, item) =>
    {
        if (value(item) is { } id)
        {
            BindGuid(statement, at, id);
        }
        else
        {
            raw.sqlite3_bind_null(statement, at);
        }
    });

    public Bulk<T> Long(string name, Func<T, long> value) => Add(name, value, (statement, at, item) => raw.sqlite3_bind_int64(statement, at, value(item)));

    public Bulk<T> Long(string name, Func<T, long?> value) => Add(name, value, (statement, at, item) =>
    {
        if (value(item) is { } number)
        {
            raw.sqlite3_bind_int64(statement, at, number);
        }
        else
        {
            raw.sqlite3_bind_null(statement, at);
        }
    });

    public Bulk<T> Int(string name, Func<T, int> value) => Add(name, value, (statement, at, item) => raw.sqlite3_bind_int(statement, at, value(item)));

    public Bulk<T> Bool(string name, Func<T, bool> value) => Add(name, value, (statement, at, item) => raw.sqlite3_bind_int(statement, at, value(item) ? 1 : 0));

    public Bulk<T> Text(string name, Func<T, string?> value) => Add(name, value, (statement, at, item) =>
    {
        if (value(item) is { } text)
        {
            raw.sqlite3_bind_text(statement, at, text);
        }
        else
        {
            raw.sqlite3_bind_null(statement, at);
        }
    });

    public Bulk<T> Bytes(string name, Func<T, byte[]> value) => Add(name, value, (statement, at, item) => raw.sqlite3_bind_blob(statement, at, value(item)));

    internal string PostgresSource => $"unnest({string.Join(", ", columns.Select(c => "@" + c.Name))}) AS v({string.Join(", ", columns.Select(c => c.Name))})";

    internal IReadOnlyList<string> Names => columns.ConvertAll(column => column.Name);

    internal void BindPostgres(NpgsqlCommand command)
    {
        foreach (var column in columns)
        {
            command.Parameters.Add(new NpgsqlParameter(column.Name, column.Array()));
        }
    }

    internal void BindSqlite(sqlite3_stmt statement, int row)
    {
        // What only reads names the first columns or few; SQLite counts up to the last one named.
        var named = raw.sqlite3_bind_parameter_count(statement);
        for (var i = 0; i < named; i++)
        {
            columns[i].Bind(statement, i + 1, items[row]);
        }
    }

    private static void BindGuid(sqlite3_stmt statement, int at, Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        raw.sqlite3_bind_blob(statement, at, bytes);
    }

    private Bulk<T> Add<TValue>(string name, Func<T, TValue> value, Action<sqlite3_stmt, int, T> bind)
    {
        columns.Add(new Column(name, () => Array(value), bind));
        return this;
    }

    private TValue[] Array<TValue>(Func<T, TValue> value)
    {
        var array = new TValue[items.Count];
        for (var i = 0; i < array.Length; i++)
        {
            array[i] = value(items[i]);
        }

        return array;
    }

    private sealed record Column(string Name, Func<Array> Array, Action<sqlite3_stmt, int, T> Bind);
}
