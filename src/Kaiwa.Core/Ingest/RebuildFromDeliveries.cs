using System.Text;
using System.Text.Json;
using Kaiwa.Core.Contacts;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Core.Ingest;

/// <summary>
/// Sends the stored parts through receiving once more, in the order in which they came: inbound messages, states, identities, names, consent and windows follow
/// from them. Outgoing messages do not, and neither does what people did: conversations, notes, tags.
/// </summary>
internal sealed class RebuildFromDeliveries(Database database, NumberDirectory numbers, ReceiveStatus statuses, ReceiveMessage messages) : IRebuild
{
    private const int PerCommit = 500;

    private const string SelectPage = """
        SELECT seq, app_id, number_id, contact_id, message_id, kind, field, received_at, raw FROM delivery_part WHERE seq > @after AND (kind < 3 OR (kind = 3 AND field = 'user_preferences')) ORDER BY seq LIMIT @most -- all workspaces: each part carries its workspace_id
        """;

    private const string SelectMerges = "SELECT from_contact_id, into_contact_id FROM contact_merge WHERE undone_at IS NULL -- all workspaces: ids of contacts are unique";
    private const string SelectMissing = "SELECT v.message_id FROM {rows} LEFT JOIN message m ON m.id = v.message_id AND m.workspace_id = v.workspace_id WHERE m.id IS NULL";

    private const string InsertContact = """
        INSERT INTO contact (id, workspace_id, created_at) SELECT v.id, v.workspace_id, v.received_at FROM {rows} WHERE TRUE ON CONFLICT (id) DO NOTHING
        """;

    // An identity that was put back has a new id; what was sent to the old one now points to it.
    private const string PointAgain = """
        UPDATE {table} SET identity_id = (SELECT i.id FROM identity i JOIN message m ON m.contact_id = i.contact_id AND m.workspace_id = i.workspace_id WHERE m.id = {table}.{id} ORDER BY i.kind, i.id LIMIT 1)
        WHERE NOT EXISTS (SELECT 1 FROM identity i WHERE i.id = {table}.identity_id)
          AND EXISTS (SELECT 1 FROM identity i JOIN message m ON m.contact_id = i.contact_id AND m.workspace_id = i.workspace_id WHERE m.id = {table}.{id}) -- all workspaces: only their own identities are joined, by workspace_id
        """;

    private readonly TakeApart takeApart = new(numbers);

    public async Task<Rebuilt> RunAsync(Action<Rebuilt> onProgress, CancellationToken ct)
    {
        var done = new Rebuilt(0, 0, 0);
        var merges = (await database.QueryAsync<Merge>(SelectMerges, ct: ct)).GroupBy(merge => merge.FromContactId).ToDictionary(group => group.Key, group => group.Last().IntoContactId);
        for (long after = 0; ;)
        {
            var page = await database.QueryAsync<StoredPart>(SelectPage, new { after, most = PerCommit }, ct);
            if (page.Count == 0)
            {
                break;
            }

            var parts = page.SelectMany(row => Read(row, merges)).ToList();
            var (restored, made) = await database.InTransactionAsync(unit => WriteAsync(unit, parts), WritePriority.Live, ct);
            done = new Rebuilt(done.Deliveries + page.Count, done.Messages + restored, done.Contacts + made);
            onProgress(done);
            after = page[^1].Seq;
        }

        await database.InTransactionAsync(
            async unit =>
            {
                foreach (var (table, id) in new[] { ("message", "id"), ("job", "message_id") })
                {
                    await unit.ExecuteAsync(PointAgain.Replace("{table}", table, StringComparison.Ordinal).Replace("{id}", id, StringComparison.Ordinal));
                }
            },
            WritePriority.Live,
            ct);
        return done;
    }

    private async Task<(int Messages, int Contacts)> WriteAsync(UnitOfWork unit, List<Part> parts)
    {
        var people = parts.Where(part => part.StoredFor is not null).DistinctBy(part => part.StoredFor).OrderBy(part => part.StoredFor!.Value).ToList();
        var made = await unit.BulkAsync(InsertContact, new Bulk<Part>(people).Id("id", part => part.StoredFor!.Value).Id("workspace_id", part => part.Number!.Workspace.Id).Long("received_at", part => part.ReceivedAt));
        var incoming = parts.Where(part => part is { Incoming: not null, Message: not null }).ToList();
        var missing = (await unit.BulkQueryAsync(SelectMissing, new Bulk<Part>(incoming).Id("message_id", part => part.Message!.Value).Id("workspace_id", part => part.Number!.Workspace.Id), row => row.Id<Message>(0))).ToHashSet();
        await statuses.WriteAsync(unit, parts.Where(part => part.Status is not null).ToList());
        await messages.WriteAgainAsync(unit, parts, missing);
        return (missing.Count, made);
    }

    private IEnumerable<Part> Read(StoredPart row, Dictionary<Id<Contact>, Id<Contact>> merges)
    {
        if (row.NumberId is not { } id || numbers.Find(id) is not { } number || (row.Kind == PartKind.Message && row.MessageId is null))
        {
            return []; // the number is no longer here, or the message had no sender
        }

        var parts = takeApart.Read(new MetaApp(row.AppId, "", "", [], null, ""), Envelope(row, number), row.ReceivedAt.ToUnixTimeMilliseconds()).Parts.Where(part => part.Kind == row.Kind).ToList();
        foreach (var part in parts)
        {
            part.Message = row.MessageId;
            part.StoredFor = row.ContactId;
            while (part.StoredFor is { } contact && merges.TryGetValue(contact, out var into))
            {
                part.StoredFor = into;
            }
        }

        return parts;
    }

    /// <summary>The part as Meta would send it alone. A message is stored with its sender's profile around it, when it came with one.</summary>
    private static byte[] Envelope(StoredPart row, Number number)
    {
        var list = row.Kind switch { PartKind.Message => "messages", PartKind.Status => "statuses", _ => row.Field };
        var raw = Encoding.UTF8.GetString(row.Raw);
        var isWhole = raw.StartsWith("{\"contacts\":[", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes($$$"""
            {"entry":[{"id":"{{{number.Waba.MetaId}}}","changes":[{"field":"{{{JsonEncodedText.Encode(row.Field)}}}","value":{"metadata":{"phone_number_id":"{{{number.MetaId}}}"},{{{(isWhole ? raw[1..^1] : $"\"{list}\":[{raw}]")}}}}}]}]}
            """);
    }

    private sealed record Merge
    {
        public required Id<Contact> FromContactId { get; init; }

        public required Id<Contact> IntoContactId { get; init; }
    }

    private sealed record StoredPart
    {
        public required long Seq { get; init; }

        public required Id<MetaApp> AppId { get; init; }

        public Id<Number>? NumberId { get; init; }

        public Id<Contact>? ContactId { get; init; }

        public Id<Message>? MessageId { get; init; }

        public required PartKind Kind { get; init; }

        public required string Field { get; init; }

        public required DateTimeOffset ReceivedAt { get; init; }

        public required byte[] Raw { get; init; }
    }
}
