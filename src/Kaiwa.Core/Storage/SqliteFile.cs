using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Kaiwa.Core.Storage;

/// <summary>
/// One SQLite file: one thread owns the connection that writes, and everything that waits is committed together (group commit);
/// readers have connections of their own. When a piece of work fails, nothing of the group is kept and each piece runs again alone,
/// so that one failure costs only itself and the good case pays for no savepoints.
/// </summary>
internal sealed class SqliteFile : IDisposable
{
    private const int MostPiecesPerCommit = 512;
    private static readonly TimeSpan LongestTransaction = TimeSpan.FromMilliseconds(20);

    private readonly Channel<IPiece> live = Channel.CreateUnbounded<IPiece>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Channel<IPiece> bulk = Channel.CreateUnbounded<IPiece>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim waiting = new(0);
    private readonly ConcurrentBag<SqliteConnection> readers = [];
    private readonly SemaphoreSlim readerSlots = new(8);
    private readonly Thread writer;
    private volatile bool stopping;

    public SqliteFile(string path)
    {
        ConnectionString = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 30 }.ConnectionString;
        writer = new Thread(WriteLoop) { IsBackground = true, Name = "kaiwa-sqlite-writer" };
        writer.Start();
    }

    public string ConnectionString { get; }

    public Task<T> WriteAsync<T>(Dialect dialect, Func<UnitOfWork, Task<T>> work, WritePriority priority, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(stopping, this);
        var piece = new Piece<T>(dialect, work, ct);
        (priority == WritePriority.Live ? live : bulk).Writer.TryWrite(piece);
        waiting.Release();
        return piece.Done.Task;
    }

    public async Task<T> ReadAsync<T>(Func<DbConnection, Task<T>> read, CancellationToken ct)
    {
        await readerSlots.WaitAsync(ct);
        try
        {
            // SQLite's asynchronous methods block: the pool thread that runs this is the reader's thread.
            return await Task.Run(
                async () =>
                {
                    var connection = readers.TryTake(out var pooled) ? pooled : Open();
                    try
                    {
                        return await read(connection);
                    }
                    finally
                    {
                        readers.Add(connection);
                    }
                },
                ct);
        }
        finally
        {
            readerSlots.Release();
        }
    }

    public void Dispose()
    {
        stopping = true;
        waiting.Release();
        writer.Join(TimeSpan.FromSeconds(10));
        while (readers.TryTake(out var reader))
        {
            reader.Dispose();
        }

        waiting.Dispose();
        readerSlots.Dispose();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteStatements(ConnectionString);
        connection.Open();
        using var pragma = connection.CreateCommand();
        pragma.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=30000; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000;";
        pragma.ExecuteNonQuery();
        return connection;
    }

    private void WriteLoop()
    {
        using var connection = Open();
        using var bulkStatements = new SqliteBulk(connection);
        var pieces = new List<IPiece>();
        while (true)
        {
            waiting.Wait();
            if (!TryTake(out var piece))
            {
                if (stopping)
                {
                    return;
                }

                continue;
            }

            pieces.Clear();
            pieces.Add(piece);
            if (!TryCommit(connection, bulkStatements, pieces, gather: true))
            {
                foreach (var single in pieces.ToList())
                {
                    TryCommit(connection, bulkStatements, [single], gather: false);
                }
            }
        }
    }

    /// <summary>Runs and commits the pieces, with all that comes in meanwhile. False: nothing was kept and each is to be run alone.</summary>
    private bool TryCommit(SqliteConnection connection, SqliteBulk bulkStatements, List<IPiece> pieces, bool gather)
    {
        var started = Stopwatch.GetTimestamp();
        SqliteTransaction? transaction = null;
        try
        {
            transaction = connection.BeginTransaction(deferred: false);
            for (var i = 0; i < pieces.Count; i++)
            {
                pieces[i].Run(connection, transaction, bulkStatements);
                if (gather && i == pieces.Count - 1 && i < MostPiecesPerCommit && Stopwatch.GetElapsedTime(started) < LongestTransaction && waiting.Wait(0) && TryTake(out var next))
                {
                    pieces.Add(next);
                }
            }

            transaction.Commit();
        }
        catch (Exception e)
        {
            RollBack(transaction);
            pieces.ForEach(piece => piece.Undo());
            if (pieces.Count > 1)
            {
                return false;
            }

            pieces[0].Fail(e);
            return true;
        }

        transaction.Dispose();
        ThreadPool.QueueUserWorkItem(static done => Array.ForEach(done, piece => piece.Complete()), pieces.ToArray(), preferLocal: false);
        return true;
    }

    private static void RollBack(SqliteTransaction? transaction)
    {
        try
        {
            transaction?.Rollback();
        }
        catch (SqliteException)
        {
            // A full disk or a lost file has rolled back by itself; the caller gets the first error.
        }
        finally
        {
            transaction?.Dispose();
        }
    }

    private bool TryTake(out IPiece piece) => live.Reader.TryRead(out piece!) || bulk.Reader.TryRead(out piece!);

    private interface IPiece
    {
        void Run(SqliteConnection connection, SqliteTransaction transaction, SqliteBulk bulkStatements);

        void Complete();

        void Undo();

        void Fail(Exception exception);
    }

    private sealed class Piece<T>(Dialect dialect, Func<UnitOfWork, Task<T>> work, CancellationToken ct) : IPiece
    {
        private UnitOfWork? unit;
        private T? result;

        public TaskCompletionSource<T> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Run(SqliteConnection connection, SqliteTransaction transaction, SqliteBulk bulkStatements)
        {
            ct.ThrowIfCancellationRequested();
            unit = new UnitOfWork(dialect, connection, transaction, bulkStatements);
            var running = work(unit);
            result = running.IsCompleted
                ? running.GetAwaiter().GetResult()
                : throw new InvalidOperationException("A transaction awaited something that is not the database. Do that before or after the transaction.");
        }

        public void Complete()
        {
            try
            {
                unit!.Committed();
                Done.TrySetResult(result!);
            }
            catch (Exception e)
            {
                // What was to be told after the commit failed: the caller hears of it, the writer lives on.
                Done.TrySetException(e);
            }
        }

        public void Undo()
        {
            unit?.RolledBack();
            unit = null;
        }

        public void Fail(Exception exception)
        {
            if (exception is OperationCanceledException && ct.IsCancellationRequested)
            {
                Done.TrySetCanceled(ct);
            }
            else
            {
                Done.TrySetException(exception);
            }
        }
    }
}
