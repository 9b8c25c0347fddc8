using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Kaiwa.Simulator.Storage;

/// <summary>
/// The one thread that writes. Accepted messages are committed in groups before they are answered, so that the ledger survives a
/// kill of this process; the progress of statuses is written a little later, each row at most once per flush.
/// </summary>
internal sealed class LedgerWriter : IDisposable
{
    private const int FlushMs = 400;
    private const int BusyBatch = 6;
    private const int FullBatch = 256;

    private const string InsertSql =
        "INSERT INTO message (seq, inbound, number, phone, flags, kind, template, category, hash, at, happened, settled, error, body, callback, context) VALUES (?,?,?,?,?,?,?,?,?,?,0,0,?,?,?,?)";

    private const string UpdateSql =
        "UPDATE message SET happened = ?, settled = ?, error = ?, sent_at = ?, delivered_at = ?, read_at = ?, ended_at = ? WHERE seq = ?";

    private readonly object gate = new();
    private readonly SqliteConnection connection;
    private readonly ConcurrentBag<MessageRow> pool = [];
    private readonly ConcurrentQueue<Delivery.Delivery> dirty = new();
    private readonly List<(Action<SqliteConnection> Work, TaskCompletionSource Done)> workBatch = [];
    private List<(Action<SqliteConnection> Work, TaskCompletionSource Done)> works = [];
    private List<MessageRow> pending = [];
    private List<MessageRow> batch = [];
    private sqlite3_stmt insert = null!;
    private sqlite3_stmt update = null!;
    private Thread? thread;
    private bool lingering;
    private bool stopping;
    private long lastFlush;

    public LedgerWriter(SimulatorDatabase database)
    {
        connection = new SqliteConnection(database.WriteConnectionString);
        connection.Open();
        SimulatorDatabase.Execute(connection, "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000");
    }

    public void Start()
    {
        raw.sqlite3_prepare_v2(connection.Handle, InsertSql, out insert);
        raw.sqlite3_prepare_v2(connection.Handle, UpdateSql, out update);
        thread = new Thread(Run) { IsBackground = true, Name = "simulator-ledger" };
        thread.Start();
    }

    public MessageRow Rent() => pool.TryTake(out var row) ? row : new MessageRow();

    public void Return(MessageRow row)
    {
        row.Reset();
        pool.Add(row);
    }

