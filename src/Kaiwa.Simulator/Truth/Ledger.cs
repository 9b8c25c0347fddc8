using System.Globalization;
using System.Text;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Delivery;
using Kaiwa.Simulator.Rules;
using Kaiwa.Simulator.World;
using Microsoft.Data.Sqlite;

namespace Kaiwa.Simulator.Truth;

/// <summary>The judge: counts, from the stored rows alone, what every phone saw and what Meta would bill.</summary>
internal sealed class Ledger(Platform platform)
{
    // happened: 1 sent, 2 delivered, 4 read, 16 failed, 128 done. A message counts as "to be seen" until it fails.
    private const string Scope = " FROM message WHERE inbound = 0 AND at >= $since AND ($all = 1 OR template IN (SELECT value FROM json_each($templates))) AND ($number = 0 OR number = $number)";

    private const string TotalsSql =
        "SELECT count(*), sum((happened & 6) <> 0), sum((happened & 144) = 0), sum((happened & 128) <> 0 AND (happened & 22) = 0), sum((happened & 4) <> 0), sum((happened & 16) <> 0)" + Scope;

    private const string PhonesSql =
        "SELECT count(*), coalesce(sum(n = 1), 0), coalesce(sum(n > 1), 0) FROM (SELECT count(*) AS n" + Scope + " AND (happened & 16) = 0 AND error = 0 GROUP BY phone)";

    private const string MoreSql =
        "SELECT phone, count(*), group_concat(seq), group_concat(flags)" + Scope + " AND (happened & 16) = 0 AND error = 0 GROUP BY phone HAVING count(*) > 1 LIMIT 20";

    private const string DoublesSql =
        "SELECT phone, hash, count(*), group_concat(seq), group_concat(flags)" + Scope + " AND (happened & 16) = 0 AND error = 0 GROUP BY number, phone, hash HAVING count(*) > 1 LIMIT 20";

    private const string DoubledSql =
        "SELECT coalesce(sum(n - 1), 0) FROM (SELECT count(*) AS n" + Scope + " AND (happened & 16) = 0 AND error = 0 GROUP BY number, phone, hash HAVING count(*) > 1)";

    private const string FailedSql = "SELECT error, count(*)" + Scope + " AND (happened & 16) <> 0 GROUP BY error";

    // Delivered, and no reaction.
    private const string Billed = Scope + " AND (happened & 6) <> 0 AND kind <> 9";

    private const string BilledSql = "SELECT category, count(*)" + Billed + " AND " + Billing.TypeSql + " = 0 GROUP BY category";

    private const string FreeSql = "SELECT " + Billing.TypeSql + " AS type, count(*)" + Billed + " AND " + Billing.TypeSql + " <> 0 GROUP BY type";

    private const string InboundSql = "SELECT count(*), coalesce(sum(settled = 1), 0) FROM message WHERE inbound = 1 AND settled <> 3 AND at >= $since AND ($number = 0 OR number = $number)";

    public async Task<LedgerSummary> CountAsync(LedgerQuery query)
    {
        await platform.Writer.FlushAsync();
        using var connection = platform.Database.Open();
        var totals = One(connection, TotalsSql, query, r => (Accepted: r.GetInt64(0), Shown: Long(r, 1), UnderWay: Long(r, 2), Never: Long(r, 3), Read: Long(r, 4), Failed: Long(r, 5)));
        var inbound = One(connection, InboundSql, query, r => (All: r.GetInt64(0), Acknowledged: r.GetInt64(1)));
        var summary = new LedgerSummary
        {
            Accepted = totals.Accepted,
            Shown = totals.Shown,
            UnderWay = totals.UnderWay,
            NeverShown = totals.Never,
            Read = totals.Read,
            Failed = totals.Failed,
            FailedByCode = Many(connection, FailedSql, query, r => (r.GetInt32(0), r.GetInt64(1))).ToDictionary(f => f.Item1, f => f.Item2),
            RefusedByCode = platform.Refusals.ToDictionary(r => r.Key, r => r.Value),
            BilledByCategory = Many(connection, BilledSql, query, r => (CategoryName(r.GetInt32(0)), r.GetInt64(1))).ToDictionary(b => b.Item1, b => b.Item2),
            FreeByType = Many(connection, FreeSql, query, r => (Billing.NameOf((PriceType)r.GetInt32(0)), r.GetInt64(1))).ToDictionary(f => f.Item1, f => f.Item2),
            Inbound = inbound.All,
            InboundAcknowledged = inbound.Acknowledged,
            Webhooks = Webhooks(),
        };
        return query.TotalsOnly ? summary : WithPhones(connection, query, summary);
    }

