using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Numbers;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>Meta's own envelope, built anew around the stored part: a part was taken out of a webhook that may have held those of others.</summary>
internal sealed class CloudEnvelope(NumberDirectory numbers)
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public byte[] Write(RelayEvent news) => Write(news.Field, news.NumberId is { } id ? numbers.Find(id) : null, news.Entry, TimeOf(news), (writer, number) => WriteValue(writer, news, number));

    /// <summary>A status that Meta never sent, because the message never came to it.</summary>
    public static byte[] WriteStatus(Number number, Action<Utf8JsonWriter> status) => Write("messages", number, null, null, (writer, from) =>
    {
        WriteHead(writer, from);
        writer.WriteStartArray("statuses"u8);
        status(writer);
        writer.WriteEndArray();
        writer.WriteEndObject();
    });

    private static byte[] Write(string field, Number? number, string? entry, long? time, Action<Utf8JsonWriter, Number?> value)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            writer.WriteStartObject();
            writer.WriteString("object"u8, "whatsapp_business_account"u8);
            writer.WriteStartArray("entry"u8);
            writer.WriteStartObject();
            writer.WriteString("id"u8, entry ?? number?.Waba.MetaId ?? "0");
            if (time is { } seconds)
            {
                writer.WriteNumber("time"u8, seconds);
            }

            writer.WriteStartArray("changes"u8);
            writer.WriteStartObject();
            writer.WritePropertyName("value"u8);
            value(writer, number);
            writer.WriteString("field"u8, field);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteValue(Utf8JsonWriter writer, RelayEvent news, Number? number)
    {
        using var document = JsonDocument.Parse(WholeText.Of(news.Raw));
        var part = document.RootElement;
        if (IsWhole(news, part))
        {
            part.WriteTo(writer);
            return;
        }

        WriteHead(writer, number);
        if (news.Kind == RelayEventKind.Message && part.TryGetProperty("messages"u8, out _))
        {
            // Stored with the sender's profile beside it.
            foreach (var property in part.EnumerateObject())
            {
                property.WriteTo(writer);
            }
        }
        else
        {
            if (news.Kind == RelayEventKind.Status)
            {
                WriteRecipient(writer, part);
            }

            writer.WriteStartArray(news.Kind switch { RelayEventKind.Message => "messages", RelayEventKind.Status => "statuses", _ => news.Field });
            if (news.Kind == RelayEventKind.Status)
            {
                WriteStatus(writer, news, part);
            }
            else
            {
                part.WriteTo(writer);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <summary>Notices are stored as the whole value, but for preferences, which are stored one by one.</summary>
    private static bool IsWhole(RelayEvent news, JsonElement part) =>
        part.ValueKind != JsonValueKind.Object || (news.Kind == RelayEventKind.Notice && (news.Field != "user_preferences" || part.TryGetProperty("user_preferences"u8, out _)));

    private static void WriteHead(Utf8JsonWriter writer, Number? number)
    {
        writer.WriteStartObject();
        writer.WriteString("messaging_product"u8, "whatsapp"u8);
        if (number is not null)
        {
            writer.WriteStartObject("metadata"u8);
            writer.WriteString("display_phone_number"u8, string.Concat(number.Display.Where(char.IsAsciiDigit)));
            writer.WriteString("phone_number_id"u8, number.MetaId);
            writer.WriteEndObject();
        }
    }

    /// <summary>The names of the recipient, as Meta puts them beside a status. The profile is not kept with it.</summary>
    private static void WriteRecipient(Utf8JsonWriter writer, JsonElement status)
    {
        var phone = status.TryGetProperty("recipient_id"u8, out var id) && id.ValueKind == JsonValueKind.String;
        var user = status.TryGetProperty("recipient_user_id"u8, out var userId) && userId.ValueKind == JsonValueKind.String;
        if ((!phone && !user) || (status.TryGetProperty("recipient_type"u8, out var type) && type.ValueKind == JsonValueKind.String && type.ValueEquals("group"u8)))
        {
            return;
        }

        writer.WriteStartArray("contacts"u8);
        writer.WriteStartObject();
        if (phone)
        {
            writer.WritePropertyName("wa_id"u8);
            id.WriteTo(writer);
        }

        if (user)
        {
            writer.WritePropertyName("user_id"u8);
            userId.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndArray();
    }

    /// <summary>Our id travels as callback data: the program gets its own back, or none, and our id under a name of ours.</summary>
    private static void WriteStatus(Utf8JsonWriter writer, RelayEvent news, JsonElement status)
    {
        writer.WriteStartObject();
        foreach (var property in status.EnumerateObject())
        {
            if (!property.NameEquals("biz_opaque_callback_data"u8))
            {
                property.WriteTo(writer);
            }
            else if (news.MessageId is null && (property.Value.ValueKind != JsonValueKind.String || CallbackData.Read(property.Value.GetString()) is null))
            {
                property.WriteTo(writer); // another program's message on the same number
            }
        }

        if (news.MessageId is { } message)
        {
            if (news.Callback is { } callback)
            {
                writer.WriteString("biz_opaque_callback_data"u8, callback);
            }

            writer.WriteString("kaiwa_message_id"u8, message.ToString());
        }

        writer.WriteEndObject();
    }

    private static long? TimeOf(RelayEvent news) => news.Kind == RelayEventKind.Notice && news.Field != "user_preferences" ? news.At.ToUnixTimeSeconds() : null;
}
