using System.Text.Json;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Reads <c>interactive</c> of a send; null for kinds that are not typed here. Reply buttons and lists here, the others beside it.</summary>
internal static class InteractiveParser
{
    public const int LongestBody = 1024;
    public const int LongestLabel = 20;
    private const int LongestListBody = 4096;
    private const int LongestHeader = 60;
    private const int LongestFooter = 60;
    private const int LongestUrl = 2048;
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
            case "cta_url" or "location_request_message" or "call_permission_request" or "voice_call" or "request_contact_info":
                return RequestParser.Parse(type, content, checks);
            case "flow" or "address_message":
                return FormParser.Parse(type, content, checks);
            case "product" or "product_list" or "catalog_message":
                return CommerceParser.Parse(type, content, checks);
            case "carousel":
                return CarouselParser.Parse(content, checks);
            case "order_details" or "order_status":
                return PaymentParser.Parse(type, content, checks);
            default:
                // Kinds that are not typed pass; what holds for all of them is still checked.
                Footer(content, checks);
                return null;
        }
    }

    /// <summary>The body that every kind but a few must have.</summary>
    public static string Body(JsonElement content, int longest, Checks checks) =>
        checks.TryObject(content, "body", "interactive.body", out var body) ? checks.Required(body, "text", "interactive.body.text", longest) : "";

    public static string? OptionalBody(JsonElement content, string path, int longest, Checks checks) =>
        checks.TryOptionalObject(content, "body", path, out var body) ? checks.Required(body, "text", path + ".text", longest) : null;

    public static string? Footer(JsonElement content, Checks checks) =>
        checks.TryOptionalObject(content, "footer", "interactive.footer", out var footer)
            ? checks.Required(footer, "text", "interactive.footer.text", LongestFooter)
            : null;

    public static InteractiveHeader? Header(JsonElement content, Checks checks) => Header(content, "interactive.header", checks);

    public static InteractiveHeader? Header(JsonElement content, string path, Checks checks)
    {
        if (!checks.TryOptionalObject(content, "header", path, out var header))
        {
            return null;
        }

        var type = Checks.Lower(checks.Required(header, "type", path + ".type", 64));
        if (type == "text")
        {
            return new InteractiveHeader.Text(checks.Required(header, "text", path + ".text", LongestHeader));
        }

        if (type is not ("image" or "video" or "document"))
        {
            checks.Refuse(Checks.Invalid, $"The parameter {path}.type must be text, image, video or document.");
            return null;
        }

        path = path + "." + type;
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

    public static void RefuseHeader(JsonElement content, string kind, Checks checks)
    {
        if (Checks.Has(content, "header"))
        {
            checks.Refuse(Checks.Invalid, $"The parameter interactive.header is not allowed with type {kind}.");
        }
    }

    /// <summary>The action of a kind whose action has a fixed name.</summary>
    public static JsonElement Action(JsonElement content, string name, Checks checks)
    {
        if (checks.TryObject(content, "action", "interactive.action", out var action)
            && checks.Required(action, "name", "interactive.action.name", 64) is { Length: > 0 } given && given != name)
        {
            checks.Refuse(Checks.Invalid, $"The parameter interactive.action.name must be {name}.");
        }

        return action.ValueKind == JsonValueKind.Object ? action : Checks.Nothing;
    }

    /// <summary>The parameters of such an action.</summary>
    public static JsonElement Parameters(JsonElement content, string name, Checks checks) =>
        checks.TryObject(Action(content, name, checks), "parameters", "interactive.action.parameters", out var parameters) ? parameters : Checks.Nothing;

    /// <summary>The parameters of a button that opens a page.</summary>
    public static (string Label, Uri Url) Link(JsonElement parameters, string path, Checks checks) => (
        checks.Required(parameters, "display_text", path + ".display_text", LongestLabel),
        checks.Address(parameters, "url", path + ".url", LongestUrl));

    private static OutgoingMessage.Buttons ParseButtons(JsonElement content, Checks checks)
    {
        var body = Body(content, LongestBody, checks);
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
                        checks.Required(reply, "title", "interactive.action.buttons.reply.title", LongestLabel)));
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

    public static void Distinct(IEnumerable<string> values, string sentence, Checks checks)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (!values.All(seen.Add))
        {
            checks.Refuse(Checks.Invalid, sentence);
        }
    }
}
