using System.Globalization;
using System.Text.Json;
using static Kaiwa.WhatsApp.Messages.OutgoingMessageWriter;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Writes bills and what becomes of orders.</summary>
internal static class PaymentWriter
{
    public static void Write(Utf8JsonWriter writer, OutgoingMessage message)
    {
        switch (message)
        {
            case OutgoingMessage.OrderDetails details:
                RequestWriter.Open(writer, "order_details"u8, details.Header, details.Body, details.Footer, "review_and_pay"u8);
                writer.WriteStartObject("parameters"u8);
                WriteRequest(writer, details.Payment);
                break;
            case OutgoingMessage.OrderStatus status:
                RequestWriter.Open(writer, "order_status"u8, null, status.Body, status.Footer, "review_order"u8);
                writer.WriteStartObject("parameters"u8);
                WriteStatus(writer, status.ReferenceId, status.Status, status.Description);
                WritePayment(writer, status.Payment);
                break;
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static void WriteStatus(Utf8JsonWriter writer, string reference, string status, string? description)
    {
        writer.WriteString("reference_id"u8, reference);
        writer.WriteStartObject("order"u8);
        writer.WriteString("status"u8, status);
        WriteOptional(writer, "description"u8, description);
        writer.WriteEndObject();
    }

    public static void WriteRequest(Utf8JsonWriter writer, PaymentRequest request)
    {
        writer.WriteString("reference_id"u8, request.ReferenceId);
        writer.WriteString("type"u8, request.GoodsType);
        WriteOptional(writer, "payment_type"u8, request.PaymentType);
        writer.WriteString("currency"u8, request.Currency);
        Write(writer, "total_amount"u8, request.Total);
        writer.WriteStartArray("payment_settings"u8);
        foreach (var setting in request.Settings)
        {
            Write(writer, setting);
        }

        writer.WriteEndArray();
        if (request.Order is { } order)
        {
            Write(writer, order);
        }
    }

    private static void WritePayment(Utf8JsonWriter writer, PaymentState? payment)
    {
        if (payment is null)
        {
            return;
        }

        writer.WriteStartObject("payment"u8);
        writer.WriteString("status"u8, payment.Status);
        if (payment.Timestamp is { } at)
        {
            writer.WriteNumber("timestamp"u8, at);
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, PaymentSetting setting)
    {
        if (setting is PaymentSetting.Other other)
        {
            writer.WriteRawValue(other.Raw.Span, skipInputValidation: true);
            return;
        }

        writer.WriteStartObject();
        switch (setting)
        {
            case PaymentSetting.Gateway gateway:
                Open(writer, "payment_gateway"u8);
                writer.WriteString("type"u8, gateway.Type);
                writer.WriteString("configuration_name"u8, gateway.ConfigurationName);
                if (gateway.ProviderJson is { } provider)
                {
                    writer.WritePropertyName(gateway.Type);
                    writer.WriteRawValue(provider);
                }

                break;
            case PaymentSetting.Pix pix:
                Open(writer, "pix_dynamic_code"u8);
                writer.WriteString("code"u8, pix.Code);
                writer.WriteString("merchant_name"u8, pix.MerchantName);
                writer.WriteString("key"u8, pix.Key);
                writer.WriteString("key_type"u8, pix.KeyType);
                break;
            case PaymentSetting.Link link:
                Open(writer, "payment_link"u8);
                writer.WriteString("uri"u8, link.Address.OriginalString);
                break;
            case PaymentSetting.Boleto boleto:
                Open(writer, "boleto"u8);
                writer.WriteString("digitable_line"u8, boleto.DigitableLine);
                break;
            case PaymentSetting.KnownCard card:
                Open(writer, "offsite_card_pay"u8);
                writer.WriteString("last_four_digits"u8, card.LastFourDigits);
                writer.WriteString("credential_id"u8, card.CredentialId);
                break;
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, PaymentOrder order)
    {
        writer.WriteStartObject("order"u8);
        writer.WriteString("status"u8, order.Status);
        WriteOptional(writer, "catalog_id"u8, order.CatalogId);
        if (order.ExpiresAt is not null || order.ExpiredText is not null)
        {
            writer.WriteStartObject("expiration"u8);
            WriteOptional(writer, "timestamp"u8, order.ExpiresAt?.ToString(CultureInfo.InvariantCulture));
            WriteOptional(writer, "description"u8, order.ExpiredText);
            writer.WriteEndObject();
        }

        writer.WriteStartArray("items"u8);
        foreach (var item in order.Items)
        {
            Write(writer, item);
        }

        writer.WriteEndArray();
        Write(writer, "subtotal"u8, order.Subtotal);
        Write(writer, "tax"u8, order.Tax);
        Write(writer, "shipping"u8, order.Shipping);
        Write(writer, "discount"u8, order.Discount);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, PaymentItem item)
    {
        writer.WriteStartObject();
        WriteOptional(writer, "retailer_id"u8, item.RetailerId);
        writer.WriteString("name"u8, item.Name);
        Write(writer, "amount"u8, item.Amount);
        writer.WriteNumber("quantity"u8, item.Quantity);
        if (item.SaleAmount is { } sale)
        {
            Write(writer, "sale_amount"u8, sale);
        }

        WriteOptional(writer, "country_of_origin"u8, item.CountryOfOrigin);
        WriteOptional(writer, "importer_name"u8, item.ImporterName);
        WriteTexts(writer, "importer_address"u8, item.ImporterAddress);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, PaymentPart? part)
    {
        if (part is null)
        {
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteNumber("value"u8, part.Amount.Value);
        writer.WriteNumber("offset"u8, part.Amount.Offset);
        WriteOptional(writer, "description"u8, part.Description);
        WriteOptional(writer, "discount_program_name"u8, part.ProgramName);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, Amount amount)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("value"u8, amount.Value);
        writer.WriteNumber("offset"u8, amount.Offset);
        writer.WriteEndObject();
    }

    private static void Open(Utf8JsonWriter writer, ReadOnlySpan<byte> type)
    {
        writer.WriteString("type"u8, type);
        writer.WriteStartObject(type);
    }
}
