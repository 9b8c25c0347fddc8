using System.Globalization;
using System.Text.Json;
using Kaiwa.WhatsApp.Errors;
using Kaiwa.WhatsApp.Json;

namespace Kaiwa.WhatsApp.Cloud;

/// <summary>Reads the answer of a send.</summary>
internal static class SendAnswerReader
{
    public static SendAnswer Read(int httpStatus, byte[] body)
    {
        if (httpStatus is >= 200 and <= 299 && ReadAccepted(body) is { } accepted)
        {
            return accepted;
        }

        var error = GraphError.Read(httpStatus, body);
        if (error.Code != GraphError.NoCode || httpStatus is >= 300 and <= 499)
        {
            return new SendAnswer.Refused(error);
        }

        // A proxy's 502 or 504, or a 200 without an id: WhatsApp itself said nothing about this message.
        return new SendAnswer.NoAnswer(
            string.Create(CultureInfo.InvariantCulture, $"The answer (HTTP {httpStatus}) is not one of WhatsApp's. Whether it took the message is unknown."), MayHaveLeft: true);
    }

    private static SendAnswer.Accepted? ReadAccepted(byte[] body)
    {
        string? wamid = null, messageStatus = null, waId = null, userId = null;
        try
        {
            var reader = new Utf8JsonReader(body, WireJson.ReaderOptions);
            if (!WireJson.EnterObject(ref reader))
            {
                return null;
            }

            while (WireJson.NextProperty(ref reader))
            {
                if (WireJson.Is(ref reader, "messages"u8))
                {
                    ReadFirst(ref reader, "id"u8, ref wamid, "message_status"u8, ref messageStatus);
                }
                else if (WireJson.Is(ref reader, "contacts"u8))
                {
                    ReadFirst(ref reader, "wa_id"u8, ref waId, "user_id"u8, ref userId);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            // An id that was read before the answer broke off is still the message's id.
        }

        return string.IsNullOrEmpty(wamid) ? null : new SendAnswer.Accepted(wamid, waId, userId, messageStatus);
    }

    private static void ReadFirst(ref Utf8JsonReader reader, ReadOnlySpan<byte> firstName, ref string? first, ReadOnlySpan<byte> secondName, ref string? second)
    {
        if (!WireJson.EnterArray(ref reader))
        {
            return;
        }

        var isFirst = true;
        while (WireJson.NextItem(ref reader))
        {
            while (WireJson.NextProperty(ref reader))
            {
                if (isFirst && WireJson.Is(ref reader, firstName))
                {
                    first = WireJson.NextText(ref reader);
                }
                else if (isFirst && WireJson.Is(ref reader, secondName))
                {
                    second = WireJson.NextText(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }

            isFirst = false;
        }
    }
}
