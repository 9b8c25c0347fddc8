using System.Globalization;
using System.Text.Json;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Delivery;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Control;

/// <summary>Reads a phone's chat out of the stored rows as a person would see it: only what was delivered, templates filled in.</summary>
internal sealed class ThreadReader(Platform platform)
{
    private const string Columns = "seq, inbound, number, phone, flags, kind, template, at, happened, settled, read_at, body, context, error";

    public BusinessNumber? LastNumber(ulong phone) =>
        platform.Database.Query("SELECT number FROM message WHERE phone = $phone ORDER BY seq DESC LIMIT 1", r => platform.Meta.Number(r.GetInt64(0)), ("$phone", (long)phone)).FirstOrDefault();

    /// <summary>The newest messages, oldest first.</summary>
    public List<PhoneThreadMessage> Read(ulong phone, int limit)
    {
        var rows = platform.Database.Query(
            $"SELECT {Columns} FROM message WHERE phone = $phone AND (inbound = 1 OR (happened & 6) <> 0) ORDER BY seq DESC LIMIT $limit", ReadRow, ("$phone", (long)phone), ("$limit", limit));
        rows.Reverse();
        return rows;
    }

    /// <summary>The message of the business that is meant: the one named, else the newest that has what is looked for.</summary>
    public PhoneThreadMessage? Meant(ulong phone, string? id, Func<PhoneThreadMessage, bool> has) =>
        Enumerable.Reverse(Read(phone, 200)).FirstOrDefault(message => !message.FromPhone && (id is null || message.Id == id) && has(message));

    /// <summary>What the message said on the wire.</summary>
    public byte[] Body(long seq) => platform.Database.Query("SELECT body FROM message WHERE seq = $seq", r => r.GetFieldValue<byte[]>(0), ("$seq", seq)).First();

    /// <summary>By its id, else by its label: two buttons of one message may read alike.</summary>
    public (PhoneThreadMessage Message, PhoneButton Button)? FindButton(ulong phone, string? id, string wanted) =>
        Find(phone, id, wanted, message => message.Buttons.Concat(message.Cards.SelectMany(card => card.Buttons)).Where(b => b.Kind is "reply" or "quick_reply" or "call_permission" or "contact"));

    public (PhoneThreadMessage Message, PhoneButton Button)? FindRow(ulong phone, string? id, string wanted) => Find(phone, id, wanted, message => message.Rows);

    private (PhoneThreadMessage Message, PhoneButton Button)? Find(ulong phone, string? id, string wanted, Func<PhoneThreadMessage, IEnumerable<PhoneButton>> choices)
    {
        bool IsMeant(PhoneButton button) => button.Id == wanted || button.Label.Equals(wanted, StringComparison.OrdinalIgnoreCase);
        var found = Meant(phone, id, message => choices(message).Any(IsMeant));
        return found is null ? null : (found, choices(found).FirstOrDefault(button => button.Id == wanted) ?? choices(found).First(IsMeant));
    }

    public PhoneThreadMessage ReadRow(Microsoft.Data.Sqlite.SqliteDataReader row)
    {
        var inbound = row.GetInt32(1) == 1;
        var kind = (MessageKind)row.GetInt32(5);
        var happened = (Progress)row.GetInt32(8);
        var message = new PhoneThreadMessage
        {
            Seq = row.GetInt64(0),
            Id = platform.Json.Wamid(row.GetInt64(0), inbound, (ulong)row.GetInt64(3), (row.GetInt32(4) & (int)DeliveryFlags.NumberHidden) != 0),
            Number = row.GetInt64(2).ToString(CultureInfo.InvariantCulture),
            FromPhone = inbound,
            Kind = SendReader.NameOf(kind),
            State = !inbound ? Truth.Ledger.StateOf(happened) : row.GetInt64(10) > 0 ? "read" : row.GetInt32(9) == 1 ? "delivered" : "sent",
            At = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(7)),
            ReplyTo = row.IsDBNull(12) ? null : row.GetString(12),
        };
        try
        {
            using var json = JsonDocument.Parse(row.GetFieldValue<byte[]>(11));
            return inbound ? Inbound(message, json.RootElement, kind)
                : kind == MessageKind.Template ? TemplateBubble.Fill(message, json.RootElement, platform.Meta.Template(row.GetInt64(6).ToString(CultureInfo.InvariantCulture))?.Template)
                : Content(message, json.RootElement, kind);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            return message; // a message that was let through in a shape nobody draws
        }
    }

    private static PhoneThreadMessage Inbound(PhoneThreadMessage message, JsonElement body, MessageKind kind)
    {
        var type = Text(body, "type");
        var replyTo = body.TryGetProperty("context", out var context) ? Text(context, "id") : message.ReplyTo;
        if (!body.TryGetProperty(type, out var content))
        {
            return message with { ReplyTo = replyTo };
        }

        return type switch
        {
            "button" => message with { Text = Text(content, "text"), ReplyTo = replyTo },
            "interactive" => InteractiveBubble.FillAnswer(message with { ReplyTo = replyTo }, content),
            "order" => InteractiveBubble.FillCart(message with { ReplyTo = replyTo }, content),
            _ => Content(message with { ReplyTo = replyTo }, content, kind),
        };
    }

    private static PhoneThreadMessage Content(PhoneThreadMessage message, JsonElement content, MessageKind kind) => kind switch
    {
        MessageKind.Text => message with { Text = Text(content, "body") },
        MessageKind.Reaction => message with { Text = Text(content, "emoji"), ReplyTo = Text(content, "message_id") },
        MessageKind.Location => message with
        {
            Text = string.Join("\n", new[] { Text(content, "name"), Text(content, "address") }.Where(t => t.Length > 0)),
            Location = [Number(content, "latitude"), Number(content, "longitude")],
        },
        MessageKind.Contacts => message with { Text = string.Join("\n", content.EnumerateArray().Select(c => c.TryGetProperty("name", out var name) ? Text(name, "formatted_name") : "")) },
        MessageKind.Interactive => InteractiveBubble.Fill(message, content),
        _ => message with { Text = Text(content, "caption"), Header = Text(content, "filename") is { Length: > 0 } file ? file : null, Media = MediaOf(content) },
    };

    public static string? MediaOf(JsonElement media) =>
        Text(media, "id") is { Length: > 0 } id ? id : Text(media, "link") is { Length: > 0 } link ? link : null;

    private static double Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
}
