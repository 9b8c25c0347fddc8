using System.Text.Json;
using static Kaiwa.WhatsApp.Messages.InteractiveWriter;
using static Kaiwa.WhatsApp.Messages.OutgoingMessageWriter;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Writes interactive messages that show products, and carousels.</summary>
internal static class CommerceWriter
{
    public static void Write(Utf8JsonWriter writer, OutgoingMessage message)
    {
        switch (message)
        {
            case OutgoingMessage.Product product:
                RequestWriter.Open(writer, "product"u8, null, product.Body, product.Footer, default);
                writer.WriteString("catalog_id"u8, product.CatalogId);
                writer.WriteString("product_retailer_id"u8, product.ProductRetailerId);
                break;
            case OutgoingMessage.ProductList list:
                RequestWriter.Open(writer, "product_list"u8, new InteractiveHeader.Text(list.HeaderText), list.Body, list.Footer, default);
                writer.WriteString("catalog_id"u8, list.CatalogId);
                WriteSections(writer, list.Sections);
                break;
            case OutgoingMessage.Catalogue catalogue:
                RequestWriter.Open(writer, "catalog_message"u8, null, catalogue.Body, catalogue.Footer, "catalog_message"u8);
                if (catalogue.ThumbnailProductRetailerId is { } thumbnail)
                {
                    writer.WriteStartObject("parameters"u8);
                    writer.WriteString("thumbnail_product_retailer_id"u8, thumbnail);
                    writer.WriteEndObject();
                }

                break;
            case OutgoingMessage.Carousel carousel:
                RequestWriter.Open(writer, "carousel"u8, null, carousel.Body, null, default);
                WriteCards(writer, carousel.Cards);
                break;
        }

        writer.WriteEndObject();
    }

    public static void WriteSections(Utf8JsonWriter writer, IReadOnlyList<ProductSection> sections)
    {
        writer.WriteStartArray("sections"u8);
        foreach (var section in sections)
        {
            writer.WriteStartObject();
            WriteOptional(writer, "title"u8, section.Title);
            writer.WriteStartArray("product_items"u8);
            foreach (var product in section.ProductRetailerIds)
            {
                writer.WriteStartObject();
                writer.WriteString("product_retailer_id"u8, product);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteCards(Utf8JsonWriter writer, IReadOnlyList<CarouselCard> cards)
    {
        writer.WriteStartArray("cards"u8);
        for (var index = 0; index < cards.Count; index++)
        {
            writer.WriteStartObject();
            writer.WriteNumber("card_index"u8, index);
            WriteCard(writer, cards[index]);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteCard(Utf8JsonWriter writer, CarouselCard card)
    {
        switch (card)
        {
            case CarouselCard.Link link:
                RequestWriter.Open(writer, "cta_url"u8, link.Header, link.Body, null, "cta_url"u8);
                WriteLink(writer, link.Label, link.Url);
                break;
            case CarouselCard.Replies replies:
                // Meta's own name for the kind of such a card is cta_url too.
                RequestWriter.Open(writer, "cta_url"u8, replies.Header, replies.Body, null, default);
                WriteButtons(writer, "quick_reply"u8, replies.Buttons);
                break;
            case CarouselCard.Product product:
                RequestWriter.Open(writer, "product"u8, null, null, null, default);
                writer.WriteString("product_retailer_id"u8, product.ProductRetailerId);
                writer.WriteString("catalog_id"u8, product.CatalogId);
                break;
        }
    }
}