    /// <summary>Inserts a row with the next group; the task ends when it is committed.</summary>
    public ValueTask InsertAsync(MessageRow row)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(stopping, this);
            pending.Add(row);
            if ((pending.Count == 1 && !lingering) || pending.Count == FullBatch)
            {
                Monitor.Pulse(gate);
            }
        }

        return row.WaitAsync();
    }

    /// <summary>Remembers that a delivery moved on; its row follows with the next flush.</summary>
    public void Touch(Delivery.Delivery delivery)
    {
        if (delivery.MarkDirty())
        {
            dirty.Enqueue(delivery);
        }
    }

    /// <summary>Runs any other write on the writing thread, inside a transaction.</summary>
    public Task WriteAsync(Action<SqliteConnection> work)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(stopping, this);
            works.Add((work, done));
            Monitor.Pulse(gate);
        }

        return done.Task;
    }

    /// <summary>Writes all progress known so far, for a reader who wants the newest state.</summary>
    public Task FlushAsync() => WriteAsync(_ => Progress());

    public void Dispose()
    {
        lock (gate)
        {
            stopping = true;
            Monitor.Pulse(gate);
        }

        thread?.Join();
        insert?.Dispose();
        update?.Dispose();
        connection.Dispose();
    }

    private void Run()
    {
        var last = 0;
        while (Gather(last))
        {
            last = batch.Count;
            Commit();
        }
    }

    private bool Gather(int last)
    {
        lock (gate)
        {
            // Under load a millisecond of waiting turns many small commits into one; a lone message never waits.
            if (last >= BusyBatch && pending.Count < FullBatch && !stopping)
            {
                lingering = true;
                Monitor.Wait(gate, 1);
                lingering = false;
            }

            while (pending.Count == 0 && works.Count == 0 && !stopping && !FlushDue())
            {
                Monitor.Wait(gate, FlushMs);
            }

            (pending, batch) = (batch, pending);
            workBatch.AddRange(works);
            works.Clear();
            return !stopping || batch.Count > 0 || workBatch.Count > 0 || !dirty.IsEmpty;
        }
    }

    private bool FlushDue() => !dirty.IsEmpty && Environment.TickCount64 - lastFlush >= FlushMs;

    private void Commit()
    {
        try
        {
            SimulatorDatabase.Execute(connection, "BEGIN IMMEDIATE");
            foreach (var row in batch)
            {
                Insert(row);
            }

            foreach (var (work, _) in workBatch)
            {
                work(connection);
            }

            if (FlushDue() || stopping)
            {
                Progress();
            }

            SimulatorDatabase.Execute(connection, "COMMIT");
        }
        catch (Exception failure) when (failure is SqliteException or InvalidOperationException)
        {
            Abandon(failure);
            return;
        }

        foreach (var row in batch)
        {
            row.Complete();
        }

        foreach (var (_, done) in workBatch)
        {
            done.SetResult();
        }

        batch.Clear();
        workBatch.Clear();
    }

    private void Abandon(Exception failure)
    {
        if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            SimulatorDatabase.Execute(connection, "ROLLBACK");
        }

        foreach (var row in batch)
        {
            row.Fail(failure);
        }

        foreach (var (_, done) in workBatch)
        {
            done.SetException(failure);
        }

        batch.Clear();
        workBatch.Clear();
    }

    private void Insert(MessageRow row)
    {
        raw.sqlite3_bind_int64(insert, 1, row.Seq);
        raw.sqlite3_bind_int64(insert, 2, row.Inbound ? 1 : 0);
        raw.sqlite3_bind_int64(insert, 3, row.Number);
        raw.sqlite3_bind_int64(insert, 4, (long)row.Phone);
        raw.sqlite3_bind_int64(insert, 5, row.Flags);
        raw.sqlite3_bind_int64(insert, 6, (int)row.Kind);
        raw.sqlite3_bind_int64(insert, 7, row.Template);
        raw.sqlite3_bind_int64(insert, 8, row.Category);
        raw.sqlite3_bind_int64(insert, 9, row.Hash);
        raw.sqlite3_bind_int64(insert, 10, row.At);
        raw.sqlite3_bind_int64(insert, 11, row.Error);
        raw.sqlite3_bind_blob(insert, 12, row.Body.Span);
        Bind(13, row.Callback);
        Bind(14, row.Context);
        Step(insert);
    }

    private void Bind(int index, string? text)
    {
        if (text is null)
        {
            raw.sqlite3_bind_null(insert, index);
        }
        else
        {
            raw.sqlite3_bind_text(insert, index, text);
        }
    }

    private void Progress()
    {
        lastFlush = Environment.TickCount64;
        for (var left = dirty.Count; left > 0 && dirty.TryDequeue(out var delivery); left--)
        {
            delivery.MarkClean();
            raw.sqlite3_bind_int64(update, 1, (int)delivery.Happened);
            raw.sqlite3_bind_int64(update, 2, (int)delivery.Settled);
            raw.sqlite3_bind_int64(update, 3, delivery.Error);
            raw.sqlite3_bind_int64(update, 4, delivery.SentAt);
            raw.sqlite3_bind_int64(update, 5, delivery.DeliveredAt);
            raw.sqlite3_bind_int64(update, 6, delivery.ReadAt);
            raw.sqlite3_bind_int64(update, 7, delivery.EndedAt);
            raw.sqlite3_bind_int64(update, 8, delivery.Seq);
            Step(update);
        }
    }

    private void Step(sqlite3_stmt statement)
    {
        var code = raw.sqlite3_step(statement);
        raw.sqlite3_reset(statement);
        if (code != raw.SQLITE_DONE)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                $"The simulator's ledger could not be written: {raw.sqlite3_errmsg(connection.Handle).utf8_to_string()} (SQLite code {code}). Check that the disk has room and the file is writable."));
        }
    }
}
