using System.Data;
using Microsoft.Data.Sqlite;

namespace Kaiwa.Core.Storage;

/// <summary>
/// A connection that keeps the statements it has prepared: the same question again is bound and stepped, not parsed and planned anew.
/// SQLite has no other memory for them, and parsing was the larger half of a small read.
/// </summary>
internal sealed class SqliteStatements(string connectionString) : SqliteConnection(connectionString)
{
    private const int Most = 128;
    private readonly Dictionary<string, SqliteCommand> idle = new(StringComparer.Ordinal);

    public override SqliteCommand CreateCommand() => new Command(this) { CommandTimeout = DefaultTimeout, Transaction = Transaction };

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Forget();
        }

        base.Dispose(disposing);
    }

    // What runs is nobody else's: the same text a second time meanwhile gets a statement of its own.
    private SqliteCommand Take(string text) => idle.Remove(text, out var kept) ? kept : new SqliteCommand(text, this);

    private void Return(SqliteCommand command)
    {
        command.Parameters.Clear();
        command.Transaction = null;
        if (idle.Count >= Most)
        {
            Forget();
        }

        if (State != ConnectionState.Open || !idle.TryAdd(command.CommandText, command))
        {
            command.Dispose();
        }
    }

    private void Forget()
    {
        foreach (var command in idle.Values)
        {
            command.Dispose();
        }

        idle.Clear();
    }

    /// <summary>Carries text and values to the kept command of the same text. Every way to run a command goes through its reader.</summary>
    private sealed class Command : SqliteCommand
    {
        private readonly SqliteStatements owner;
        private SqliteCommand? running;

        public Command(SqliteStatements owner)
        {
            this.owner = owner;
            Connection = owner;
        }

        public override SqliteDataReader ExecuteReader(CommandBehavior behavior)
        {
            Release();
            running = owner.Take(CommandText);
            running.CommandTimeout = CommandTimeout;
            running.Transaction = Transaction;
            foreach (SqliteParameter parameter in Parameters)
            {
                running.Parameters.Add(parameter);
            }

            return running.ExecuteReader(behavior);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Release();
            }

            base.Dispose(disposing);
        }

        private void Release()
        {
            if (running is not null)
            {
                owner.Return(running);
                running = null;
            }
        }
    }
}
