using System.Text.Json;
using Kaiwa.WhatsApp.Json;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Reads <c>order</c>: a cart that a customer sent.</summary>
internal static class OrderReader
{
    /// <summary>Null when there is none.</summary>
    public static IncomingMessage.Order? Read(ReadOnlyMemory<byte> raw)
    {
        var fields = new JsonFields(raw, "order"u8);
        string? catalogId = null, note = null;
        IReadOnlyList<OrderItem> items = [];
        while (fields.Next())
        {
            if (fields.Is("catalog_id"u8))
            {
                catalogId = fields.Text();
            }
            else if (fields.Is("text"u8))
            {
                note = fields.Text();
            }
            else if (fields.Is("product_items"u8))
            {
                items = ReadItems(fields.Raw());
            }
        }

        return fields.Found ? new IncomingMessage.Order(catalogId, note, items) : null;
    }

    private static List<OrderItem> ReadItems(ReadOnlyMemory<byte> array)
    {
        var items = new List<OrderItem>();
        var reader = new Utf8JsonReader(array.Span, WireJson.ReaderOptions);
        if (array.IsEmpty || !WireJson.EnterArray(ref reader))
        {
            return items;
        }

        while (WireJson.NextItem(ref reader))
        {
            string? product = null, currency = null;
            long? quantity = null;
            decimal? price = null;
            while (WireJson.NextProperty(ref reader))
            {
                if (WireJson.Is(ref reader, "product_retailer_id"u8))
                {
                    product = WireJson.NextText(ref reader);
                }
                else if (WireJson.Is(ref reader, "quantity"u8))
                {
                    quantity = WireJson.NextInteger(ref reader);
                }
                else if (WireJson.Is(ref reader, "item_price"u8))
                {
                    price = WireJson.NextDecimal(ref reader);
                }
                else if (WireJson.Is(ref reader, "currency"u8))
                {
                    currency = WireJson.NextText(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            items.Add(new OrderItem(product, (int)Math.Clamp(quantity ?? 0, 0, int.MaxValue), price, currency));
        }

        return items;
    }
}
