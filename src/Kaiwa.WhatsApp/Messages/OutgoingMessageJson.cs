using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kaiwa.WhatsApp.Errors;
using Kaiwa.WhatsApp.Json;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Outgoing messages to and from Meta's JSON.</summary>
public static class OutgoingMessageJson
{
    // Meta reads UTF-8: escaping everything outside ASCII only makes bodies longer.
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>
    /// The content of a message: <c>{"type":"text","text":{…}}</c>, and <c>context</c> for a reply. Without <c>messaging_product</c>,
    /// recipient and callback data, which <see cref="WriteBody"/> adds. Limits are not checked here: see <see cref="Check"/>.
    /// </summary>
    public static byte[] WriteContent(OutgoingMessage message)
    {
        if (message is OutgoingMessage.Other other)
        {
            return other.Content.ToArray();
        }

        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            writer.WriteStartObject();
            OutgoingMessageWriter.Write(writer, message);
            if (message.ReplyTo is { } replyTo)
            {
                writer.WriteStartObject("context"u8);
                writer.WriteString("message_id"u8, replyTo);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>
    /// A whole request body: the envelope around a content that <see cref="WriteContent"/> or <see cref="Read"/> gave. The number goes
    /// with its plus, because Meta puts the business' own country code before a number without one.
    /// </summary>
    public static void WriteBody(IBufferWriter<byte> output, Recipient to, ReadOnlySpan<byte> content, string? callbackData)
    {
        output.Write("{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"individual\""u8);
        if (to.Phone is { } phone)
        {
            output.Write(",\"to\":\"+"u8);
            Encoding.ASCII.GetBytes(phone.Digits, output);
            output.Write("\""u8);
        }

        WriteMember(output, ",\"recipient\":"u8, to.UserId);
        WriteMember(output, ",\"biz_opaque_callback_data\":"u8, callbackData);
        output.Write(","u8);
        output.Write(content[1..]);
    }

    /// <summary>The body of a mark as read.</summary>
    public static byte[] WriteMarkAsRead(MarkAsRead mark)
    {
        var buffer = new ArrayBufferWriter<byte>(160);
        using (var writer = new Utf8JsonWriter(buffer, Compact))
        {
            writer.WriteStartObject();
            writer.WriteString("messaging_product"u8, "whatsapp"u8);
            writer.WriteString("status"u8, "read"u8);
            writer.WriteString("message_id"u8, mark.MessageId);
            if (mark.Typing)
            {
                writer.WriteStartObject("typing_indicator"u8);
                writer.WriteString("type"u8, "text"u8);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a client's <c>POST /messages</c> body and checks it against Meta's documented limits. Never throws.</summary>
    public static OutgoingMessageReading Read(ReadOnlyMemory<byte> body) => OutgoingEnvelopeReader.Read(body);

    /// <summary>Why Meta would refuse this message; null when nothing documented is wrong with it.</summary>
    public static GraphError? Check(OutgoingMessage message)
    {
        using var document = JsonDocument.Parse(WriteContent(message));
        var checks = new Checks();
        OutgoingMessageParser.Parse(document.RootElement, checks);
        return checks.Problem;
    }

    private static void WriteMember(IBufferWriter<byte> output, ReadOnlySpan<byte> name, string? value)
    {
        if (value is null)
        {
            return;
        }

        output.Write(name);
        output.Write("\""u8);
        output.Write(JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes);
        output.Write("\""u8);
    }
}
