using System.Globalization;
using System.Text.Json;
using Kaiwa.WhatsApp.Messages;

namespace Kaiwa.Features.Inbox.Exports;

/// <summary>What a message holds besides its words, a line each: what was ordered, where a place is, what can be tapped.</summary>
internal static class ExportDetails
{
    public static IEnumerable<string> Of(IncomingMessage message) => message switch
    {
        IncomingMessage.Location place => Place(place.Name, place.Address, place.Latitude, place.Longitude),
        IncomingMessage.Contacts contacts => contacts.Cards.Select(Card),
        IncomingMessage.Order order => order.Items.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Quantity} × {item.ProductRetailerId} · {item.ItemPrice:0.##} {item.Currency}")),
        IncomingMessage.FlowReply form => Answers(form.ResponseJson),
        _ => [],
    };

    public static IEnumerable<string> Of(OutgoingMessage? message) => message switch
    {
        OutgoingMessage.Location place => Place(place.Name, place.Address, place.Latitude, place.Longitude),
        OutgoingMessage.Contacts contacts => contacts.Cards.Select(Card),
        OutgoingMessage.Buttons buttons => buttons.Items.Select(button => $"[{button.Title}]"),
        OutgoingMessage.List list => list.Sections.SelectMany(section => section.Rows).Select(row => row.Description is { Length: > 0 } more ? $"[{row.Title}] {more}" : $"[{row.Title}]"),
        OutgoingMessage.UrlButton button => [$"[{button.Label}] {button.Url}"],
        _ => [],
    };

    private static IEnumerable<string> Place(string? name, string? address, double? latitude, double? longitude) =>
        new[] { name, address, latitude is null || longitude is null ? null : string.Create(CultureInfo.InvariantCulture, $"{latitude:0.#####}, {longitude:0.#####}") }.OfType<string>().Where(line => line.Length > 0);

    private static string Card(ContactCard card) => string.Join(" · ", card.Phones.Select(phone => phone.Phone ?? phone.WaId).Concat(card.Emails.Select(mail => mail.Email)).OfType<string>().Prepend(card.Name.FormattedName));

    private static List<string> Answers(string? json)
    {
        try
        {
            using var answers = JsonDocument.Parse(json ?? "{}");
            return answers.RootElement.ValueKind != JsonValueKind.Object ? [] : [.. answers.RootElement.EnumerateObject().Where(answer => answer.Name != "flow_token").Select(answer => $"{answer.Name}: {answer.Value}")];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Half a character in it: the rest of the conversation is exported all the same.
            return [];
        }
    }
}
