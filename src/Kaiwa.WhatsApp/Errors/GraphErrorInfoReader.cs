using System.Text.Json;
using Kaiwa.WhatsApp.Json;

namespace Kaiwa.WhatsApp.Errors;

/// <summary>Reads <c>errors[]</c> of statuses, messages and values.</summary>
internal static class GraphErrorInfoReader
{
    /// <summary>Reads the value of the property that the reader stands on.</summary>
    public static IReadOnlyList<GraphErrorInfo> ReadList(ref Utf8JsonReader reader)
    {
        if (!WireJson.EnterArray(ref reader))
        {
            return [];
        }

        List<GraphErrorInfo>? errors = null;
        while (WireJson.NextItem(ref reader))
        {
            (errors ??= new(1)).Add(ReadOne(ref reader));
        }

        return errors ?? (IReadOnlyList<GraphErrorInfo>)[];
    }

    private static GraphErrorInfo ReadOne(ref Utf8JsonReader reader)
    {
        long? code = null;
        string? title = null, message = null, details = null, href = null;
        while (WireJson.NextProperty(ref reader))
        {
            if (WireJson.Is(ref reader, "code"u8))
            {
                code = WireJson.NextInteger(ref reader);
            }
            else if (WireJson.Is(ref reader, "title"u8))
            {
                title = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "message"u8))
            {
                message = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "href"u8))
            {
                href = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "error_data"u8))
            {
                details = ReadDetails(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return new GraphErrorInfo(code is >= 0 and <= int.MaxValue ? (int)code : 0, title, message, details, href);
    }

    /// <summary>The details of <c>error_data</c>, on which the reader stands.</summary>
    public static string? ReadDetails(ref Utf8JsonReader reader)
    {
        string? details = null;
        if (WireJson.EnterObject(ref reader))
        {
            while (WireJson.NextProperty(ref reader))
            {
                if (WireJson.Is(ref reader, "details"u8))
                {
                    details = WireJson.NextText(ref reader);
                }
                else
                {
                    reader.Skip();
                }
            }
        }

        return details;
    }
}
