using System.Globalization;
using System.Text.Json;
using static Kaiwa.WhatsApp.Messages.OutgoingMessageWriter;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Writes <c>template</c>.</summary>
internal static class TemplateWriter
{
    public static void Write(Utf8JsonWriter writer, OutgoingMessage.Template template)
    {
        writer.WriteString("name"u8, template.Name);
        writer.WriteStartObject("language"u8);
        writer.WriteString("code"u8, template.Language);
        writer.WriteEndObject();
        if (template.Components.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("components"u8);
        foreach (var component in template.Components)
        {
            WriteComponent(writer, component);
        }

        writer.WriteEndArray();
    }

    private static void WriteComponent(Utf8JsonWriter writer, TemplateComponent component)
    {
        if (component is TemplateComponent.Other other)
        {
            writer.WriteRawValue(other.Raw.Span, skipInputValidation: true);
            return;
        }

        writer.WriteStartObject();
        switch (component)
        {
            case TemplateComponent.Header header:
                writer.WriteString("type"u8, "header"u8);
                WriteParameters(writer, header.Parameters);
                break;
            case TemplateComponent.Body body:
                writer.WriteString("type"u8, "body"u8);
                WriteParameters(writer, body.Parameters);
                break;
            case TemplateComponent.Button button:
                writer.WriteString("type"u8, "button"u8);
                writer.WriteString("sub_type"u8, button.SubType);
                writer.WriteString("index"u8, button.Index.ToString(CultureInfo.InvariantCulture));
                WriteParameters(writer, button.Parameters);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteParameters(Utf8JsonWriter writer, IReadOnlyList<TemplateParameter> parameters)
    {
        writer.WriteStartArray("parameters"u8);
        foreach (var parameter in parameters)
        {
            if (parameter is TemplateParameter.Other other)
            {
                writer.WriteRawValue(other.Raw.Span, skipInputValidation: true);
                continue;
            }

            writer.WriteStartObject();
            WriteParameter(writer, parameter);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteParameter(Utf8JsonWriter writer, TemplateParameter parameter)
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
        }
    }

    private static void WriteMedia(Utf8JsonWriter writer, ReadOnlySpan<byte> type, MediaSource source, string? filename)
    {
        writer.WriteString("type"u8, type);
        writer.WriteStartObject(type);
        WriteSource(writer, source);
        WriteOptional(writer, "filename"u8, filename);
        writer.WriteEndObject();
    }
}
