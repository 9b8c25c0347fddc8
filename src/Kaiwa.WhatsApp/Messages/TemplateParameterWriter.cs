using System.Text.Json;
using static Kaiwa.WhatsApp.Messages.OutgoingMessageWriter;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Writes one value of a template, inside its open object.</summary>
internal static class TemplateParameterWriter
{
    public static void Write(Utf8JsonWriter writer, TemplateParameter parameter)
    {
        switch (parameter)
        {
            case TemplateParameter.Text text:
                writer.WriteString("type"u8, "text"u8);
                WriteOptional(writer, "parameter_name"u8, text.Name);
                writer.WriteString("text"u8, text.Value);
                break;
            case TemplateParameter.Currency currency:
                writer.WriteString("type"u8, "currency"u8);
                WriteOptional(writer, "parameter_name"u8, currency.Name);
                writer.WriteStartObject("currency"u8);
                writer.WriteString("fallback_value"u8, currency.Fallback);
                writer.WriteString("code"u8, currency.Code);
                writer.WriteNumber("amount_1000"u8, currency.Amount1000);
                writer.WriteEndObject();
                break;
            case TemplateParameter.DateTime date:
                writer.WriteString("type"u8, "date_time"u8);
                WriteOptional(writer, "parameter_name"u8, date.Name);
                writer.WriteStartObject("date_time"u8);
                writer.WriteString("fallback_value"u8, date.Fallback);
                writer.WriteEndObject();
                break;
            case TemplateParameter.Image image:
                WriteMedia(writer, "image"u8, image.Source, null);
                break;
            case TemplateParameter.Video video:
                WriteMedia(writer, "video"u8, video.Source, null);
                break;
            case TemplateParameter.Document document:
                WriteMedia(writer, "document"u8, document.Source, document.Filename);
                break;
            case TemplateParameter.Gif gif:
                WriteMedia(writer, "gif"u8, gif.Source, null);
                break;
            case TemplateParameter.Product product:
                writer.WriteString("type"u8, "product"u8);
                writer.WriteStartObject("product"u8);
                writer.WriteString("product_retailer_id"u8, product.ProductRetailerId);
                writer.WriteString("catalog_id"u8, product.CatalogId);
                writer.WriteEndObject();
                break;
            case TemplateParameter.Location location:
                writer.WriteString("type"u8, "location"u8);
                writer.WriteStartObject("location"u8);
                WriteLocation(writer, location.Latitude, location.Longitude, location.Name, location.Address);
                writer.WriteEndObject();
                break;
            case TemplateParameter.Payload payload:
                writer.WriteString("type"u8, "payload"u8);
                writer.WriteString("payload"u8, payload.Value);
                break;
            case TemplateParameter.CouponCode coupon:
                writer.WriteString("type"u8, "coupon_code"u8);
                writer.WriteString("coupon_code"u8, coupon.Value);
                break;
            case TemplateParameter.Group group:
                writer.WriteString("type"u8, "group_id"u8);
                WriteOptional(writer, "parameter_name"u8, group.Name);
                writer.WriteString("group_id"u8, group.GroupId);
                break;
            case TemplateParameter.TtlMinutes ttl:
                writer.WriteString("type"u8, "ttl_minutes"u8);
                writer.WriteNumber("ttl_minutes"u8, ttl.Minutes);
                break;
            default:
                writer.WriteString("type"u8, "action"u8);
                writer.WriteStartObject("action"u8);
                WriteAction(writer, parameter);
                writer.WriteEndObject();
                break;
        }
    }

    private static void WriteAction(Utf8JsonWriter writer, TemplateParameter parameter)
    {
        switch (parameter)
        {
            case TemplateParameter.FlowStart flow:
                WriteOptional(writer, "flow_token"u8, flow.Token);
                if (flow.DataJson is { } data)
                {
                    writer.WritePropertyName("flow_action_data"u8);
                    writer.WriteRawValue(data);
                }

                break;
            case TemplateParameter.CatalogueStart catalogue:
                WriteOptional(writer, "thumbnail_product_retailer_id"u8, catalogue.ThumbnailProductRetailerId);
                break;
            case TemplateParameter.Products products:
                writer.WriteString("thumbnail_product_retailer_id"u8, products.ThumbnailProductRetailerId);
                CommerceWriter.WriteSections(writer, products.Sections);
                break;
            case TemplateParameter.Bill bill:
                writer.WriteStartObject("order_details"u8);
                PaymentWriter.WriteRequest(writer, bill.Payment);
                writer.WriteEndObject();
                break;
        }
    }
}
