using System.Collections.Concurrent;
using System.Data.Common;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace Kaiwa.Core.Storage;

/// <summary>
/// One SQLite file: one thread owns the connection that writes, and everything that waits is committed together (group commit);
/// readers have connections of their own. Each piece of work has a savepoint, so that one failure costs only itself.
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
    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);
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
        var connection = new SqliteConnection(ConnectionString);
        connection.Open();
        using var pragma = connection.CreateCommand();
        pragma.CommandText = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=30000; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA wal_autocheckpoint=4000;";
        pragma.ExecuteNonQuery();
        return connection;
    }

    private void WriteLoop()
    {
        using var connection = Open();
        var committed = new List<IPiece>();
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

            Commit(connection, piece, committed);
        }
    }

    private void Commit(SqliteConnection connection, IPiece first, List<IPiece> pieces)
    {
        pieces.Clear();
        var started = Stopwatch.GetTimestamp();
        using var transaction = connection.BeginTransaction(deferred: false);
        try
        {
            var piece = first;
            do
            {
                if (piece.Run(connection, transaction, prepared))
                {
                    pieces.Add(piece);
                }
            }
            while (pieces.Count < MostPiecesPerCommit && Stopwatch.GetElapsedTime(started) < LongestTransaction && waiting.Wait(0) && TryTake(out piece!));

            transaction.Commit();
        }
        catch (Exception e)
        {
            pieces.ForEach(p => p.Fail(e));
            return;
        }

        pieces.ForEach(p => p.Complete());
    }

    private bool TryTake(out IPiece piece) => live.Reader.TryRead(out piece!) || bulk.Reader.TryRead(out piece!);

    private interface IPiece
    {
        bool Run(SqliteConnection connection, SqliteTransaction transaction, Dictionary<string, SqliteCommand> prepared);

        void Complete();

        void Fail(Exception exception);
    }

    private sealed class Piece<T>(Dialect dialect, Func<UnitOfWork, Task<T>> work, CancellationToken ct) : IPiece
    {
        private UnitOfWork? unit;
        private T? result;

        public TaskCompletionSource<T> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Run(SqliteConnection connection, SqliteTransaction transaction, Dictionary<string, SqliteCommand> prepared)
        {
            if (ct.IsCancellationRequested)
            {
                Done.TrySetCanceled(ct);
                return false;
            }

            transaction.Save("piece");
            try
            {
                unit = new UnitOfWork(dialect, connection, transaction, prepared);
                var running = work(unit);
                result = running.IsCompleted
                    ? running.GetAwaiter().GetResult()
                    : throw new InvalidOperationException("A transaction awaited something that is not the database. Do that before or after the transaction.");
                transaction.Release("piece");
                return true;
            }
            catch (Exception e)
            {
                transaction.Rollback("piece");
                transaction.Release("piece");
                Done.TrySetException(e);
                return false;
            }
        }

        public void Complete()
        {
            unit!.Committed();
            Done.TrySetResult(result!);
        }

        public void Fail(Exception exception) => Done.TrySetException(exception);
    }
}
