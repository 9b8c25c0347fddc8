using System.Text;
using Kaiwa.Simulator.Delivery;
using Kaiwa.Simulator.Webhooks;
using Kaiwa.Simulator.World;
using Microsoft.Data.Sqlite;

namespace Kaiwa.Simulator.Storage;

/// <summary>Takes up after a restart, clean or not: windows, portfolio counts, messages under way, webhooks owed.</summary>
internal static class Recovery
{
    private const string UnfinishedSql =
        "SELECT seq, number, phone, flags, kind, template, category, at, happened, settled, error, sent_at, delivered_at, read_at, ended_at, callback " +
        "FROM message WHERE inbound = 0 AND ((happened & 128) = 0 OR (happened & 31) <> (settled & 31)) ORDER BY seq";

    public static long LastSeq(SimulatorDatabase database) =>
        database.Query("SELECT coalesce(max(seq), 0) FROM message", r => r.GetInt64(0))[0];

    public static void Resume(Platform platform)
    {
        var dayAgo = platform.Clock.NowMs - Rules.Conversations.WindowMs;
        foreach (var (number, phone, at) in platform.Database.Query(
            "SELECT number, phone, max(at) FROM message WHERE inbound = 1 AND (flags & 256) = 0 AND at > $from GROUP BY number, phone",
            r => (r.GetInt64(0), (ulong)r.GetInt64(1), r.GetInt64(2)), ("$from", dayAgo)))
        {
            platform.Conversations.CustomerWrote(number, phone, at);
        }

        foreach (var (number, phone, at, flags) in platform.Database.Query(
            "SELECT number, phone, at, flags, happened FROM message WHERE at > $from AND ((flags & 192) <> 0 OR (inbound = 0 AND (flags & 2) <> 0 AND (happened & 16) = 0)) ORDER BY seq",
            r => (r.GetInt64(0), (ulong)r.GetInt64(1), r.GetInt64(2), (DeliveryFlags)r.GetInt32(3) & ~((r.GetInt32(4) & 16) != 0 ? DeliveryFlags.CountsForPortfolio : DeliveryFlags.None)),
            ("$from", dayAgo - Rules.Conversations.EntryPointMs)))
        {
            Retrace(platform, number, phone, at, flags, dayAgo);
        }

        foreach (var delivery in platform.Database.Query(UnfinishedSql, r => Read(platform, r)))
        {
            if (delivery is not null)
            {
                platform.Courier.Resume(delivery);
            }
        }

        ResumeInbound(platform);
    }

    public static long ResumeNotices(Platform platform)
    {
        var last = 0L;
        foreach (var (id, body) in platform.Database.Query("SELECT id, body FROM notice ORDER BY id", r => (r.GetInt64(0), r.GetString(1))))
        {
            last = id;
            platform.Sender.Send(new EntryNotice(id, Encoding.UTF8.GetBytes(body), platform.Notes) { Sender = platform.Sender });
        }

        return last;
    }

    private static void Retrace(Platform platform, long number, ulong phone, long at, DeliveryFlags flags, long dayAgo)
    {
        if ((flags & DeliveryFlags.Referred) != DeliveryFlags.None)
        {
            platform.Conversations.CameByReferral(number, phone, at);
        }

        if ((flags & DeliveryFlags.FreeEntryPoint) != DeliveryFlags.None)
        {
            platform.Conversations.BusinessWrote(number, phone, at);
        }

        if ((flags & DeliveryFlags.CountsForPortfolio) != DeliveryFlags.None && at > dayAgo)
        {
            platform.Meta.Number(number)?.Account.Portfolio.Limit.TryTake(phone, at);
        }
    }

    private static void ResumeInbound(Platform platform)
    {
        var rows = platform.Database.Query("SELECT seq, number, phone, flags, at, body FROM message WHERE inbound = 1 AND settled = 0 ORDER BY seq",
            r => (Seq: r.GetInt64(0), Number: r.GetInt64(1), Phone: (ulong)r.GetInt64(2), Flags: (DeliveryFlags)r.GetInt32(3), At: r.GetInt64(4), Body: r.GetFieldValue<byte[]>(5)));
        foreach (var row in rows)
        {
            if (platform.Meta.Number(row.Number) is { } number)
            {
                platform.Sender.Send(new InboundNotice(row.Seq, number, row.Phone, (row.Flags & DeliveryFlags.NumberHidden) != DeliveryFlags.None, row.At, row.Body, platform.Notes) { Sender = platform.Sender });
            }
        }
    }

    private static Delivery.Delivery? Read(Platform platform, SqliteDataReader row) =>
        platform.Meta.Number(row.GetInt64(1)) is not { } number ? null : new Delivery.Delivery
        {
            Seq = row.GetInt64(0),
            Courier = platform.Courier,
            Number = number,
            Phone = (ulong)row.GetInt64(2),
            Flags = (DeliveryFlags)row.GetInt32(3),
            Kind = (MessageKind)row.GetInt32(4),
            TemplateKey = row.GetInt64(5),
            Category = (MessageCategory)row.GetInt32(6),
            TtlSeconds = row.GetInt32(6) == (int)MessageCategory.Authentication ? 600 : 30 * 24 * 3600,
            AcceptedAt = row.GetInt64(7),
            FreeUntil = platform.Conversations.FreeUntil(row.GetInt64(1), (ulong)row.GetInt64(2)),
            Happened = (Progress)row.GetInt32(8),
            Settled = (Progress)row.GetInt32(9),
            Error = row.GetInt32(10),
            SentAt = row.GetInt64(11),
            DeliveredAt = row.GetInt64(12),
            ReadAt = row.GetInt64(13),
            EndedAt = row.GetInt64(14),
            Callback = row.IsDBNull(15) ? null : row.GetString(15),
            Group = ((DeliveryFlags)row.GetInt32(3) & DeliveryFlags.InGroup) != DeliveryFlags.None ? platform.Groups.Store.Kept(row.GetInt64(0)) : null,
        };
}
