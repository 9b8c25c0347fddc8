using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Npgsql;

namespace Kaiwa.Core.Storage;

/// <summary>
/// Tells PostgreSQL's planner when a table has grown a lot. Autovacuum looks once a minute; in that minute a first import or broadcast would go on with
/// plans made for empty tables, which read the whole table for each batch.
/// </summary>
internal sealed partial class PostgresStatistics(NpgsqlDataSource source)
{
    private const long First = 1000;
    private const long Enough = 20_000; // from here on autovacuum is soon enough
    private readonly ConcurrentDictionary<string, Table?> tables = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Table> byName = new(StringComparer.Ordinal);

    /// <summary>A bulk statement wrote so many rows, and they are committed: counted earlier, the table would still look empty.</summary>
    public void Wrote(string sql, int rows)
    {
        if (tables.GetOrAdd(sql, Find) is { } table && table.IsDue(rows))
        {
            _ = AnalyzeAsync(table.Name);
        }
    }

    private Table? Find(string sql) => Insert().Match(sql) is { Success: true } insert ? byName.GetOrAdd(insert.Groups["table"].Value, name => new Table(name)) : null;

    private async Task AnalyzeAsync(string table)
    {
        try
        {
            await using var command = source.CreateCommand($"ANALYZE {table}");
            await command.ExecuteNonQueryAsync();
        }
        catch (Exception e) when (e is NpgsqlException or ObjectDisposedException)
        {
            // Autovacuum does it within a minute.
        }
    }

    [GeneratedRegex(@"^\s*(--[^\n]*\n\s*)?INSERT INTO (?<table>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Insert();

    /// <summary>Due at a thousand rows and each time that the rows have tripled.</summary>
    private sealed class Table(string name)
    {
        private long written, due = First;

        public string Name => name;

        public bool IsDue(int rows)
        {
            var now = Interlocked.Add(ref written, rows);
            var at = Volatile.Read(ref due);
            return now >= at && at < Enough && Interlocked.CompareExchange(ref due, now * 3, at) == at;
        }
    }
}
