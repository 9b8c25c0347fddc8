using Kaiwa.Core.Contacts;
using Kaiwa.Core.Dispatch;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;
using System.Text;
using Kaiwa.WhatsApp.Webhooks;

namespace Kaiwa.Core.Ingest;

/// <summary>Statuses may come late, twice and out of order: every column takes the larger or the first value, so that any order gives the same row.</summary>
internal sealed class ReceiveStatus
{
    private const string FindByWamid = """
        SELECT n.message_id, v.ordinal FROM {rows} JOIN message_wamid n ON n.number_id = v.number_id AND n.wamid = v.wamid -- all workspaces: the number carries its workspace_id
        """;

    private const string Move = """
        UPDATE message SET
          state = CASE WHEN v.state > message.state THEN v.state ELSE message.state END,
          sent_at = CASE WHEN message.sent_at IS NULL OR v.sent_at < message.sent_at THEN COALESCE(v.sent_at, message.sent_at) ELSE message.sent_at END,
          delivered_at = CASE WHEN message.delivered_at IS NULL OR v.delivered_at < message.delivered_at THEN COALESCE(v.delivered_at, message.delivered_at) ELSE message.delivered_at END,
          read_at = CASE WHEN message.read_at IS NULL OR v.read_at < message.read_at THEN COALESCE(v.read_at, message.read_at) ELSE message.read_at END,
          played_at = CASE WHEN message.played_at IS NULL OR v.played_at < message.played_at THEN COALESCE(v.played_at, message.played_at) ELSE message.played_at END,
          failed_at = CASE WHEN message.failed_at IS NULL OR v.failed_at < message.failed_at THEN COALESCE(v.failed_at, message.failed_at) ELSE message.failed_at END,
          failure = CASE WHEN message.failure IS NULL OR v.failure > message.failure THEN COALESCE(v.failure, message.failure) ELSE message.failure END,
          pricing = CASE WHEN message.pricing IS NULL OR v.pricing > message.pricing THEN COALESCE(v.pricing, message.pricing) ELSE message.pricing END
        FROM {rows}
        WHERE message.id = v.id AND message.number_id = v.number_id AND message.workspace_id = v.workspace_id AND message.direction = 1
        RETURNING message.id, message.contact_id, message.identity_id, CASE WHEN message.wamid IS NULL THEN 1 ELSE 0 END
        """;

    // Apart from the move: nearly always the answer has brought it before the first status.
    private const string NameByStatus = "UPDATE message SET wamid = v.wamid FROM {rows} WHERE message.id = v.id AND message.workspace_id = v.workspace_id AND message.wamid IS NULL";

    /// <summary>Moves the messages that the statuses are about and says on each part which message and contact it concerns.</summary>
    public async Task WriteAsync(UnitOfWork unit, List<Part> parts)
    {
        if (parts.Count == 0)
        {
            return;
        }

        await FindForeignAsync(unit, parts);
        var moves = new Dictionary<Id<Message>, StatusMove>(parts.Count);
        foreach (var part in parts.Where(part => part.Message is not null))
        {
            var id = part.Message!.Value;
            if (!moves.TryGetValue(id, out var move))
            {
                moves[id] = move = new StatusMove(id, part.Number!.Id, part.Number.Workspace.Id);
            }

            move.Add(part.Status!, part.At);
        }

        var moved = await MoveAsync(unit, moves.Values.OrderBy(move => move.Id).ToList());
        foreach (var part in parts)
        {
            if (part.Message is { } id && moved.TryGetValue(id, out var person))
            {
                (part.Contact, part.Identity) = person;
            }
            else
            {
                // Another program's message on the same number, or one whose row is not here.
                part.Message = null;
                part.Problem = "foreign";
            }
        }
    }

    private static async Task FindForeignAsync(UnitOfWork unit, List<Part> parts)
    {
        foreach (var part in parts)
        {
            part.Message = CallbackData.Read(part.Status!.CallbackData);
        }

        var others = parts.Where(part => part.Message is null && part.Status!.Wamid.Length > 0).ToList();
        var rows = new Bulk<(Part Part, int Ordinal)>(others.Select((part, ordinal) => (part, ordinal)).ToList())
            .Text("wamid", row => row.Part.Status!.Wamid).Id("number_id", row => row.Part.Number!.Id).Int("ordinal", row => row.Ordinal);
        foreach (var (id, ordinal) in await unit.BulkQueryAsync(FindByWamid, rows, reader => (new Id<Message>(Dialect.ReadGuid(reader, 0)), reader.GetInt32(1))))
        {
            others[ordinal].Message = id;
        }
    }

