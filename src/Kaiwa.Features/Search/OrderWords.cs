using Kaiwa.Core.Messages;
using Kaiwa.WhatsApp.Messages;

namespace Kaiwa.Features.Search;

/// <summary>What an order is known by: its reference, its products.</summary>
internal static class OrderWords
{
    /// <summary>Null when the message is no order.</summary>
    public static string? Of(Direction direction, string kind, string content) => (direction, kind) switch
    {
        (Direction.Incoming, "order") => MessageWords.Incoming(content) is IncomingMessage.Order order ? string.Join(", ", order.Items.Select(item => item.ProductRetailerId)) : null,
        (Direction.Outgoing, "interactive") when content.Contains("\"order_", StringComparison.Ordinal) => MessageWords.Outgoing(content) switch
        {
            OutgoingMessage.OrderDetails details => string.Join(", ", [details.Payment.ReferenceId, .. details.Payment.Order?.Items.SelectMany(item => new[] { item.Name, item.RetailerId }) ?? []]),
            OutgoingMessage.OrderStatus status => string.Join(", ", status.ReferenceId, status.Description),
            _ => null,
        },
        _ => null,
    };
}