    private LedgerSummary WithPhones(SqliteConnection connection, LedgerQuery query, LedgerSummary summary)
    {
        var phones = One(connection, PhonesSql, query, r => (Reached: r.GetInt64(0), One: r.GetInt64(1), More: r.GetInt64(2)));
        var doubled = One(connection, DoubledSql, query, r => r.GetInt64(0));
        return summary with
        {
            PhonesReached = phones.Reached,
            PhonesWithOne = phones.One,
            PhonesWithMore = phones.More,
            More = phones.More == 0 ? [] : Many(connection, MoreSql, query, r => new PhoneWithMore("+" + r.GetInt64(0).ToString(CultureInfo.InvariantCulture), r.GetInt64(1), Wamids((ulong)r.GetInt64(0), r.GetString(2), r.GetString(3)))),
            Doubled = doubled,
            Doubles = doubled == 0 ? [] : Many(connection, DoublesSql, query, r => new DoubledMessage("+" + r.GetInt64(0).ToString(CultureInfo.InvariantCulture), HashText(r.GetInt64(1)), r.GetInt64(2), Wamids((ulong)r.GetInt64(0), r.GetString(3), r.GetString(4)))),
        };
    }

    public WebhookSummary Webhooks()
    {
        var statistics = platform.Sender.Statistics;
        return new WebhookSummary
        {
            Posted = statistics.Attempts,
            Acknowledged = statistics.Acknowledged,
            Retried = statistics.Retried,
            Unanswered = statistics.Failed,
            GivenUp = statistics.GivenUp,
            Dropped = statistics.Dropped,
            Duplicated = statistics.Duplicated,
            Pending = platform.Sender.Pending,
            AckP50Ms = statistics.PercentileMs(0.5),
            AckP99Ms = statistics.PercentileMs(0.99),
        };
    }

