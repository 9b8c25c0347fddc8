using Microsoft.Data.Sqlite;

namespace Kaiwa.Load.Bare;

/// <summary>WAL, synchronous=FULL: every commit is on disk before anyone is answered.</summary>
internal sealed class SqliteBareStore : IBareStore
{
    private readonly SqliteConnection connection;
    private readonly SqliteCommand begin, commit, claim, accept, finish, move;
    private long cursor;

    public SqliteBareStore(string path)
    {
        connection = new SqliteConnection($"Data Source={path}");
        connection.Open();
        Run("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY");
        Create();
        begin = Prepare("BEGIN IMMEDIATE");
        commit = Prepare("COMMIT");
        claim = Prepare("UPDATE job SET state = 1 WHERE seq IN (SELECT seq FROM job WHERE seq > $a AND state = 0 ORDER BY seq LIMIT $b) RETURNING seq, message_id, phone", "$a", "$b");
        accept = Prepare("UPDATE message SET wamid = $b WHERE id = $a", "$a", "$b");
        finish = Prepare("DELETE FROM job WHERE seq = $a", "$a");
        move = Prepare("UPDATE message SET status = $b WHERE id = $a AND status < $b", "$a", "$b");
    }

    public void Create() => Run("""
        CREATE TABLE IF NOT EXISTS message (id INTEGER PRIMARY KEY, phone INTEGER NOT NULL, wamid TEXT, status INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE IF NOT EXISTS job (seq INTEGER PRIMARY KEY, message_id INTEGER NOT NULL, phone INTEGER NOT NULL, state INTEGER NOT NULL DEFAULT 0);
        """);

    public void Seed(int count)
    {
        Run($"""
            BEGIN IMMEDIATE;
            DELETE FROM job; DELETE FROM message;
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) INSERT INTO message (id, phone) SELECT i, 6281000000000 + i FROM n;
            INSERT INTO job (seq, message_id, phone) SELECT id, id, phone FROM message WHERE TRUE ORDER BY id;
            COMMIT;
            PRAGMA wal_checkpoint(TRUNCATE);
            """);
        cursor = 0;
    }

    public List<BareJob> Commit(int wanted, List<BareAccepted> accepted, List<BareStatus> statuses)
    {
        var claimed = new List<BareJob>(wanted);
        begin.ExecuteNonQuery();
        foreach (var row in accepted)
        {
            accept.Parameters[0].Value = row.MessageId;
            accept.Parameters[1].Value = row.Wamid;
            accept.ExecuteNonQuery();
            finish.Parameters[0].Value = row.MessageId;
            finish.ExecuteNonQuery();
        }

        foreach (var row in statuses)
        {
            move.Parameters[0].Value = row.MessageId;
            move.Parameters[1].Value = (long)row.Kind;
            move.ExecuteNonQuery();
        }

        if (wanted > 0)
        {
            claim.Parameters[0].Value = cursor;
            claim.Parameters[1].Value = (long)wanted;
            using var reader = claim.ExecuteReader();
            while (reader.Read())
            {
                cursor = Math.Max(cursor, reader.GetInt64(0));
                claimed.Add(new BareJob(reader.GetInt64(1), reader.GetInt64(2)));
            }
        }

        commit.ExecuteNonQuery();
        return claimed;
    }

    public long CountFinished()
    {
        using var count = connection.CreateCommand();
        count.CommandText = "SELECT count(*) FROM message WHERE status = 3 AND wamid IS NOT NULL";
        return (long)count.ExecuteScalar()!;
    }

    public void Dispose() => connection.Dispose();

    private SqliteCommand Prepare(string text, params string[] names)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        foreach (var name in names)
        {
            command.Parameters.AddWithValue(name, 0L);
        }

        command.Prepare();
        return command;
    }

    private void Run(string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }
}
