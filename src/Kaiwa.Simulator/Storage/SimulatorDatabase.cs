using Microsoft.Data.Sqlite;

namespace Kaiwa.Simulator.Storage;

/// <summary>The simulator's own SQLite file.</summary>
internal sealed class SimulatorDatabase
{
    private const string Schema =
        """
        CREATE TABLE IF NOT EXISTS message (
            seq INTEGER PRIMARY KEY, inbound INTEGER NOT NULL, number INTEGER NOT NULL, phone INTEGER NOT NULL, flags INTEGER NOT NULL,
            kind INTEGER NOT NULL, template INTEGER NOT NULL, category INTEGER NOT NULL, hash INTEGER NOT NULL, at INTEGER NOT NULL,
            happened INTEGER NOT NULL, settled INTEGER NOT NULL, error INTEGER NOT NULL, sent_at INTEGER NOT NULL DEFAULT 0,
            delivered_at INTEGER NOT NULL DEFAULT 0, read_at INTEGER NOT NULL DEFAULT 0, ended_at INTEGER NOT NULL DEFAULT 0,
            body BLOB NOT NULL, callback TEXT, context TEXT);
        CREATE INDEX IF NOT EXISTS message_phone ON message (phone);
        CREATE INDEX IF NOT EXISTS message_inbound ON message (number, phone, at) WHERE inbound = 1;
        CREATE TABLE IF NOT EXISTS phone (phone INTEGER PRIMARY KEY, settings TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS media (id INTEGER PRIMARY KEY, number INTEGER NOT NULL, mime TEXT NOT NULL, name TEXT, sha256 BLOB NOT NULL, at INTEGER NOT NULL, expires INTEGER NOT NULL, bytes BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS template (id TEXT PRIMARY KEY, account TEXT NOT NULL, name TEXT NOT NULL, language TEXT NOT NULL, category TEXT NOT NULL, components TEXT NOT NULL, status TEXT NOT NULL, format TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS notice (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS refusal (code INTEGER PRIMARY KEY, count INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS document (kind TEXT NOT NULL, id TEXT NOT NULL, owner TEXT NOT NULL, body TEXT NOT NULL, place INTEGER NOT NULL, PRIMARY KEY (kind, id));
        CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
        """;

    private readonly string connectionString;

    public SimulatorDatabase(string file)
    {
        if (Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder)
        {
            Directory.CreateDirectory(folder);
        }

        connectionString = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30, Pooling = true }.ToString();
        WriteConnectionString = new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 30, Pooling = false }.ToString();
        using var connection = new SqliteConnection(WriteConnectionString);
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, Schema);
    }

    public string WriteConnectionString { get; }

    /// <summary>A pooled connection for reading.</summary>
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        return connection;
    }

    /// <summary>Writes a whole, closed copy of everything to a file that is not there yet.</summary>
    public void CopyTo(string file)
    {
        using var connection = Open();
        Execute(connection, "VACUUM INTO $file", ("$file", file));
    }

    public static void Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        command.ExecuteNonQuery();
    }

    /// <summary>Reads every row of a query through <paramref name="read"/>.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var connection = Open();
        return Query(connection, sql, read, parameters);
    }

    public static List<T> Query<T>(SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql, ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }
}
