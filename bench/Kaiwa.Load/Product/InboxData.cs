using System.Data.Common;
using System.Globalization;

namespace Kaiwa.Load.Product;

/// <summary>A workspace that has been at it for years, written straight into the shop's database while the server is down.</summary>
internal sealed class InboxData(ShopDatabase database, bool isSqlite)
{
    private const int Words = 4096;
    private static readonly string[] Syllables = ["ka", "ri", "mo", "te", "su", "na", "lo", "bi", "ve", "dan", "pel", "tor", "min", "gra", "shi", "jon"];
    private static readonly string[] Japanese = ["注文", "商品", "配送", "返品", "在庫", "支払い", "キャンセル", "お届け", "領収書", "住所変更"];

    /// <summary>A word that stands in one message of three, and one in about two thousand; one in Japanese.</summary>
    public static readonly (string Common, string Rare, string Japanese) Known = ("order", Word(77), Japanese[0]);

    public async Task MakeAsync(int contacts, int conversations, int messages, CancellationToken ct)
    {
        await using var connection = await database.OpenAsync(ct);
        await RunAsync(connection, isSqlite ? "PRAGMA synchronous = OFF; PRAGMA cache_size = -262144; CREATE TABLE bench_word (n INTEGER PRIMARY KEY, w TEXT NOT NULL)" : "CREATE TABLE bench_word (n INTEGER PRIMARY KEY, w TEXT NOT NULL)", ct);
        await RunAsync(connection, "INSERT INTO bench_word (n, w) VALUES " + string.Join(',', Enumerable.Range(0, Words).Select(n => string.Create(CultureInfo.InvariantCulture, $"({n},'{Word(n)}')"))), ct);
        await RunAsync(connection, $"{Rows(contacts)} INSERT INTO contact (id, workspace_id, name, created_at) SELECT {Id(1, "i")}, {Workspace}, {W("i")} || ' ' || {W("i / 7")}, 1600000000000 + i FROM r", ct);
        await RunAsync(connection, $"{Rows(contacts)} INSERT INTO identity (id, workspace_id, kind, scope, value, contact_id, created_at) SELECT {Id(2, "i")}, {Workspace}, 1, '', '62813' || {Padded("i", 8)}, {Id(1, "i")}, 0 FROM r", ct);
        await RunAsync(connection, $"{Rows(conversations)} INSERT INTO chat (id, workspace_id, number_id, contact_id, last_inbound_at, created_at) SELECT {Id(3, "i")}, {Workspace}, {Number}, {Id(1, "i")}, 0, 0 FROM r", ct);
        await RunAsync(
            connection,
            $$$"""
            {{{Rows(messages)}}} INSERT INTO message (id, workspace_id, number_id, contact_id, identity_id, direction, state, kind, category, content, wamid, origin, at, created_at)
            SELECT {{{Id(4, "i")}}}, {{{Workspace}}}, {{{Number}}}, {{{Id(1, $"(i % {conversations}) + 1")}}}, {{{Id(2, $"(i % {conversations}) + 1")}}}, i % 2, 50, 'text', 0,
              '{"type":"text","text":{"body":"' || {{{W("i")}}} || ' ' || {{{W("i / 3")}}} || ' ' || {{{W("i / 5 + 11")}}} || CASE WHEN i % 3 = 0 THEN ' order ' ELSE ' please ' END || {{{W("i / 7 + 5")}}} || ' ' || {{{W("i / 11")}}}
              || CASE WHEN i % 20 = 0 THEN ' {{{string.Join("' WHEN i % 20 = ", Japanese.Select((word, at) => at == 0 ? word + "について" : string.Create(CultureInfo.InvariantCulture, $"{at} THEN ' {word}について")))}}}' ELSE '' END || '"}}',
              'wamid.bench' || i, i % 2, 1600000000000 + i * 20000, 1600000000000 + i * 20000 FROM r
            """,
            ct);
        await RunAsync(
            connection,
            $"""
            {Rows(conversations)} INSERT INTO conversation (id, workspace_id, number_id, contact_id, status, unread, last_message_id, last_at, last_preview, created_at)
            SELECT {Id(5, "i")}, {Workspace}, {Number}, {Id(1, "i")}, i % 2, CASE WHEN i % 10 = 0 THEN 1 ELSE 0 END, {Id(4, $"({messages} - (({messages} - i + 1) % {conversations}))")}, 1600000000000 + {messages} * 20000 - i, {W("i")}, 0 FROM r
            """,
            ct);
        await RunAsync(connection, isSqlite ? "PRAGMA wal_checkpoint(TRUNCATE)" : "ANALYZE", ct);
    }

    /// <summary>How many messages the search has still to cut.</summary>
    public Task<long> NotIndexedAsync(CancellationToken ct) => database.CountAsync("SELECT (SELECT max(seq) FROM message) - (SELECT seq FROM search_cursor WHERE name = 'first')", ct);

    private static string Workspace => "(SELECT workspace_id FROM phone_number LIMIT 1)";

    private static string Number => "(SELECT id FROM phone_number LIMIT 1)";

    private static string Word(int n) => n == 0 ? "the" : string.Concat(Syllables[n & 15], Syllables[(n >> 4) & 15], Syllables[(n >> 8) & 15]);

    private static string W(string number) => $"(SELECT w FROM bench_word WHERE n = ({number}) % {Words})";

    private string Rows(int count) => isSqlite
        ? $"WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < {count})"
        : $"WITH r AS (SELECT generate_series(1::bigint, {count}) AS i)";

    private string Id(int kind, string number) => isSqlite
        ? $"unhex(printf('0190000000007000800{kind}%012x', {number}))"
        : $"('01900000-0000-7000-800{kind}-' || lpad(to_hex({number}), 12, '0'))::uuid";

    private string Padded(string number, int digits) => isSqlite ? $"printf('%0{digits}d', {number})" : $"lpad(({number})::text, {digits}, '0')";

    private static async Task RunAsync(DbConnection connection, string sql, CancellationToken ct)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 3600;
        await command.ExecuteNonQueryAsync(ct);
    }
}
