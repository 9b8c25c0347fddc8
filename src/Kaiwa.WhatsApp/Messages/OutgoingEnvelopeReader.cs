using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Reads a client's request body: takes the envelope off, keeps the content byte for byte, checks both.</summary>
internal static class OutgoingEnvelopeReader
{
    private const int LongestCallbackData = 512;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64, AllowDuplicateProperties = false };

    public static OutgoingMessageReading Read(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            return Refused("The body is not valid UTF-8.");
        }

        try
        {
            CheckEscapes(body.Span);
            using var document = JsonDocument.Parse(body, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? ReadObject(document.RootElement)
                : Refused("The body must be a JSON object.");
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException is the framework's word for half a surrogate pair in a string.
            return Refused("The body is not valid JSON: " + (error is JsonException ? "it breaks off, repeats a member or is not well formed." : "a text holds half a surrogate pair."));
        }
    }

    // The content travels on unread: what Meta could not take apart must be found here, wherever it stands.
    private static void CheckEscapes(ReadOnlySpan<byte> body)
    {
        if (body.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = Options.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                reader.GetString();
            }
        }
    }

    private static OutgoingMessageReading ReadObject(JsonElement root)
    {
        var checks = new Checks();
        if (checks.Required(root, "messaging_product", "messaging_product", 64) != "whatsapp")
        {
            checks.Refuse(Checks.InvalidParameter, "The parameter messaging_product must be whatsapp.");
        }

        if (root.TryGetProperty("status", out var status) && !root.TryGetProperty("type", out _))
        {
            return ReadMarkAsRead(root, status, checks);
        }

        var (recipient, groupId) = ReadRecipient(root, checks);
        var callbackData = checks.Optional(root, "biz_opaque_callback_data", "biz_opaque_callback_data", LongestCallbackData);
        var message = OutgoingMessageParser.Parse(root, checks);
        if (checks.Problem is { } problem || message is null)
        {
            return new OutgoingMessageReading(null, null, default, callbackData, null, checks.Problem);
        }

        var content = Content(root, message);
        if (message is OutgoingMessage.Other other)
        {
            message = other with { Content = content };
        }

        return new OutgoingMessageReading(recipient, message, content, callbackData, null, null, groupId);
    }

    private static OutgoingMessageReading ReadMarkAsRead(JsonElement root, JsonElement status, Checks checks)
    {
        if (status.ValueKind != JsonValueKind.String || !status.ValueEquals("read"u8))
        {
            checks.Refuse(Checks.Invalid, "The parameter status must be read.");
        }

        var messageId = checks.Required(root, "message_id", "message_id", 512);
        var typing = root.TryGetProperty("typing_indicator", out var indicator) && indicator.ValueKind == JsonValueKind.Object;
        if (typing && checks.Required(indicator, "type", "typing_indicator.type", 64) != "text")
        {
            checks.Refuse(Checks.Invalid, "The parameter typing_indicator.type must be text.");
        }

        return checks.Problem is { } problem
            ? new OutgoingMessageReading(null, null, default, null, null, problem)
            : new OutgoingMessageReading(null, null, default, null, new MarkAsRead(messageId, typing), null);
    }

    private static (Recipient? Recipient, string? GroupId) ReadRecipient(JsonElement root, Checks checks)
    {
        var kind = Checks.Lower(checks.Optional(root, "recipient_type", "recipient_type", 64)) ?? "individual";
        var to = checks.Optional(root, "to", "to", 256);
        var userId = checks.Optional(root, "recipient", "recipient", 256);
        if (kind == "group")
        {
            if (string.IsNullOrEmpty(to))
            {
                checks.Refuse(Checks.Missing, "The parameter to is required: a group's id.");
            }

            return (null, to);
        }

        if (kind != "individual")
        {
            checks.Refuse(Checks.Invalid, "The parameter recipient_type must be individual or group.");
        }

        if (string.IsNullOrEmpty(to) && string.IsNullOrEmpty(userId))
        {
            checks.Refuse(Checks.Missing, "The parameter to (a telephone number) or recipient (a business-scoped user id) is required.");
            return default;
        }

        if (string.IsNullOrEmpty(to))
        {
            return (new Recipient(null, userId), null);
        }

        if (!PhoneNumber.TryParse(to, out var phone))
        {
            checks.Refuse(Checks.Invalid, "The parameter to is not a telephone number with its country code.");
        }

        return (new Recipient(phone, string.IsNullOrEmpty(userId) ? null : userId), null);
    }

    // The type first, then its object and everything that is not the envelope's, as the client wrote it.
    private static byte[] Content(JsonElement root, OutgoingMessage message)
    {
        var type = OutgoingMessageParser.TypeOf(root);
        var buffer = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, type);
            if (message is not OutgoingMessage.Other || root.TryGetProperty(type, out _))
            {
                writer.WritePropertyName(type);
                writer.WriteRawValue(JsonMarshalRaw(root.GetProperty(type)), skipInputValidation: true);
            }

            foreach (var member in root.EnumerateObject())
            {
                if (!IsEnvelope(member) && !member.NameEquals(type) && member.Value.ValueKind != JsonValueKind.Null)
                {
                    writer.WritePropertyName(member.Name);
                    writer.WriteRawValue(JsonMarshalRaw(member.Value), skipInputValidation: true);
                }
            }

            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static ReadOnlySpan<byte> JsonMarshalRaw(JsonElement element) => System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(element);

    private static bool IsEnvelope(JsonProperty member) =>
        member.NameEquals("messaging_product"u8) || member.NameEquals("recipient_type"u8) || member.NameEquals("to"u8)
        || member.NameEquals("recipient"u8) || member.NameEquals("biz_opaque_callback_data"u8) || member.NameEquals("type"u8);

    private static OutgoingMessageReading Refused(string details) =>
        new(null, null, default, null, null, GraphError.Of(Checks.InvalidParameter, details));
}
