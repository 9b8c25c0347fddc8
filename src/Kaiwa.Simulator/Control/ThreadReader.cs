using System.Globalization;
using System.Text;
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

    public (PhoneThreadMessage Message, PhoneButton Button)? FindButton(ulong phone, string wanted)
    {
        foreach (var message in Enumerable.Reverse(Read(phone, 50)))
        {
            var button = message.Buttons.FirstOrDefault(b => b.Kind is "reply" or "quick_reply" && (b.Label.Equals(wanted, StringComparison.OrdinalIgnoreCase) || b.Id == wanted));
            if (button is not null)
            {
                return (message, button);
            }
        }

        return null;
    }

    public (PhoneThreadMessage Message, PhoneButton Row)? FindRow(ulong phone, string wanted)
    {
        foreach (var message in Enumerable.Reverse(Read(phone, 50)))
        {
            var row = message.Rows.FirstOrDefault(b => b.Label.Equals(wanted, StringComparison.OrdinalIgnoreCase) || b.Id == wanted);
            if (row is not null)
            {
                return (message, row);
            }
        }

        return null;
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
                : kind == MessageKind.Template ? Template(message, json.RootElement, row.GetInt64(6))
                : Content(message, json.RootElement, kind);
        }
        catch (JsonException)
        {
            return message;
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

        var reply = type == "interactive" && content.TryGetProperty(Text(content, "type"), out var chosen) ? Text(chosen, "title") : null;
        return type switch
        {
            "button" => message with { Text = Text(content, "text"), ReplyTo = replyTo },
            "interactive" => message with { Text = reply ?? "", ReplyTo = replyTo },
            "order" => message with { Text = Text(content, "text"), ReplyTo = replyTo },
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
        MessageKind.Interactive => Interactive(message, content),
        _ => message with { Text = Text(content, "caption"), Header = Text(content, "filename") is { Length: > 0 } file ? file : null, Media = MediaOf(content) },
    };

    private static PhoneThreadMessage Interactive(PhoneThreadMessage message, JsonElement content)
    {
        var header = content.TryGetProperty("header", out var head) ? head : default;
        var action = content.TryGetProperty("action", out var act) ? act : default;
        var headerType = Text(header, "type");
        var buttons = action.ValueKind == JsonValueKind.Object && action.TryGetProperty("buttons", out var list)
            ? list.EnumerateArray().Select(b => b.TryGetProperty("reply", out var reply) ? new PhoneButton(Text(reply, "id"), Text(reply, "title"), "reply") : null).OfType<PhoneButton>().ToList() : [];
        if (action.ValueKind == JsonValueKind.Object && action.TryGetProperty("parameters", out var parameters) && Text(parameters, "display_text") is { Length: > 0 } label)
        {
            buttons.Add(new PhoneButton(Text(parameters, "url"), label, "url"));
        }

        var rows = action.ValueKind == JsonValueKind.Object && action.TryGetProperty("sections", out var sections)
            ? sections.EnumerateArray().Where(s => s.TryGetProperty("rows", out _)).SelectMany(s => s.GetProperty("rows").EnumerateArray())
                .Select(r => new PhoneButton(Text(r, "id"), Text(r, "title"), "row", Text(r, "description") is { Length: > 0 } d ? d : null)).ToList() : [];
        return message with
        {
            Text = content.TryGetProperty("body", out var body) ? Text(body, "text") : "",
            Footer = content.TryGetProperty("footer", out var footer) ? Text(footer, "text") : null,
            Header = headerType == "text" ? Text(header, "text") : null,
            Media = headerType is "image" or "video" or "document" && header.TryGetProperty(headerType, out var media) ? MediaOf(media) : null,
            Buttons = buttons,
            Rows = rows,
        };
    }

    private PhoneThreadMessage Template(PhoneThreadMessage message, JsonElement content, long key)
    {
        if (platform.Meta.Template(key.ToString(CultureInfo.InvariantCulture))?.Template is not { } template)
        {
            return message with { Text = Text(content, "name") };
        }

        var header = new Dictionary<string, string>(StringComparer.Ordinal);
        var body = new Dictionary<string, string>(StringComparer.Ordinal);
        var payloads = new Dictionary<int, string>();
        string? media = null;
        foreach (var component in content.TryGetProperty("components", out var components) && components.ValueKind == JsonValueKind.Array ? components.EnumerateArray().ToArray() : [])
        {
            var parameters = component.TryGetProperty("parameters", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToArray() : [];
            switch (Text(component, "type").ToUpperInvariant())
            {
                case "HEADER":
                    Fill(header, parameters);
                    media = parameters.Select(p => p.TryGetProperty(Text(p, "type"), out var file) && file.ValueKind == JsonValueKind.Object ? MediaOf(file) : null).FirstOrDefault(m => m is not null);
                    break;
                case "BODY":
                    Fill(body, parameters);
                    break;
                case "BUTTON" when parameters.Length > 0 && int.TryParse(component.GetProperty("index").ToString(), CultureInfo.InvariantCulture, out var index):
                    payloads[index] = Text(parameters[0], "payload") is { Length: > 0 } payload ? payload : Text(parameters[0], "text");
                    break;
            }
        }

        return message with
        {
            Header = template.HeaderText.Length > 0 ? Put(template.HeaderText, header) : null,
            Text = Put(template.BodyText, body),
            Footer = template.FooterText.Length > 0 ? template.FooterText : null,
            Media = media,
            Buttons = [.. template.Buttons.Select((b, i) => new PhoneButton(b.Type == "QUICK_REPLY" ? payloads.GetValueOrDefault(i, b.Text) : payloads.GetValueOrDefault(i, ""), b.Text, b.Type.ToLowerInvariant()))],
        };
    }

    private static void Fill(Dictionary<string, string> values, JsonElement[] parameters)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            var name = Text(parameters[i], "parameter_name") is { Length: > 0 } named ? named : (i + 1).ToString(CultureInfo.InvariantCulture);
            var type = Text(parameters[i], "type");
            values[name] = type == "text" ? Text(parameters[i], "text") : parameters[i].TryGetProperty(type, out var other) ? Text(other, "fallback_value") : "";
        }
    }

    private static string Put(string text, Dictionary<string, string> values)
    {
        var result = new StringBuilder(text);
        foreach (var (name, value) in values)
        {
            result.Replace("{{" + name + "}}", value);
        }

        return result.ToString();
    }

    private static string? MediaOf(JsonElement media) =>
        Text(media, "id") is { Length: > 0 } id ? id : Text(media, "link") is { Length: > 0 } link ? link : null;

    private static double Number(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static string Text(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() ?? "" : "";
}