    private static async Task<Dictionary<Id<Message>, (Id<Contact>, Id<Identity>)>> MoveAsync(UnitOfWork unit, List<StatusMove> moves)
    {
        var rows = new Bulk<StatusMove>(moves)
            .Id("id", m => m.Id).Id("number_id", m => m.Number).Id("workspace_id", m => m.Workspace).Int("state", m => (int)m.State)
            .Long("sent_at", m => m.SentAt).Long("delivered_at", m => m.DeliveredAt).Long("read_at", m => m.ReadAt).Long("played_at", m => m.PlayedAt).Long("failed_at", m => m.FailedAt)
            .Text("failure", m => m.Failure).Text("pricing", m => m.Pricing);
        var moved = await unit.BulkQueryAsync(Move, rows, reader => (
            Id: reader.Id<Message>(0), Contact: reader.Id<Contact>(1), Identity: reader.Id<Identity>(2), IsNameless: reader.GetInt32(3) == 1));
        var nameless = moved.Where(row => row.IsNameless).Select(row => row.Id).ToHashSet();
        var named = moves.Where(move => move.Wamid is not null && nameless.Contains(move.Id)).ToList();
        await unit.BulkAsync(NameByStatus, new Bulk<StatusMove>(named).Id("id", m => m.Id).Id("workspace_id", m => m.Workspace).Text("wamid", m => m.Wamid));
        await unit.BulkAsync(Wamids.Insert, new Bulk<StatusMove>(named).Id("number_id", m => m.Number).Text("wamid", m => m.Wamid).Id("message_id", m => m.Id));
        return moved.ToDictionary(row => row.Id, row => (row.Contact, row.Identity));
    }

    /// <summary>All that one commit says of one message.</summary>
    private sealed class StatusMove(Id<Message> id, Id<Number> number, Id<Workspace> workspace)
    {
        public Id<Message> Id => id;

        public Id<Number> Number => number;

        public Id<Workspace> Workspace => workspace;

        public MessageState State { get; private set; }

        public string? Wamid { get; private set; }

        public long? SentAt { get; private set; }

        public long? DeliveredAt { get; private set; }

        public long? ReadAt { get; private set; }

        public long? PlayedAt { get; private set; }

        public long? FailedAt { get; private set; }

        public string? Failure { get; private set; }

        public string? Pricing { get; private set; }

        public void Add(MessageStatus status, long at)
        {
            Wamid ??= status.Wamid.Length > 0 ? status.Wamid : null;
            Pricing = Larger(Pricing, status.Pricing.IsEmpty ? null : Encoding.UTF8.GetString(status.Pricing.Span));
            switch (status.Kind)
            {
                case MessageStatusKind.Sent:
                    SentAt = Reach(MessageState.Sent, SentAt, at);
                    break;
                case MessageStatusKind.Delivered:
                    DeliveredAt = Reach(MessageState.Delivered, DeliveredAt, at);
                    break;
                case MessageStatusKind.Read:
                    ReadAt = Reach(MessageState.Read, ReadAt, at);
                    break;
                case MessageStatusKind.Played:
                    PlayedAt = Reach(MessageState.Played, PlayedAt, at);
                    break;
                case MessageStatusKind.Failed:
                    FailedAt = Reach(MessageState.Failed, FailedAt, at);
                    Failure = Larger(Failure, FailureOf(status));
                    break;
                default:
                    break; // unknown kinds and warnings are kept with the delivery
            }
        }

        private long Reach(MessageState state, long? before, long at)
        {
            State = (MessageState)Math.Max((int)State, (int)state);
            return Math.Min(before ?? long.MaxValue, at);
        }

        private static string FailureOf(MessageStatus status)
        {
            var error = status.Errors.Count > 0 ? status.Errors[0] : null;
            return DispatchProblems.Meta(error?.Code ?? 0, error?.Details ?? error?.Title).Store();
        }

        private static string? Larger(string? left, string? right) => string.CompareOrdinal(left, right) >= 0 ? left : right;
    }
}
