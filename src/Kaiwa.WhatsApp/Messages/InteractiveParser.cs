using System.Text.Json;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Reads <c>interactive</c> of a send: reply buttons and lists; null for kinds that are not typed here.</summary>
internal static class InteractiveParser
{
    private const int LongestButtonsBody = 1024;
    private const int LongestListBody = 4096;
    private const int LongestHeader = 60;
    private const int LongestFooter = 60;
    private const int MostRows = 10;

    public static OutgoingMessage? Parse(JsonElement content, Checks checks)
    {
        var type = Checks.Lower(checks.Required(content, "type", "interactive.type", 64));
        switch (type)
        {
            case "button":
                return ParseButtons(content, checks);
            case "list":
                return ParseList(content, checks);
            default:
                // Kinds that are not typed pass; what holds for all of them is still checked.
                Footer(content, checks);
                return null;
        }
    }

    private static OutgoingMessage.Buttons ParseButtons(JsonElement content, Checks checks)
    {
        var body = Body(content, LongestButtonsBody, checks);
        var items = new List<ReplyButton>();
        if (checks.TryObject(content, "action", "interactive.action", out var action))
        {
            foreach (var button in checks.List(action, "buttons", "interactive.action.buttons", 1, 3))
            {
                if (Checks.Lower(checks.Required(button, "type", "interactive.action.buttons.type", 64)) != "reply")
                {
                    checks.Refuse(Checks.Invalid, "The parameter interactive.action.buttons.type must be reply.");
                }

                if (checks.TryObject(button, "reply", "interactive.action.buttons.reply", out var reply))
                {
                    items.Add(new ReplyButton(
                        checks.Required(reply, "id", "interactive.action.buttons.reply.id", 256),
                        checks.Required(reply, "title", "interactive.action.buttons.reply.title", 20)));
                }
            }
        }

        Distinct(items.Select(item => item.Title), "The titles of reply buttons must differ.", checks);
        Distinct(items.Select(item => item.Id), "The ids of reply buttons must differ.", checks);
        return new OutgoingMessage.Buttons(body, items, Header(content, checks), Footer(content, checks));
    }

    private static OutgoingMessage.List ParseList(JsonElement content, Checks checks)
    {
        var body = Body(content, LongestListBody, checks);
        var header = Header(content, checks);
        if (header is not (null or InteractiveHeader.Text))
        {
            checks.Refuse(Checks.Invalid, "The header of a list must be text.");
        }

        var button = "";
        var sections = new List<ListSection>();
        if (checks.TryObject(content, "action", "interactive.action", out var action))
        {
            button = checks.Required(action, "button", "interactive.action.button", 20);
            var found = checks.List(action, "sections", "interactive.action.sections", 1, 10);
            foreach (var section in found)
            {
                var title = checks.Optional(section, "title", "interactive.action.sections.title", 24);
                if (found.Length > 1 && string.IsNullOrEmpty(title))
                {
                    checks.Refuse(Checks.Missing, "The parameter interactive.action.sections.title is required when there are several sections.");
                }

                sections.Add(new ListSection(title, ParseRows(section, checks)));
            }
        }

        if (sections.Sum(section => section.Rows.Count) > MostRows)
        {
            checks.Refuse(Checks.Invalid, "A list may have at most 10 rows in all its sections together.");
        }

        Distinct(sections.SelectMany(section => section.Rows).Select(row => row.Id), "The ids of a list's rows must differ.", checks);
        return new OutgoingMessage.List(body, button, sections, (header as InteractiveHeader.Text)?.Value, Footer(content, checks));
    }

    private static List<ListRow> ParseRows(JsonElement section, Checks checks)
    {
        var rows = new List<ListRow>();
        foreach (var row in checks.List(section, "rows", "interactive.action.sections.rows", 1, MostRows))
        {
            rows.Add(new ListRow(
                checks.Required(row, "id", "interactive.action.sections.rows.id", 200),
                checks.Required(row, "title", "interactive.action.sections.rows.title", 24),
                checks.Optional(row, "description", "interactive.action.sections.rows.description", 72)));
        }

        return rows;
    }

    private static string Body(JsonElement content, int longest, Checks checks) =>
        checks.TryObject(content, "body", "interactive.body", out var body) ? checks.Required(body, "text", "interactive.body.text", longest) : "";

    private static string? Footer(JsonElement content, Checks checks) =>
        content.TryGetProperty("footer", out var footer) && footer.ValueKind == JsonValueKind.Object
            ? checks.Required(footer, "text", "interactive.footer.text", LongestFooter)
            : null;

    private static InteractiveHeader? Header(JsonElement content, Checks checks)
    {
        if (!content.TryGetProperty("header", out var header) || header.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var type = Checks.Lower(checks.Required(header, "type", "interactive.header.type", 64));
        if (type == "text")
        {
            return new InteractiveHeader.Text(checks.Required(header, "text", "interactive.header.text", LongestHeader));
        }

        if (type is not ("image" or "video" or "document"))
        {
            checks.Refuse(Checks.Invalid, "The parameter interactive.header.type must be text, image, video or document.");
            return null;
        }

        var path = "interactive.header." + type;
        if (!checks.TryObject(header, type, path, out var media))
        {
            return null;
        }

        var source = OutgoingMessageParser.Source(media, path, checks);
        return type switch
        {
            "image" => new InteractiveHeader.Image(source),
            "video" => new InteractiveHeader.Video(source),
            _ => new InteractiveHeader.Document(source, checks.Optional(media, "filename", path + ".filename", 1000)),
        };
    }

    private static void Distinct(IEnumerable<string> values, string sentence, Checks checks)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (!values.All(seen.Add))
        {
            checks.Refuse(Checks.Invalid, sentence);
        }
    }
}
