using Kaiwa.Core.Dispatch;
using Kaiwa.Core.Events;
using Kaiwa.Core.Live;
using Kaiwa.Core.Storage;

namespace Kaiwa.Core.Ingest;

/// <summary>Writes the facts of everything that gathered, in one transaction: status moves, people, messages, and the parts themselves.</summary>
internal sealed class InboundStore(ReceiveStatus statuses, ReceiveMessage messages, StatusFlow flow, SendWatch watch, ILiveFeed feed, EventPump pump)
{
    private const string InsertPart = """
        INSERT INTO delivery_part (workspace_id, app_id, number_id, contact_id, message_id, kind, field, at, received_at, raw, problem, entry)
        SELECT v.workspace_id, v.app_id, v.number_id, v.contact_id, v.message_id, v.kind, v.field, v.at, v.received_at, v.raw, v.problem, v.entry FROM {rows}
        """;

    public async Task<IReadOnlyList<bool>> WriteAsync(UnitOfWork unit, IReadOnlyList<Delivery> deliveries)
    {
        var parts = deliveries.Count == 1 ? deliveries[0].Parts : deliveries.SelectMany(delivery => delivery.Parts).ToList();
        var statusParts = parts.Where(part => part.Status is not null).ToList();
        await statuses.WriteAsync(unit, statusParts);
        await messages.WriteAsync(unit, parts);
        await unit.BulkAsync(
            InsertPart,
            new Bulk<Part>(parts.Where(part => !part.IsDuplicate).ToList())
                .Id("workspace_id", p => p.Workspace).Id("app_id", p => p.App.Id).Id("number_id", p => p.Number?.Id).Id("contact_id", p => p.Contact).Id("message_id", p => p.Message)
                .Int("kind", p => (int)p.Kind).Text("field", p => p.Field).Long("at", p => p.At).Long("received_at", p => p.ReceivedAt).Bytes("raw", p => p.Raw.ToArray()).Text("problem", p => p.Problem).Text("entry", p => p.Entry));
        CrashPoint.Hit(CrashPoint.BeforeIngestCommit);
        unit.AfterCommit(() => Tell(parts));
        return new bool[deliveries.Count];
    }

    private void Tell(IReadOnlyList<Part> parts)
    {
        CrashPoint.Hit(CrashPoint.AfterIngestCommit);
        var news = false;
        foreach (var part in parts)
        {
            if (part.Status is { } status)
            {
                flow.Note(part.Number!.Id, part.At);
                if (part.Message is { } message)
                {
                    watch.Tell(message, new SendOutcome.Accepted(status.Wamid, status.RecipientId, status.RecipientUserId, null));
                }
            }
            else
            {
                news = true;
            }

            if (part is { Contact: { } contact, Workspace: { } workspace })
            {
                feed.Publish(new Change(workspace, "thread", contact.Value));
            }
        }

        CoreTelemetry.Stored("part", parts.Count);
        if (news)
        {
            pump.Ring();
        }
    }
}
