using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace Kaiwa.Load.Processes;

/// <summary>SQLite files in a folder of ours, or a throw-away PostgreSQL cluster with one database per use.</summary>
internal sealed class DatabaseEngine : IAsyncDisposable
{
    private readonly string folder;
    private readonly string? connectionString;

    private DatabaseEngine(string name, string folder, string? connectionString, int? postmaster)
    {
        Name = name;
        this.folder = folder;
        this.connectionString = connectionString;
        Postmaster = postmaster;
    }

    public string Name { get; }

    /// <summary>The cluster's first process; null with SQLite, whose work is the server's own.</summary>
    public int? Postmaster { get; }

    public bool IsSqlite => connectionString is null;

    public static async Task<DatabaseEngine> StartAsync(string engine, string workFolder)
    {
        if (string.Equals(engine, "sqlite", StringComparison.Ordinal))
        {
            return new DatabaseEngine(engine, workFolder, null, null);
        }

        var cluster = Path.Combine(workFolder, "postgres");
        var connection = await ScriptAsync("start", cluster);
        var postmaster = int.Parse(await ScriptAsync("pid", cluster), CultureInfo.InvariantCulture);
        return new DatabaseEngine(engine, cluster, connection, postmaster);
    }

    /// <summary>A new, empty database: a file for SQLite, a connection string for PostgreSQL.</summary>
    public async Task<string> NewAsync(string name)
    {
        if (connectionString is null)
        {
            return Path.Combine(folder, name + ".db");
        }

        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var create = new NpgsqlCommand($"CREATE DATABASE \"{name}\"", connection);
        await create.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(connectionString) { Database = name }.ConnectionString;
    }

    public async Task DropAsync(string name)
    {
        if (connectionString is null)
        {
            return;
        }

        NpgsqlConnection.ClearAllPools();
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var drop = new NpgsqlCommand($"DROP DATABASE IF EXISTS \"{name}\" WITH (FORCE)", connection);
        await drop.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (connectionString is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await ScriptAsync("stop", folder);
        }
    }

    private static async Task<string> ScriptAsync(string command, string folder)
    {
        using var script = Process.Start(new ProcessStartInfo(Path.Combine(Repository.Root, "eng", "postgres.sh"), [command, folder]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var complaint = script.StandardError.ReadToEndAsync();
        var answer = await script.StandardOutput.ReadLineAsync();
        await script.WaitForExitAsync();
        return script.ExitCode == 0 ? answer ?? "" : throw new InvalidOperationException((await complaint).Trim());
    }
}
