using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Kaiwa.Load.Product;

/// <summary>The shop's database as an administrator would look into it, for what no HTTP answer says.</summary>
internal sealed class ShopDatabase(string? sqliteFile, string postgres)
{
    /// <summary>Sends whose answer was lost and of which no status has come yet.</summary>
    public Task<long> AmbiguousAsync(CancellationToken ct) => CountAsync("SELECT count(*) FROM job WHERE state = 2", ct);

    /// <summary>Messages given up because nobody knows whether they arrived.</summary>
    public Task<long> UncertainAsync(CancellationToken ct) => CountAsync("SELECT count(*) FROM message WHERE failure LIKE 'uncertain%'", ct);

    public async Task<DbConnection> OpenAsync(CancellationToken ct)
    {
        DbConnection connection = sqliteFile is null
            ? new NpgsqlConnection(postgres)
            : new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = sqliteFile, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 30 }.ConnectionString);
        await connection.OpenAsync(ct);
        return connection;
    }

    public async Task<long> CountAsync(string sql, CancellationToken ct)
    {
        await using var connection = await OpenAsync(ct);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture);
    }
}
