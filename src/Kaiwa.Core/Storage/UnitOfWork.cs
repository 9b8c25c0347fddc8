using System.Data.Common;
using Dapper;
using Npgsql;

namespace Kaiwa.Core.Storage;

/// <summary>One transaction on either engine. Nothing inside it may await anything but the database.</summary>
public sealed class UnitOfWork
{
    private readonly SqliteBulk? sqlite;
    private readonly PostgresStatistics? statistics;
    private List<Action>? afterCommit, afterRollback;

    internal UnitOfWork(Dialect dialect, DbConnection connection, DbTransaction transaction, SqliteBulk? sqlite = null, PostgresStatistics? statistics = null)
    {
        Dialect = dialect;
        Connection = connection;
        Transaction = transaction;
        this.sqlite = sqlite;
        this.statistics = statistics;
    }

    public Dialect Dialect { get; }

    internal DbConnection Connection { get; }

    internal DbTransaction Transaction { get; }

    /// <summary>Runs once the transaction has committed: ring a lane, tell the screens. Must not throw or block.</summary>
    public void AfterCommit(Action action) => (afterCommit ??= []).Add(action);

    /// <summary>Runs if nothing of the transaction was kept; the work may be run again after it. Must not throw or block.</summary>
    public void AfterRollback(Action action) => (afterRollback ??= []).Add(action);

    public Task<int> ExecuteAsync(string sql, object? args = null) => Connection.ExecuteAsync(sql, args, Transaction);

    public async Task<IReadOnlyList<TRow>> QueryAsync<TRow>(string sql, object? args = null) =>
        (await Connection.QueryAsync<TRow>(sql, args, Transaction)).AsList();

    public Task<TRow?> FirstAsync<TRow>(string sql, object? args = null) => Connection.QueryFirstOrDefaultAsync<TRow?>(sql, args, Transaction);

    /// <summary>One statement over many rows; <paramref name="sql"/> names them <c>{rows}</c> (already aliased <c>v</c>). Returns the rows written.</summary>
    public async Task<int> BulkAsync<T>(string sql, Bulk<T> rows)
    {
        if (rows.Count == 0)
        {
            return 0;
        }

        if (sqlite is not null)
        {
            return sqlite.Run(sql, rows, read: null);
        }

        await using var command = PostgresCommand(sql, rows);
        var written = await command.ExecuteNonQueryAsync();
        Count(sql, written);
        return written;
    }

    /// <summary>As <see cref="BulkAsync{T}"/>, for a statement that returns rows.</summary>
    public async Task<List<TRow>> BulkQueryAsync<T, TRow>(string sql, Bulk<T> rows, Func<BulkRow, TRow> read)
    {
        var result = new List<TRow>(rows.Count);
        if (rows.Count == 0)
        {
            return result;
        }

        if (sqlite is not null)
        {
            sqlite.Run(sql, rows, row => result.Add(read(row)));
            return result;
        }

        await using var command = PostgresCommand(sql, rows);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            result.Add(read(new BulkRow(reader)));
        }

        Count(sql, result.Count);
        return result;
    }

    // After the commit: what the planner is told to look at must be there to be seen.
    private void Count(string sql, int rows)
    {
        if (statistics is { } counted)
        {
            AfterCommit(() => counted.Wrote(sql, rows));
        }
    }

    internal void Committed() => RunAll(afterCommit);

    internal void RolledBack() => RunAll(afterRollback);

    // Each of them is somebody else's: what one of them throws must not keep the others from running.
    private static void RunAll(List<Action>? actions)
    {
        List<Exception>? thrown = null;
        foreach (var action in actions ?? [])
        {
            try
            {
                action();
            }
            catch (Exception e)
            {
                (thrown ??= []).Add(e);
            }
        }

        if (thrown is not null)
        {
            throw new AggregateException(thrown);
        }
    }

    private NpgsqlCommand PostgresCommand<T>(string sql, Bulk<T> rows)
    {
        var command = new NpgsqlCommand(sql.Replace("{rows}", rows.PostgresSource, StringComparison.Ordinal), (NpgsqlConnection)Connection, (NpgsqlTransaction)Transaction);
        rows.BindPostgres(command);
        return command;
    }
}
