using System.Globalization;
using System.Text.Json;
using Kaiwa.WhatsApp.Json;

namespace Kaiwa.WhatsApp.Errors;

/// <summary>An error answer of Meta's Graph API, and the shape in which we give one.</summary>
/// <param name="HttpStatus">The HTTP status of the answer.</param>
/// <param name="Code">Meta's code; 0 is a code of its own, -1 means that the answer held none.</param>
/// <param name="Subcode">Meta's subcode, on management calls and old versions.</param>
/// <param name="Type">Mostly <c>OAuthException</c>.</param>
/// <param name="Message"><c>(#code) title</c>.</param>
/// <param name="Details">What exactly, from <c>error_data.details</c>.</param>
/// <param name="FbTraceId">What Meta's support asks for.</param>
/// <param name="IsTransient">Meta says that trying again may help.</param>
/// <param name="UserTitle">A title for people, on management calls.</param>
/// <param name="UserMessage">A sentence for people, on management calls.</param>
public sealed record GraphError(
    int HttpStatus, int Code, int? Subcode, string Type, string Message, string? Details, string? FbTraceId, bool IsTransient, string? UserTitle, string? UserMessage)
{
    private const string OAuthException = "OAuthException";

    /// <summary>The code of an answer that held none: a proxy's page, a broken connection, something that is not Meta.</summary>
    public const int NoCode = -1;

    /// <summary>An error of the catalogue with our own details, as Meta would write it: <c>(#code) title</c>.</summary>
    public static GraphError Of(int code, string? details)
    {
        var entry = ErrorCatalogue.Find(code);
        var message = string.Create(CultureInfo.InvariantCulture, $"(#{code}) {entry.Title}");
        return new GraphError(entry.HttpStatus is 0 or 206 ? 400 : entry.HttpStatus, code, null, OAuthException, message, details, null, false, null, null);
    }

    /// <summary>Reads an error answer. Never throws: what is not Meta's shape becomes an error with code -1 and the status.</summary>
    public static GraphError Read(int httpStatus, ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body, WireJson.ReaderOptions);
            if (WireJson.EnterObject(ref reader))
            {
                while (WireJson.NextProperty(ref reader))
                {
                    if (WireJson.Is(ref reader, "error"u8) && WireJson.EnterObject(ref reader))
                    {
                        return ReadError(httpStatus, ref reader);
                    }

                    reader.Skip();
                }
            }
        }
        catch (JsonException)
        {
            // Falls through: a proxy's HTML page, an empty body, an answer cut short.
        }

        return new GraphError(
            httpStatus, NoCode, null, "", string.Create(CultureInfo.InvariantCulture, $"HTTP {httpStatus} without an error in Meta's shape"), null, null, httpStatus >= 500, null, null);
    }

    /// <summary>Writes <c>{"error":{…}}</c> as Meta does.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error"u8);
        writer.WriteString("message"u8, Message);
        writer.WriteString("type"u8, Type);
        writer.WriteNumber("code"u8, Code);
        if (Subcode is { } subcode)
        {
            writer.WriteNumber("error_subcode"u8, subcode);
        }

        if (IsTransient)
        {
            writer.WriteBoolean("is_transient"u8, true);
        }

        if (UserTitle is not null)
        {
            writer.WriteString("error_user_title"u8, UserTitle);
        }

        if (UserMessage is not null)
        {
            writer.WriteString("error_user_msg"u8, UserMessage);
        }

        if (Details is not null)
        {
            writer.WriteStartObject("error_data"u8);
            writer.WriteString("messaging_product"u8, "whatsapp"u8);
            writer.WriteString("details"u8, Details);
            writer.WriteEndObject();
        }

        if (FbTraceId is not null)
        {
            writer.WriteString("fbtrace_id"u8, FbTraceId);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static GraphError ReadError(int httpStatus, ref Utf8JsonReader reader)
    {
        long? code = null, subcode = null;
        string? type = null, message = null, details = null, trace = null, userTitle = null, userMessage = null;
        var transient = false;
        while (WireJson.NextProperty(ref reader))
        {
            if (WireJson.Is(ref reader, "code"u8))
            {
                code = WireJson.NextInteger(ref reader);
            }
            else if (WireJson.Is(ref reader, "error_subcode"u8))
            {
                subcode = WireJson.NextInteger(ref reader);
            }
            else if (WireJson.Is(ref reader, "type"u8))
            {
                type = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "message"u8))
            {
                message = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "error_data"u8))
            {
                details = GraphErrorInfoReader.ReadDetails(ref reader);
            }
            else if (WireJson.Is(ref reader, "fbtrace_id"u8))
            {
                trace = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "is_transient"u8))
            {
                transient = WireJson.NextFlag(ref reader);
            }
            else if (WireJson.Is(ref reader, "error_user_title"u8))
            {
                userTitle = WireJson.NextText(ref reader);
            }
            else if (WireJson.Is(ref reader, "error_user_msg"u8))
            {
                userMessage = WireJson.NextText(ref reader);
            }
            else
            {
                reader.Skip();
            }
        }

        return new GraphError(
            httpStatus, Small(code) ?? NoCode, Small(subcode), type ?? "", message ?? "", details, trace, transient, userTitle, userMessage);
    }

    private static int? Small(long? number) => number is >= 0 and <= int.MaxValue ? (int)number : null;
}
