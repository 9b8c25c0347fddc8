using System.Diagnostics;
using System.Globalization;
using Kaiwa.Core.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Kaiwa.Testing;

/// <summary>A fresh, migrated database of either engine: one copy of a template per test. PostgreSQL is one throw-away cluster per test process.</summary>
public sealed class TestDatabase : IDisposable
{
    private static readonly Lazy<Task<string>> Cluster = new(StartClusterAsync);
    private static readonly Lazy<Task<string>> Template = new(MakeTemplateAsync);
    private const string SqliteName = "kaiwa.db";
    private static int count;

    private TestDatabase(string connection, string folder)
    {
        Connection = connection;
        Folder = folder;
    }

    /// <summary>As <c>--database</c> takes it.</summary>
    public string Connection { get; }

    public string Folder { get; }

    public static async Task<TestDatabase> NewAsync(Engine engine)
    {
        var folder = NewFolder("kaiwa-test-", 1);
        if (engine == Engine.Sqlite)
        {
            File.Copy(await Template.Value, Path.Combine(folder, SqliteName));
            return new TestDatabase("sqlite", folder);
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Environment.ProcessId}_{Interlocked.Increment(ref count)}");
        var server = await Cluster.Value;
        await ExecuteAsync(server, $"CREATE DATABASE {name} TEMPLATE kaiwa_template STRATEGY file_copy");
        return new TestDatabase(new NpgsqlConnectionStringBuilder(server) { Database = name, MaxPoolSize = 6 }.ConnectionString, folder);
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A file still being closed is left to the system's clean-up of temporary files.
        }
    }

    /// <summary>In memory where there is enough of it: nothing of a test outlives it, and no disk makes it wait.</summary>
    private static string NewFolder(string prefix, int gigabytes)
    {
        const string memory = "/dev/shm";
        return Directory.Exists(memory) && new DriveInfo(memory).AvailableFreeSpace >> 30 >= gigabytes
            ? Directory.CreateDirectory(Path.Combine(memory, prefix + Path.GetRandomFileName())).FullName
            : Directory.CreateTempSubdirectory(prefix).FullName;
    }

    private static async Task<string> StartClusterAsync()
    {
        var folder = NewFolder("kaiwa-postgres-", 6);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Run("stop", folder);
        var connection = Run("start", folder).Trim();
        var admin = new NpgsqlConnectionStringBuilder(connection) { Pooling = false, Timeout = 15 }.ConnectionString;
        await ExecuteAsync(admin, "CREATE DATABASE kaiwa_template");
        await MigrateAsync(new NpgsqlConnectionStringBuilder(admin) { Database = "kaiwa_template" }.ConnectionString, folder);
        NpgsqlConnection.ClearAllPools();
        return admin;
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var folder = NewFolder("kaiwa-sqlite-", 1);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        await MigrateAsync("sqlite", folder);
        SqliteConnection.ClearAllPools(); // the last one to close it writes everything into the one file
        return Path.Combine(folder, SqliteName);
    }

    private static async Task MigrateAsync(string connection, string folder)
    {
        var options = Options.Create(new DatabaseOptions { Connection = connection, DataFolder = folder });
        await using var database = new Database(options);
        new Migrator(database, options, Migrations.All, NullLogger<Migrator>.Instance).Migrate();
    }

    private static string Run(string verb, string folder)
    {
        var start = new ProcessStartInfo(Path.Combine(Repository.Root, "eng", "postgres.sh"), [verb, folder]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.TryAdd("KAIWA_POSTGRES_OPTIONS", "-c fsync=off -c full_page_writes=off -c wal_level=minimal -c max_wal_senders=0"); // no test switches the machine off
        using var process = Process.Start(start) ?? throw new InvalidOperationException("eng/postgres.sh could not be started.");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"PostgreSQL could not be started: {errors.Result}");
    }

    private static async Task ExecuteAsync(string connection, string sql)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync();
        await using var command = new NpgsqlCommand(sql, open);
        await command.ExecuteNonQueryAsync();
    }
}

/// <summary>Where the sources lie: the folder with Kaiwa.slnx above the test's binaries.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("KAIWA_ROOT") is { Length: > 0 } told)
        {
            return told;
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kaiwa.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests run from inside the repository: Kaiwa.slnx was not found above their binaries.");
    }
}