    /// <summary>Accepted messages in the order of their acceptance.</summary>
    public async Task<IReadOnlyList<LedgerMessage>> MessagesAsync(ulong? phone, long after, int limit)
    {
        await platform.Writer.FlushAsync();
        return platform.Database.Query(
            "SELECT seq, number, phone, flags, kind, template, hash, at, happened, error, body, callback FROM message WHERE inbound = 0 AND seq > $after " + (phone is null ? "" : "AND phone = $phone ") + "ORDER BY seq LIMIT $limit",
            r =>
            {
                var happened = (Progress)r.GetInt32(8);
                var kind = (MessageKind)r.GetInt32(4);
                return new LedgerMessage(
                    r.GetInt64(0), platform.Json.Wamid(r.GetInt64(0), false, (ulong)r.GetInt64(2), (r.GetInt32(3) & (int)DeliveryFlags.NumberHidden) != 0),
                    "+" + r.GetInt64(2).ToString(CultureInfo.InvariantCulture), r.GetInt64(1).ToString(CultureInfo.InvariantCulture), SendReader.NameOf(kind),
                    TemplateName(r.GetInt64(5)), Encoding.UTF8.GetString(r.GetFieldValue<byte[]>(10)), HashText(r.GetInt64(6)), r.IsDBNull(11) ? null : r.GetString(11),
                    DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(7)), StateOf(happened), r.GetInt32(9), (happened & (Progress.Delivered | Progress.Read)) != Progress.None);
            },
            ("$after", after), ("$phone", (long)(phone ?? 0)), ("$limit", limit));
    }

    /// <summary>The messages of an account that were accepted in a stretch of time, in seconds.</summary>
    public IReadOnlyList<Traffic> Traffic(BusinessAccount account, long from, long to)
    {
        var numbers = account.Numbers.Select(number => number.Key).ToHashSet();
        return [.. platform.Database.Query(
            "SELECT number, at / 1000, template, category, " + Billing.TypeSql + ", happened FROM message WHERE inbound = 0 AND at >= $from AND at < $to",
            r => (Number: r.GetInt64(0), Row: new Traffic(r.GetInt64(1), r.GetInt64(2), (MessageCategory)r.GetInt32(3), (PriceType)r.GetInt32(4), (Progress)r.GetInt32(5))),
            ("$from", from * 1000), ("$to", to * 1000), ("$charged", Billing.ServiceChargedFrom)).Where(row => numbers.Contains(row.Number)).Select(row => row.Row)];
    }

    public async Task<IReadOnlyList<LedgerInbound>> InboundAsync(long after, int limit)
    {
        await platform.Writer.FlushAsync();
        return platform.Database.Query("SELECT seq, number, phone, flags, kind, at, settled, ended_at FROM message WHERE inbound = 1 AND seq > $after ORDER BY seq LIMIT $limit",
            r => new LedgerInbound(
                r.GetInt64(0), platform.Json.Wamid(r.GetInt64(0), true, (ulong)r.GetInt64(2), (r.GetInt32(3) & (int)DeliveryFlags.NumberHidden) != 0),
                "+" + r.GetInt64(2).ToString(CultureInfo.InvariantCulture), r.GetInt64(1).ToString(CultureInfo.InvariantCulture), SendReader.NameOf((MessageKind)r.GetInt32(4)),
                DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(5)), r.GetInt32(6) == 1, r.GetInt32(6) == 1 ? DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(7)) : null),
            ("$after", after), ("$limit", limit));
    }

    public static string StateOf(Progress happened) =>
        (happened & Progress.Failed) != Progress.None ? "failed"
        : (happened & Progress.Played) != Progress.None ? "played"
        : (happened & Progress.Read) != Progress.None ? "read"
        : (happened & Progress.Delivered) != Progress.None ? "delivered"
        : (happened & Progress.Sent) != Progress.None ? "sent" : "accepted";

    public static string HashText(long hash) => hash.ToString("x16", CultureInfo.InvariantCulture);

    private string? TemplateName(long key) =>
        key == 0 ? null : platform.Meta.Template(key.ToString(CultureInfo.InvariantCulture))?.Template.Seed.Name ?? key.ToString(CultureInfo.InvariantCulture);

    private List<string> Wamids(ulong phone, string seqs, string flags) =>
        [.. seqs.Split(',').Zip(flags.Split(','), (seq, flag) => platform.Json.Wamid(long.Parse(seq, CultureInfo.InvariantCulture), false, phone, (int.Parse(flag, CultureInfo.InvariantCulture) & (int)DeliveryFlags.NumberHidden) != 0))];

    private static string CategoryName(int category) => ((MessageCategory)category).ToString().ToLowerInvariant();

    private static long Long(SqliteDataReader row, int column) => row.IsDBNull(column) ? 0 : row.GetInt64(column);

    private T One<T>(SqliteConnection connection, string sql, LedgerQuery query, Func<SqliteDataReader, T> read) => Many(connection, sql, query, read)[0];

    private List<T> Many<T>(SqliteConnection connection, string sql, LedgerQuery query, Func<SqliteDataReader, T> read)
    {
        var templates = query.Template is null ? [] : platform.Meta.Accounts.SelectMany(a => a.Templates.All).Where(t => t.Seed.Name == query.Template).Select(t => t.Seed.Id);
        return Storage.SimulatorDatabase.Query(connection, sql, read,
            ("$since", query.Since?.ToUnixTimeMilliseconds() ?? 0), ("$all", query.Template is null ? 1 : 0), ("$templates", "[" + string.Join(',', templates) + "]"),
            ("$number", query.Number is null ? 0 : long.Parse(query.Number, CultureInfo.InvariantCulture)), ("$charged", Billing.ServiceChargedFrom));
    }
}
