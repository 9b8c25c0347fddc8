using System.Globalization;
using System.Text.Json;
using Kaiwa.WhatsApp.Json;

namespace Kaiwa.WhatsApp.Webhooks;

/// <summary>Bytes of a webhook body to what they say. Never throws; what is not known is kept raw.</summary>
public static class WebhookReader
{
    /// <summary>Reads a body. The delivery's slices refer to <paramref name="body"/>: keep it unchanged as long as they are used.</summary>
    public static WebhookDelivery Read(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith("\uFEFF"u8))
        {
            body = body[3..];
        }

        var changes = new List<WebhookChange>(1);
        string? about = null;
        string? problem;
        try
        {
            var reader = new Utf8JsonReader(body.Span, WireJson.ReaderOptions);
            problem = ReadRoot(ref reader, body, changes, ref about);
        }
        catch (JsonException error)
        {
            problem = body.IsEmpty
                ? "The webhook has no body. Nothing was read; look at what stands between Meta and this server."
                : string.Create(CultureInfo.InvariantCulture, $"The webhook is not whole JSON: it breaks off or goes wrong in line {(error.LineNumber ?? 0) + 1}, byte {(error.BytePositionInLine ?? 0) + 1}. The {changes.Count} changes before that were read; the rest is only in the stored body.");
        }

        return new WebhookDelivery { Object = about, Changes = changes, Problem = problem };
    }

    private static string? ReadRoot(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, List<WebhookChange> changes, ref string? about)
    {
        if (!WireJson.EnterObject(ref reader))
        {
            return "The webhook is JSON but not an object, so it is not one of Meta's. Nothing was read; look at who posted it.";
        }

        while (WireJson.NextProperty(ref reader))
        {
            if (WireJson.Is(ref reader, "object"u8))
            {
                about = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "entry"u8))
            {
                if (WireJson.EnterArray(ref reader))
                {
                    while (WireJson.NextItem(ref reader))
                    {
                        ReadEntry(ref reader, body, changes);
                    }
                }
            }
            else
            {
                reader.Skip();
            }
        }

        // Throws when something stands behind the object.
        reader.Read();
        return null;
    }

    private static void ReadEntry(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, List<WebhookChange> changes)
    {
        var first = changes.Count;
        var id = "";
        long? time = null;
        try
        {
            while (WireJson.NextProperty(ref reader))
            {
                if (WireJson.Is(ref reader, "id"u8))
                {
                    id = WireJson.NextText(ref reader) ?? "";
                }
                else if (WireJson.Is(ref reader, "time"u8))
                {
                    time = WireJson.NextInteger(ref reader);
                }
                else if (WireJson.Is(ref reader, "changes"u8))
                {
                    if (WireJson.EnterArray(ref reader))
                    {
                        while (WireJson.NextItem(ref reader))
                        {
                            changes.Add(WebhookChangeReader.Read(ref reader, body));
                        }
                    }
                }
                else
                {
                    reader.Skip();
                }
            }
        }
        finally
        {
            // The id may stand behind the changes, and a body that breaks off keeps what it said so far.
            for (var index = first; index < changes.Count; index++)
            {
                changes[index].EntryId = id;
                changes[index].EntryTime = time;
            }
        }
    }
}
