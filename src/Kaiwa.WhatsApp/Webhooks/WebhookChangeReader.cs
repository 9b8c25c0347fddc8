using System.Text.Json;
using Kaiwa.WhatsApp.Errors;
using Kaiwa.WhatsApp.Json;
using Kaiwa.WhatsApp.Messages;

namespace Kaiwa.WhatsApp.Webhooks;

/// <summary>Reads one change. The lists of a value are read by their own names, whatever the field says.</summary>
internal static class WebhookChangeReader
{
    /// <summary>Reads the object under the reader.</summary>
    public static WebhookChange Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        var change = new WebhookChange();
        while (WireJson.NextProperty(ref reader))
        {
            if (WireJson.Is(ref reader, "field"u8))
            {
                change.Field = ReadField(ref reader);
            }
            else if (WireJson.Is(ref reader, "value"u8))
            {
                ReadValue(ref reader, body, change);
            }
            else
            {
                reader.Skip();
            }
        }

        return change;
    }

    private static string ReadField(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual("messages"u8) ? "messages" : WireJson.Text(ref reader) ?? "";
    }

    private static void ReadValue(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, WebhookChange change)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            change.RawValue = WireJson.Slice(ref reader, body, start);
            return;
        }

        while (WireJson.NextProperty(ref reader))
        {
            if (WireJson.Is(ref reader, "metadata"u8))
            {
                ReadMetadata(ref reader, change);
            }
            else if (WireJson.Is(ref reader, "statuses"u8))
            {
                change.Statuses = MessageStatusReader.ReadList(ref reader, body);
            }
            else if (WireJson.Is(ref reader, "contacts"u8))
            {
                change.Contacts = PeopleReader.ReadContacts(ref reader, body);
            }
            else if (WireJson.Is(ref reader, "messages"u8))
            {
                change.Messages = IncomingMessageReader.ReadList(ref reader, body);
            }
            else if (WireJson.Is(ref reader, "message_echoes"u8))
            {
                change.Echoes = IncomingMessageReader.ReadList(ref reader, body);
            }
            else if (WireJson.Is(ref reader, "user_preferences"u8))
            {
                change.Preferences = PeopleReader.ReadPreferences(ref reader, body);
            }
            else if (WireJson.Is(ref reader, "errors"u8))
            {
                change.Errors = GraphErrorInfoReader.ReadList(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        change.RawValue = WireJson.Slice(ref reader, body, start);
    }

    private static void ReadMetadata(ref Utf8JsonReader reader, WebhookChange change)
    {
        if (!WireJson.EnterObject(ref reader))
        {
            return;
        }

        while (WireJson.NextProperty(ref reader))
        {
            if (WireJson.Is(ref reader, "phone_number_id"u8))
            {
                change.PhoneNumberId = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "display_phone_number"u8))
            {
                change.DisplayPhoneNumber = WireJson.NextText(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }
    }
}
