using System.Globalization;
using System.Text;
using Kaiwa.Core.Messages;
using Kaiwa.WhatsApp.Messages;
using Kaiwa.WhatsApp.Templates;
using Kaiwa.WhatsApp.Webhooks;

namespace Kaiwa.Features;

/// <summary>The words in a message's JSON, whichever way it went.</summary>
internal static class MessageWords
{
    private const int LongestPreview = 160;

    // The readers take whole requests: the stored content goes back into the envelope it came in, or would leave in.
    private static readonly byte[] DeliveryHead = """{"entry":[{"id":"","changes":[{"field":"messages","value":{"messages":["""u8.ToArray();
    private static readonly byte[] DeliveryTail = "]}}]}]}"u8.ToArray();
    private static readonly byte[] RequestHead = """{"messaging_product":"whatsapp","to":"16505550000","""u8.ToArray();

    /// <summary>What it says; null for kinds without words.</summary>
    public static string? Of(Direction direction, string content, string? templateComponents) =>
        direction == Direction.Incoming ? Of(Incoming(content)) : Of(Outgoing(content), templateComponents);

    /// <summary>The same in one line.</summary>
    public static string Preview(string? words)
    {
        if (string.IsNullOrWhiteSpace(words))
        {
            return "";
        }

        var line = string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (line.Length <= LongestPreview)
        {
            return line;
        }

        var end = char.IsHighSurrogate(line[LongestPreview - 2]) ? LongestPreview - 2 : LongestPreview - 1;
        return string.Concat(line.AsSpan(0, end), "…");
    }

    /// <summary>The emoji of a reaction; null when it was taken away.</summary>
    public static string? Emoji(Direction direction, string content)
    {
        var emoji = direction == Direction.Incoming ? (Incoming(content) as IncomingMessage.Reaction)?.Emoji : (Outgoing(content) as OutgoingMessage.Reaction)?.Emoji;
        return string.IsNullOrEmpty(emoji) ? null : emoji;
    }

    public static IncomingMessage? Incoming(string content)
    {
        var delivery = WebhookReader.Read((byte[])[.. DeliveryHead, .. Encoding.UTF8.GetBytes(content), .. DeliveryTail]);
        return delivery.Changes is [{ Messages: [var message, ..] }, ..] ? message : null;
    }

    public static OutgoingMessage? Outgoing(string content) =>
        content is ['{', _, ..] ? OutgoingMessageJson.Read((byte[])[.. RequestHead, .. Encoding.UTF8.GetBytes(content.Substring(1))]).Message : null;

    private static string? Of(IncomingMessage? message) => message switch
    {
        null => null,
        IncomingMessage.Text text => text.Body,
        IncomingMessage.Media media => media.Caption ?? (media.MediaKind == MediaKind.Document ? media.Filename : null),
        IncomingMessage.Location location => location.Name ?? location.Address ?? Place(location.Latitude, location.Longitude),
        IncomingMessage.Contacts contacts => string.Join(", ", contacts.Cards.Select(card => card.Name.FormattedName)),
        IncomingMessage.Reaction reaction => reaction.Emoji,
        IncomingMessage.Button button => button.Label ?? button.Payload,
        IncomingMessage.ButtonReply reply => reply.Title ?? reply.ButtonId,
        IncomingMessage.ListReply reply => reply.Description is { Length: > 0 } description ? $"{reply.Title}\n{description}" : reply.Title ?? reply.RowId,
        IncomingMessage.FlowReply reply => reply.Body,
        IncomingMessage.Order order => order.Note,
        IncomingMessage.System system => system.Body,
        IncomingMessage.Edit edit => Of(edit.Message),
        IncomingMessage.Unsupported unsupported => unsupported.Preview,
        IncomingMessage.CallPermissionReply => null,
        _ => null,
    };

    private static string? Of(OutgoingMessage? message, string? templateComponents) => message switch
    {
        OutgoingMessage.Text text => text.Body,
        OutgoingMessage.Image image => image.Caption,
        OutgoingMessage.Video video => video.Caption,
        OutgoingMessage.Document document => document.Caption ?? document.Filename,
        OutgoingMessage.Location location => location.Name ?? location.Address ?? Place(location.Latitude, location.Longitude),
        OutgoingMessage.Contacts contacts => string.Join(", ", contacts.Cards.Select(card => card.Name.FormattedName)),
        OutgoingMessage.Reaction reaction => reaction.Emoji,
        OutgoingMessage.Buttons buttons => buttons.Body,
        OutgoingMessage.List list => list.Body,
        OutgoingMessage.UrlButton url => url.Body,
        OutgoingMessage.LocationRequest request => request.Body,
        OutgoingMessage.ContactRequest request => request.Body,
        OutgoingMessage.AddressRequest request => request.Body,
        OutgoingMessage.CallPermissionRequest request => request.Body,
        OutgoingMessage.CallButton call => call.Body,
        OutgoingMessage.Flow flow => flow.Body,
        OutgoingMessage.Product product => product.Body ?? product.ProductRetailerId,
        OutgoingMessage.ProductList list => list.Body,
        OutgoingMessage.Catalogue catalogue => catalogue.Body,
        OutgoingMessage.Carousel carousel => carousel.Body,
        OutgoingMessage.OrderDetails order => order.Body,
        OutgoingMessage.OrderStatus order => order.Body,
        OutgoingMessage.Template template => Of(template, templateComponents),
        _ => null,
    };

    private static string Of(OutgoingMessage.Template template, string? components)
    {
        if (components is null)
        {
            return template.Name;
        }

        var text = TemplateText.Fill(components, template.Components);
        return string.Join('\n', new[] { text.Header, text.Body, text.Footer }.Where(part => !string.IsNullOrEmpty(part)));
    }

    private static string? Place(double? latitude, double? longitude) =>
        latitude is null || longitude is null ? null : string.Create(CultureInfo.InvariantCulture, $"{latitude:0.#####}, {longitude:0.#####}");
}
