using System.Text.Json;
using Kaiwa.WhatsApp.Errors;
using Kaiwa.WhatsApp.Json;

namespace Kaiwa.WhatsApp.Webhooks;

/// <summary>Reads <c>statuses[]</c>: the most frequent thing that arrives.</summary>
internal static class MessageStatusReader
{
    /// <summary>Reads the value of the property that the reader stands on.</summary>
    public static IReadOnlyList<MessageStatus> ReadList(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        if (!WireJson.EnterArray(ref reader))
        {
            return [];
        }

        List<MessageStatus>? statuses = null;
        while (WireJson.NextItem(ref reader))
        {
            (statuses ??= new(1)).Add(ReadOne(ref reader, body));
        }

        return statuses ?? (IReadOnlyList<MessageStatus>)[];
    }

    private static MessageStatus ReadOne(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        var start = (int)reader.TokenStartIndex;
        var status = new MessageStatus();
        while (WireJson.NextProperty(ref reader))
        {
            if (WireJson.Is(ref reader, "id"u8))
            {
                status.Wamid = WireJson.NextText(ref reader) ?? "";
            }
            else if (WireJson.Is(ref reader, "status"u8))
            {
                ReadKind(ref reader, status);
            }
            else if (WireJson.Is(ref reader, "timestamp"u8))
            {
                status.TimestampMs = WireJson.NextTimestampMs(ref reader);
            }
            else if (WireJson.Is(ref reader, "biz_opaque_callback_data"u8))
            {
                status.CallbackData = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "pricing"u8))
            {
                status.Pricing = WireJson.NextRaw(ref reader, body);
            }
            else if (WireJson.Is(ref reader, "conversation"u8))
            {
                status.Conversation = WireJson.NextRaw(ref reader, body);
            }
            else if (WireJson.Is(ref reader, "errors"u8))
            {
                status.Errors = GraphErrorInfoReader.ReadList(ref reader);
            }
            else if (WireJson.Is(ref reader, "type"u8))
            {
                status.Type = WireJson.NextText(ref reader);
            }
            else if (!ReadRecipient(ref reader, status))
            {
                reader.Skip();
            }
        }

        status.Raw = WireJson.Slice(ref reader, body, start);
        return status;
    }

    private static bool ReadRecipient(ref Utf8JsonReader reader, MessageStatus status)
    {
        if (WireJson.Is(ref reader, "recipient_id"u8))
        {
            status.RecipientId = WireJson.NextText(ref reader);
        }
        else if (WireJson.Is(ref reader, "recipient_user_id"u8))
        {
            status.RecipientUserId = WireJson.NextText(ref reader);
        }
        else if (WireJson.Is(ref reader, "recipient_parent_user_id"u8))
        {
            status.RecipientParentUserId = WireJson.NextText(ref reader);
        }
        else if (WireJson.Is(ref reader, "recipient_type"u8))
        {
            status.RecipientType = WireJson.NextText(ref reader);
        }
        else if (WireJson.Is(ref reader, "recipient_participant_id"u8) || WireJson.Is(ref reader, "participant_recipient_id"u8))
        {
            // Meta's pages spell it both ways.
            status.ParticipantId = WireJson.NextText(ref reader);
        }
        else if (WireJson.Is(ref reader, "recipient_participant_user_id"u8))
        {
            status.ParticipantUserId = WireJson.NextText(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }

    // The known words are shared: a status allocates no string for its kind.
    private static void ReadKind(ref Utf8JsonReader reader, MessageStatus status)
    {
        reader.Read();
        var word = reader.TokenType == JsonTokenType.String ? reader.ValueSpan : default;
        (status.Kind, status.StatusText) =
            word.SequenceEqual("sent"u8) ? (MessageStatusKind.Sent, "sent")
            : word.SequenceEqual("delivered"u8) ? (MessageStatusKind.Delivered, "delivered")
            : word.SequenceEqual("read"u8) ? (MessageStatusKind.Read, "read")
            : word.SequenceEqual("failed"u8) ? (MessageStatusKind.Failed, "failed")
            : word.SequenceEqual("played"u8) ? (MessageStatusKind.Played, "played")
            : word.SequenceEqual("deleted"u8) ? (MessageStatusKind.Deleted, "deleted")
            : word.SequenceEqual("warning"u8) ? (MessageStatusKind.Warning, "warning")
            : (MessageStatusKind.Unknown, WireJson.Text(ref reader) ?? "");
    }
}
