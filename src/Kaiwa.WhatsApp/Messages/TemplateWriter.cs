using System.Globalization;
using System.Text.Json;

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
            case TemplateComponent.Carousel carousel:
                writer.WriteString("type"u8, "carousel"u8);
                WriteCards(writer, carousel.Cards);
                break;
            default:
                WriteSpecial(writer, component);
                break;
        }

        writer.WriteEndObject();
    }

    private static void WriteCards(Utf8JsonWriter writer, IReadOnlyList<TemplateCard> cards)
    {
        writer.WriteStartArray("cards"u8);
        foreach (var card in cards)
        {
            writer.WriteStartObject();
            writer.WriteNumber("card_index"u8, card.Index);
            writer.WriteStartArray("components"u8);
            foreach (var component in card.Components)
            {
                WriteComponent(writer, component);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    // Components whose one parameter carries the component's own name.
    private static void WriteSpecial(Utf8JsonWriter writer, TemplateComponent component)
    {
        var name = component switch
        {
            TemplateComponent.LimitedTimeOffer => "limited_time_offer",
            TemplateComponent.OrderStatus => "order_status",
            _ => "tap_target_configuration",
        };
        writer.WriteString("type"u8, name);
        writer.WriteStartArray("parameters"u8);
        writer.WriteStartObject();
        writer.WriteString("type"u8, name);
        writer.WritePropertyName(name);
        switch (component)
        {
            case TemplateComponent.LimitedTimeOffer offer:
                writer.WriteStartObject();
                writer.WriteNumber("expiration_time_ms"u8, offer.ExpiresAtMs);
                writer.WriteEndObject();
                break;
            case TemplateComponent.OrderStatus status:
                writer.WriteStartObject();
                PaymentWriter.WriteStatus(writer, status.ReferenceId, status.Status, status.Description);
                writer.WriteEndObject();
                break;
            case TemplateComponent.TapTarget target:
                writer.WriteStartArray();
                writer.WriteStartObject();
                writer.WriteString("url"u8, target.Url.OriginalString);
                writer.WriteString("title"u8, target.Title);
                writer.WriteEndObject();
                writer.WriteEndArray();
                break;
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
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
            TemplateParameterWriter.Write(writer, parameter);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
