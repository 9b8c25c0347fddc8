using System.Data.Common;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Kaiwa.Core.Storage;

/// <summary>Who goes first when writes queue up: people and webhooks before bulk work.</summary>
public enum WritePriority
{
    Live,
    Bulk,
}

/// <summary>Opens connections, runs units of work and reads, and knows the engine in use.</summary>
public sealed class Database : IAsyncDisposable
{
    private const int Attempts = 5;
    private readonly NpgsqlDataSource? postgres;
    private readonly PostgresStatistics? statistics;
    private readonly SqliteFile? sqlite;

    public Database(IOptions<DatabaseOptions> options)
    {
        var settings = options.Value;
        Dialect = new Dialect(settings.Engine);
        Directory.CreateDirectory(settings.DataFolder);
        if (settings.Engine == Engine.Postgres)
        {
            var builder = new NpgsqlConnectionStringBuilder(settings.Connection) { MaxAutoPrepare = 100, AutoPrepareMinUsages = 2, ApplicationName = "kaiwa", NoResetOnClose = true };
            ConnectionString = builder.ConnectionString;
            postgres = NpgsqlDataSource.Create(builder);
            statistics = new PostgresStatistics(postgres);
        }
        else
        {
            sqlite = new SqliteFile(Path.Combine(settings.DataFolder, "kaiwa.db"));
            ConnectionString = sqlite.ConnectionString;
        }
    }

    public Dialect Dialect { get; }

    internal string ConnectionString { get; }

    /// <summary>Runs <paramref name="work"/> in one transaction and commits it. Collisions with another node are run again, so the work must be repeatable.</summary>
    public async Task<T> InTransactionAsync<T>(Func<UnitOfWork, Task<T>> work, WritePriority priority = WritePriority.Live, CancellationToken ct = default)
    {
        if (sqlite is not null)
        {
            return await sqlite.WriteAsync(Dialect, work, priority, ct);
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await InPostgresAsync(work, ct);
            }
            catch (PostgresException e) when (attempt < Attempts && Dialect.IsWorthAnotherTry(e))
            {
                await Task.Yield();
            }
        }
    }

    public Task InTransactionAsync(Func<UnitOfWork, Task> work, WritePriority priority = WritePriority.Live, CancellationToken ct = default) =>
        InTransactionAsync(
            async unit =>
            {
                await work(unit);
                return true;
            },
            priority,
            ct);

    /// <summary>Runs a read on a connection of its own, outside any transaction.</summary>
    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken ct = default)
    {
        if (sqlite is not null)
        {
            return await sqlite.ReadAsync(read, ct);
        }

        await using var connection = await postgres!.OpenConnectionAsync(ct);
        return await read(connection);
    }

    public Task<IReadOnlyList<TRow>> QueryAsync<TRow>(string sql, object? args = null, CancellationToken ct = default) =>
        ReadAsync<IReadOnlyList<TRow>>(async connection => (await connection.QueryAsync<TRow>(new CommandDefinition(sql, args, cancellationToken: ct))).AsList(), ct);

    public Task<TRow?> FirstAsync<TRow>(string sql, object? args = null, CancellationToken ct = default) =>
        ReadAsync(connection => connection.QueryFirstOrDefaultAsync<TRow?>(new CommandDefinition(sql, args, cancellationToken: ct)), ct);

    public async ValueTask DisposeAsync()
    {
        sqlite?.Dispose();
        if (postgres is not null)
        {
            await postgres.DisposeAsync();
        }
    }

    private async Task<T> InPostgresAsync<T>(Func<UnitOfWork, Task<T>> work, CancellationToken ct)
    {
        await using var connection = await postgres!.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var unit = new UnitOfWork(Dialect, connection, transaction, statistics: statistics);
        T result;
        try
        {
            result = await work(unit);
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch
        {
            unit.RolledBack();
            throw;
        }

        unit.Committed();
        return result;
    }
}
