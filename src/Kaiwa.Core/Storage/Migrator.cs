using System.Reflection;
using System.Text;
using DbUp;
using DbUp.Builder;
using DbUp.Engine;
using DbUp.Engine.Output;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Kaiwa.Core.Storage;

/// <summary>An assembly whose embedded <c>NNNN_name.sql</c> scripts belong to the schema.</summary>
public sealed record MigrationSource(Assembly Assembly);

/// <summary>Brings the schema forward by numbered scripts, one node at a time, and refuses a database that is behind or ahead.</summary>
public sealed partial class Migrator(Database database, IOptions<DatabaseOptions> options, IEnumerable<MigrationSource> sources, ILogger<Migrator> logger)
{
    private const long PostgresLock = 0x6B61697761; // "kaiwa"

    /// <summary>On start: migrate where that is wished, then make sure that code and schema agree.</summary>
    public void Prepare()
    {
        if (options.Value.MigratesOnStart)
        {
            Migrate();
        }

        if (Pending() is { Count: > 0 } behind)
        {
            throw new InvalidOperationException($"The database lacks {behind.Count} migration(s), from {behind[0]}. Run `kaiwa migrate`, then start again.");
        }

        if (Unknown() is { Count: > 0 } ahead)
        {
            throw new InvalidOperationException($"The database was migrated by a newer Kaiwa (it has {ahead[0]}). Start that version, or restore the backup made before the upgrade.");
        }
    }

    /// <summary>Runs what is missing and returns its names.</summary>
    public IReadOnlyList<string> Migrate()
    {
        using var guard = Lock();
        var result = Upgrader().PerformUpgrade();
        if (!result.Successful)
        {
            throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} failed: {result.Error.Message} Nothing of it was kept; mend the cause and run `kaiwa migrate` again.", result.Error);
        }

        var names = result.Scripts.Select(script => script.Name).ToList();
        names.ForEach(LogMigrated);
        return names;
    }

    public IReadOnlyList<string> Pending() => Upgrader().GetScriptsToExecute().Select(script => script.Name).ToList();

    private List<string> Unknown()
    {
        var known = Scripts().Select(script => script.Name).ToHashSet(StringComparer.Ordinal);
        return Upgrader().GetExecutedScripts().Where(name => !known.Contains(name)).ToList();
    }

    private UpgradeEngine Upgrader()
    {
        UpgradeEngineBuilder builder = database.Dialect.Engine == Engine.Postgres
            ? DeployChanges.To.PostgresqlDatabase(database.ConnectionString)
            : DeployChanges.To.SqliteDatabase(database.ConnectionString);
        return builder.WithScripts(Scripts()).WithVariables(database.Dialect.MigrationVariables).WithTransactionPerScript().LogTo(new NoOpUpgradeLog()).Build();
    }

    private IEnumerable<SqlScript> Scripts() => sources
        .Select(source => source.Assembly)
        .Distinct()
        .SelectMany(assembly => assembly.GetManifestResourceNames().Where(name => name.EndsWith(".sql", StringComparison.Ordinal)).Select(name => Script(assembly, name)))
        .OrderBy(script => script.Name, StringComparer.Ordinal);

    private static SqlScript Script(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The script {name} is missing from {assembly.GetName().Name}."), Encoding.UTF8);
        return new SqlScript(name, reader.ReadToEnd());
    }

    private NpgsqlConnection? Lock()
    {
        if (database.Dialect.Engine == Engine.Sqlite)
        {
            return null;
        }

        // Not pooled: closing it is what gives the lock back.
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        connection.Open();
        using var command = new NpgsqlCommand("SELECT pg_advisory_lock(@key)", connection);
        command.Parameters.AddWithValue("key", PostgresLock);
        command.ExecuteNonQuery();
        return connection;
    }

    [LoggerMessage(LogLevel.Information, "Migrated the database: {Script}")]
    private partial void LogMigrated(string script);
}
