using Npgsql;
using NpgsqlTypes;

namespace Kaiwa.Load.Bare;

/// <summary>Arrays and unnest; the whole commit is one pipelined round trip with synchronous_commit on.</summary>
internal sealed class PostgresBareStore : IBareStore
{
    private readonly NpgsqlConnection connection;
    private readonly Dictionary<int, NpgsqlBatch> prepared = [];
    private long cursor;

    public PostgresBareStore(string connectionString)
    {
        connection = new NpgsqlConnection(connectionString);
        connection.Open();
        Create();
    }

    public void Create() => Run("""
        CREATE TABLE IF NOT EXISTS message (id bigint PRIMARY KEY, phone bigint NOT NULL, wamid text, status smallint NOT NULL DEFAULT 0) WITH (fillfactor = 80);
        CREATE TABLE IF NOT EXISTS job (seq bigint PRIMARY KEY, message_id bigint NOT NULL, phone bigint NOT NULL, state smallint NOT NULL DEFAULT 0) WITH (fillfactor = 80);
        """);

    public void Seed(int count)
    {
        Run($"""
            TRUNCATE message, job;
            INSERT INTO message (id, phone) SELECT i, 6281000000000 + i FROM generate_series(1, {count}) i;
            INSERT INTO job (seq, message_id, phone) SELECT id, id, phone FROM message ORDER BY id;
            """);
        Run("VACUUM ANALYZE message");
        Run("VACUUM ANALYZE job");
        Run("CHECKPOINT");
        cursor = 0;
    }

    public List<BareJob> Commit(int wanted, List<BareAccepted> accepted, List<BareStatus> statuses)
    {
        var claimed = new List<BareJob>(wanted);
        var shape = (accepted.Count > 0 ? 1 : 0) | (statuses.Count > 0 ? 2 : 0) | (wanted > 0 ? 4 : 0);
        if (shape == 0)
        {
            return claimed;
        }

        if (!prepared.TryGetValue(shape, out var batch))
        {
            prepared[shape] = batch = BuildBatch(shape);
        }

        var next = 0;
        if (accepted.Count > 0)
        {
            var ids = new long[accepted.Count];
            var wamids = new string[accepted.Count];
            for (var i = 0; i < ids.Length; i++)
            {
                (ids[i], wamids[i]) = accepted[i];
            }

            batch.BatchCommands[next].Parameters[0].Value = ids;
            batch.BatchCommands[next++].Parameters[1].Value = wamids;
            batch.BatchCommands[next++].Parameters[0].Value = ids;
        }

        if (statuses.Count > 0)
        {
            var (ids, kinds) = Latest(statuses);
            batch.BatchCommands[next].Parameters[0].Value = ids;
            batch.BatchCommands[next++].Parameters[1].Value = kinds;
        }

        if (wanted > 0)
        {
            batch.BatchCommands[next].Parameters[0].Value = cursor;
            batch.BatchCommands[next].Parameters[1].Value = wanted;
        }

        using var reader = batch.ExecuteReader();
        while (reader.Read())
        {
            cursor = Math.Max(cursor, reader.GetInt64(0));
            claimed.Add(new BareJob(reader.GetInt64(1), reader.GetInt64(2)));
        }

        while (reader.NextResult())
        {
        }

        return claimed;
    }

    public long CountFinished()
    {
        using var count = new NpgsqlCommand("SELECT count(*) FROM message WHERE status = 3 AND wamid IS NOT NULL", connection);
        return (long)count.ExecuteScalar()!;
    }

    public void Dispose() => connection.Dispose();

    // UPDATE … FROM takes one arbitrary row of several with the same key: keep the furthest of each message.
    private static (long[] Ids, short[] Kinds) Latest(List<BareStatus> statuses)
    {
        var furthest = new Dictionary<long, short>(statuses.Count);
        foreach (var row in statuses)
        {
            if (!furthest.TryGetValue(row.MessageId, out var kind) || kind < row.Kind)
            {
                furthest[row.MessageId] = row.Kind;
            }
        }

        return ([.. furthest.Keys], [.. furthest.Values]);
    }

    private NpgsqlBatch BuildBatch(int shape)
    {
        var batch = new NpgsqlBatch(connection);
        if ((shape & 1) != 0)
        {
            batch.BatchCommands.Add(Statement("UPDATE message m SET wamid = u.wamid FROM unnest($1, $2) AS u(id, wamid) WHERE m.id = u.id", NpgsqlDbType.Array | NpgsqlDbType.Bigint, NpgsqlDbType.Array | NpgsqlDbType.Text));
            batch.BatchCommands.Add(Statement("DELETE FROM job j USING unnest($1) AS u(id) WHERE j.seq = u.id", NpgsqlDbType.Array | NpgsqlDbType.Bigint));
        }

        if ((shape & 2) != 0)
        {
            batch.BatchCommands.Add(Statement("UPDATE message m SET status = u.kind FROM unnest($1, $2) AS u(id, kind) WHERE m.id = u.id AND m.status < u.kind", NpgsqlDbType.Array | NpgsqlDbType.Bigint, NpgsqlDbType.Array | NpgsqlDbType.Smallint));
        }

        if ((shape & 4) != 0)
        {
            batch.BatchCommands.Add(Statement("""
                UPDATE job j SET state = 1 FROM (SELECT seq FROM job WHERE seq > $1 AND state = 0 ORDER BY seq LIMIT $2 FOR UPDATE SKIP LOCKED) c
                WHERE j.seq = c.seq RETURNING j.seq, j.message_id, j.phone
                """, NpgsqlDbType.Bigint, NpgsqlDbType.Integer));
        }

        batch.Prepare();
        return batch;
    }

    private static NpgsqlBatchCommand Statement(string text, params NpgsqlDbType[] types)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var type in types)
        {
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
        }

        return command;
    }

    private void Run(string text)
    {
        using var command = new NpgsqlCommand(text, connection) { CommandTimeout = 300 };
        command.ExecuteNonQuery();
    }
}
