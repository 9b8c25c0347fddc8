using System.Text.Json;
using Kaiwa.WhatsApp.Errors;
using Kaiwa.WhatsApp.Json;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Reads <c>messages[]</c> and <c>message_echoes[]</c>: first what all messages share, then the content that the type names.</summary>
internal static class IncomingMessageReader
{
    /// <summary>Reads the value of the property that the reader stands on.</summary>
    public static IReadOnlyList<IncomingMessage> ReadList(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        if (!WireJson.EnterArray(ref reader))
        {
            return [];
        }

        List<IncomingMessage>? messages = null;
        while (WireJson.NextItem(ref reader))
        {
            (messages ??= new(1)).Add(ReadOne(ref reader, body));
        }

        return messages ?? (IReadOnlyList<IncomingMessage>)[];
    }

    /// <summary>Reads the object under the reader.</summary>
    public static IncomingMessage ReadOne(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        var start = (int)reader.TokenStartIndex;
        var envelope = default(Envelope);
        while (WireJson.NextProperty(ref reader))
        {
            if (!ReadShared(ref reader, ref envelope) && !ReadReferences(ref reader, body, ref envelope))
            {
                reader.Skip();
            }
        }

        var raw = WireJson.Slice(ref reader, body, start);
        var type = envelope.Type ?? "";
        return IncomingContentReader.Read(type, raw) with
        {
            Id = envelope.Id ?? "",
            From = envelope.From,
            FromUserId = envelope.FromUserId,
            FromParentUserId = envelope.FromParentUserId,
            To = envelope.To,
            ToUserId = envelope.ToUserId,
            GroupId = envelope.GroupId,
            TimestampMs = envelope.TimestampMs,
            Type = type,
            Context = envelope.Context,
            Referral = envelope.Referral,
            Errors = envelope.Errors ?? [],
            Raw = raw,
        };
    }

    private static bool ReadShared(ref Utf8JsonReader reader, ref Envelope envelope)
    {
        if (WireJson.Is(ref reader, "id"u8))
        {
            envelope.Id = WireJson.NextText(ref reader);
        }
        else if (WireJson.Is(ref reader, "from"u8))
        {
            envelope.From = WireJson.NextText(ref reader);
        }
        else if (WireJson.Is(ref reader, "type"u8))
        {
            envelope.Type = WireJson.NextText(ref reader);
        }
        else if (WireJson.Is(ref reader, "timestamp"u8))
        {
            envelope.TimestampMs = WireJson.NextTimestampMs(ref reader);
        }
        else if (WireJson.Is(ref reader, "from_user_id"u8))
        {
            envelope.FromUserId = WireJson.NextText(ref reader);
        }
        else if (WireJson.Is(ref reader, "from_parent_user_id"u8))
        {
            envelope.FromParentUserId = WireJson.NextText(ref reader);
        }
        else if (WireJson.Is(ref reader, "to"u8))
        {
            envelope.To = WireJson.NextText(ref reader);
        }
        else if (WireJson.Is(ref reader, "to_user_id"u8))
        {
            envelope.ToUserId = WireJson.NextText(ref reader);
        }
        else if (WireJson.Is(ref reader, "group_id"u8))
        {
            envelope.GroupId = WireJson.NextText(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }

    private static bool ReadReferences(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, ref Envelope envelope)
    {
        if (WireJson.Is(ref reader, "context"u8))
        {
            envelope.Context = MessageReferenceReader.ReadContext(ref reader);
        }
        else if (WireJson.Is(ref reader, "referral"u8))
        {
            envelope.Referral = MessageReferenceReader.ReadReferral(ref reader, body);
        }
        else if (WireJson.Is(ref reader, "errors"u8))
        {
            envelope.Errors = GraphErrorInfoReader.ReadList(ref reader);
        }
        else
        {
            return false;
        }

        return true;
    }

    private struct Envelope
    {
        public string? Id, From, FromUserId, FromParentUserId, To, ToUserId, GroupId, Type;
        public long TimestampMs;
        public MessageContext? Context;
        public Referral? Referral;
        public IReadOnlyList<GraphErrorInfo>? Errors;
    }
}
