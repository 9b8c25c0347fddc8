using System.Globalization;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Delivery;
using Kaiwa.Simulator.Groups;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>What became of the messages that a number sent: /{number}/message_history, newest first, and /{entry}/events.</summary>
internal sealed class HistoryApi(Platform platform)
{
    private const long FirstEntry = 940_000_000_000_000;
    private const string SeqsSql = "SELECT seq FROM message WHERE inbound = 0 AND number = $number ORDER BY seq DESC";
    private const string RowSql = "SELECT number, phone, flags, happened, settled, error, sent_at, delivered_at, read_at, ended_at FROM message WHERE inbound = 0 AND seq = $seq";

    private static readonly (Progress Step, string Status)[] Steps = [(Progress.Sent, "SENT"), (Progress.Delivered, "DELIVERED"), (Progress.Read, "READ"), (Progress.Failed, "FAILED")];

    public async Task<bool> NumberAsync(HttpContext http, BusinessNumber number)
    {
        if (Paging.WrongLimit(http) is { } wrong)
        {
            return GraphJson.Refuse(http, wrong);
        }

        await platform.Writer.FlushAsync();
        var wanted = http.Request.Query["message_id"].ToString();
        List<long> seqs;
        if (wanted.Length == 0)
        {
            seqs = platform.Database.Query(SeqsSql, r => r.GetInt64(0), ("$number", number.Key));
        }
        else if (!platform.Wamids.TryRead(wanted, out var seq, out var inbound))
        {
            return GraphJson.Refuse(http, Refusal.Parameter("Invalid parameter: message_id format is invalid"));
        }
        else
        {
            seqs = !inbound && Row(seq) is { } row && row.Number == number.Key ? [seq] : [];
        }

        var fields = GraphJson.Fields(http);
        return GraphJson.Page(http, seqs, PublicUrl.Origin(http, platform.Options), (json, seq) => Entry(seq, Row(seq)!, fields?.Contains("events") == true).WriteTo(json));
    }

    /// <summary>/{entry}/events; false when there is no such entry.</summary>
    public async Task<bool> HandleAsync(HttpContext http, string node, string edge)
    {
        await platform.Writer.FlushAsync();
        if (edge != "events" || !HttpMethods.IsGet(http.Request.Method) || !long.TryParse(node, NumberStyles.None, CultureInfo.InvariantCulture, out var id) || Row(id - FirstEntry) is not { } row)
        {
            return false;
        }

        if (Paging.WrongLimit(http) is { } wrong)
        {
            return GraphJson.Refuse(http, wrong);
        }

        var filter = http.Request.Query["status_filter"].ToString();
        var events = Events(id - FirstEntry, row).Where(happened => filter.Length == 0 || happened.Status == filter).ToList();
        return GraphJson.Page(http, events, PublicUrl.Origin(http, platform.Options), (json, happened) => new JsonObject
        {
            ["cursor"] = GraphJson.Cursor(events.IndexOf(happened) + 1),
            ["node"] = Node(happened, "occurrence_timestamp"),
        }.WriteTo(json));
    }

    private JsonObject Entry(long seq, SentRow row, bool withEvents)
    {
        var entry = new JsonObject { ["id"] = (FirstEntry + seq).ToString(CultureInfo.InvariantCulture), ["message_id"] = WamidOf(seq, row) };
        if (withEvents)
        {
            entry["events"] = new JsonObject
            {
                ["data"] = new JsonArray([.. Events(seq, row).Select(happened =>
                {
                    var told = Node(happened, "timestamp");
                    told["webhook_update_state"] = happened.IsTold ? "DELIVERED" : "PENDING";
                    if (platform.Sender.Target is { } target)
                    {
                        told["webhook_uri"] = target.AbsoluteUri;
                    }

                    return told;
                })]),
            };
        }

        return entry;
    }

    private JsonObject Node(Happened happened, string time)
    {
        var node = new JsonObject { ["id"] = happened.Id, ["delivery_status"] = happened.Status, [time] = happened.AtMs / 1000, ["application"] = new JsonObject { ["id"] = platform.Options.AppId } };
        if (happened.Error != 0)
        {
            node["error_description"] = MetaError.Find(happened.Error).Title;
        }

        return node;
    }

    private static IEnumerable<Happened> Events(long seq, SentRow row) => Steps.Select((step, index) => (step.Step, step.Status, Index: index)).Where(step => (row.Happened & step.Step) != Progress.None)
        .Select(step => new Happened(((FirstEntry + seq) * 10 + step.Index).ToString(CultureInfo.InvariantCulture), step.Status, row.TimeOf(step.Step), (row.Settled & step.Step) != Progress.None, step.Step == Progress.Failed ? row.Error : 0));

    private string WamidOf(long seq, SentRow row) =>
        (row.Flags & DeliveryFlags.InGroup) != DeliveryFlags.None && platform.Groups.Store.Kept(seq) is GroupMessage message && platform.Meta.Number(row.Number) is { } number
            ? platform.Json.Wamid(message.Seq, inbound: false, number.Digits, hidden: false)
            : platform.Json.Wamid(seq, inbound: false, row.Phone, (row.Flags & DeliveryFlags.NumberHidden) != DeliveryFlags.None);

    private SentRow? Row(long seq) => platform.Database.Query(RowSql,
        r => new SentRow(r.GetInt64(0), (ulong)r.GetInt64(1), (DeliveryFlags)r.GetInt32(2), (Progress)r.GetInt32(3), (Progress)r.GetInt32(4), r.GetInt32(5), r.GetInt64(6), r.GetInt64(7), r.GetInt64(8), r.GetInt64(9)),
        ("$seq", seq)).FirstOrDefault();

    private sealed record Happened(string Id, string Status, long AtMs, bool IsTold, int Error);

    private sealed record SentRow(long Number, ulong Phone, DeliveryFlags Flags, Progress Happened, Progress Settled, int Error, long SentAt, long DeliveredAt, long ReadAt, long EndedAt)
    {
        public long TimeOf(Progress step) => step switch { Progress.Sent => SentAt, Progress.Delivered => DeliveredAt, Progress.Read => ReadAt, _ => EndedAt };
    }
}
