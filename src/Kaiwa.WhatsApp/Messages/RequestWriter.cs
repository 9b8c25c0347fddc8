using System.Text.Json;
using static Kaiwa.WhatsApp.Messages.InteractiveWriter;
using static Kaiwa.WhatsApp.Messages.OutgoingMessageWriter;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Writes interactive messages that ask for something: a page to open, a place, a form, a call, a number.</summary>
internal static class RequestWriter
{
    public static void Write(Utf8JsonWriter writer, OutgoingMessage message)
    {
        switch (message)
        {
            case OutgoingMessage.UrlButton url:
                Open(writer, "cta_url"u8, url.Header, url.Body, url.Footer, "cta_url"u8);
                WriteLink(writer, url.Label, url.Url);
                break;
            case OutgoingMessage.LocationRequest location:
                Open(writer, "location_request_message"u8, null, location.Body, location.Footer, "send_location"u8);
                break;
            case OutgoingMessage.Flow flow:
                Open(writer, "flow"u8, flow.Header, flow.Body, flow.Footer, "flow"u8);
                Write(writer, flow.Form);
                break;
            case OutgoingMessage.AddressRequest address:
                Open(writer, "address_message"u8, address.Header, address.Body, address.Footer, "address_message"u8);
                Write(writer, address.Form);
                break;
            case OutgoingMessage.CallPermissionRequest permission:
                Open(writer, "call_permission_request"u8, null, permission.Body, permission.Footer, "call_permission_request"u8);
                break;
            case OutgoingMessage.CallButton call:
                Open(writer, "voice_call"u8, null, call.Body, call.Footer, "voice_call"u8);
                Write(writer, call);
                break;
            case OutgoingMessage.ContactRequest contact:
                Open(writer, "request_contact_info"u8, null, contact.Body, contact.Footer, "request_contact_info"u8);
                break;
        }

        writer.WriteEndObject();
    }

    /// <summary>Everything up to the action's name; the action stays open.</summary>
    public static void Open(Utf8JsonWriter writer, ReadOnlySpan<byte> type, InteractiveHeader? header, string? body, string? footer, ReadOnlySpan<byte> action)
    {
        writer.WriteString("type"u8, type);
        WriteHeader(writer, header);
        WriteText(writer, "body"u8, body);
        WriteText(writer, "footer"u8, footer);
        writer.WriteStartObject("action"u8);
        if (!action.IsEmpty)
        {
            writer.WriteString("name"u8, action);
        }
    }

    private static void Write(Utf8JsonWriter writer, FlowForm form)
    {
        writer.WriteStartObject("parameters"u8);
        writer.WriteString("flow_message_version"u8, "3"u8);
        WriteOptional(writer, "flow_id"u8, form.FlowId);
        WriteOptional(writer, "flow_name"u8, form.FlowName);
        WriteOptional(writer, "flow_token"u8, form.Token);
        writer.WriteString("flow_cta"u8, form.Label);
        WriteOptional(writer, "mode"u8, form.Mode);
        WriteOptional(writer, "flow_action"u8, form.Action);
        if (form.Screen is not null || form.DataJson is not null)
        {
            writer.WriteStartObject("flow_action_payload"u8);
            WriteOptional(writer, "screen"u8, form.Screen);
            if (form.DataJson is { } data)
            {
                writer.WritePropertyName("data"u8);
                writer.WriteRawValue(data);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, AddressForm form)
    {
        writer.WriteStartObject("parameters"u8);
        writer.WriteString("country"u8, form.Country);
        WriteTexts(writer, "values"u8, form.Values);
        if (form.Saved is { } saved)
        {
            writer.WriteStartArray("saved_addresses"u8);
            foreach (var address in saved)
            {
                writer.WriteStartObject();
                writer.WriteString("id"u8, address.Id);
                WriteTexts(writer, "value"u8, address.Values);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        WriteTexts(writer, "validation_errors"u8, form.Errors);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, OutgoingMessage.CallButton call)
    {
        if (call.Label is null && call.TtlMinutes is null && call.Payload is null)
        {
            return;
        }

        writer.WriteStartObject("parameters"u8);
        WriteOptional(writer, "display_text"u8, call.Label);
        if (call.TtlMinutes is { } minutes)
        {
            writer.WriteNumber("ttl_minutes"u8, minutes);
        }

        WriteOptional(writer, "payload"u8, call.Payload);
        writer.WriteEndObject();
    }
}
