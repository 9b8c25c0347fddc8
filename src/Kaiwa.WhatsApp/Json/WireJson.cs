using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace Kaiwa.WhatsApp.Json;

/// <summary>Reading values whose type cannot be relied on. Each method starts on a value's first token and ends on its last.</summary>
internal static class WireJson
{
    // Meta nests about ten deep. Deeper than this is an attack, and the reader refuses it without recursion.
    public static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = 128 };

    private const long LatestSeconds = 100_000_000_000;

    /// <summary>Whether the property name under the reader is this one. Never throws on broken escapes, as ValueTextEquals does.</summary>
    public static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        reader.ValueIsEscaped
            ? string.Equals(JsonUnescape.Read(reader.ValueSpan), Encoding.UTF8.GetString(name), StringComparison.Ordinal)
            : reader.ValueSpan.SequenceEqual(name);

    /// <summary>The text of a string, number or boolean; null for anything else.</summary>
    public static string? Text(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.ValueIsEscaped ? JsonUnescape.Read(reader.ValueSpan) : Encoding.UTF8.GetString(reader.ValueSpan);
            case JsonTokenType.Number:
            case JsonTokenType.True:
            case JsonTokenType.False:
                return Encoding.UTF8.GetString(reader.ValueSpan);
            default:
                reader.Skip();
                return null;
        }
    }

    /// <summary>The text of the property that the reader stands on.</summary>
    public static string? NextText(ref Utf8JsonReader reader)
    {
        reader.Read();
        return Text(ref reader);
    }

    /// <summary>A number, or a string that holds one; null for anything else. Fractions are cut off.</summary>
    public static long? NextInteger(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String))
        {
            reader.Skip();
            return null;
        }

        var span = reader.ValueSpan;
        if (Utf8Parser.TryParse(span, out long whole, out var used) && used == span.Length)
        {
            return whole;
        }

        return Utf8Parser.TryParse(span, out double number, out used) && used == span.Length && number is > -9e18 and < 9e18
            ? (long)number
            : null;
    }

    /// <summary>A finite number, or a string that holds one; null for anything else.</summary>
    public static double? NextNumber(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String))
        {
            reader.Skip();
            return null;
        }

        var span = reader.ValueSpan;
        return Utf8Parser.TryParse(span, out double number, out var used) && used == span.Length && double.IsFinite(number) ? number : null;
    }

    /// <summary>A decimal number, or a string that holds one; null for anything else.</summary>
    public static decimal? NextDecimal(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.Number or JsonTokenType.String))
        {
            reader.Skip();
            return null;
        }

        var span = reader.ValueSpan;
        return Utf8Parser.TryParse(span, out decimal number, out var used) && used == span.Length ? number : null;
    }

    /// <summary>True only for <c>true</c> and <c>"true"</c>.</summary>
    public static bool NextFlag(ref Utf8JsonReader reader)
    {
        reader.Read();
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.String:
                return reader.ValueSpan.SequenceEqual("true"u8);
            default:
                reader.Skip();
                return false;
        }
    }

    /// <summary>Unix seconds, as number or string, to milliseconds; 0 when unreadable. What is already in milliseconds stays.</summary>
    public static long NextTimestampMs(ref Utf8JsonReader reader) => Milliseconds(NextInteger(ref reader));

    public static long Milliseconds(long? seconds) => seconds switch
    {
        null or < 0 => 0,
        < LatestSeconds => seconds.Value * 1000,
        _ => seconds.Value,
    };

    /// <summary>The bytes of the value of the property that the reader stands on; empty for null.</summary>
    public static ReadOnlyMemory<byte> NextRaw(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
        {
            return default;
        }

        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return Slice(ref reader, body, start);
    }

    /// <summary>The bytes from a start to the end of the token under the reader.</summary>
    public static ReadOnlyMemory<byte> Slice(ref Utf8JsonReader reader, ReadOnlyMemory<byte> body, int start) =>
        body[start..(int)reader.BytesConsumed];

    /// <summary>Moves to the value and, if it is an object, enters it; otherwise steps over it.</summary>
    public static bool EnterObject(ref Utf8JsonReader reader) => Enter(ref reader, JsonTokenType.StartObject);

    /// <summary>Moves to the value and, if it is an array, enters it; otherwise steps over it.</summary>
    public static bool EnterArray(ref Utf8JsonReader reader) => Enter(ref reader, JsonTokenType.StartArray);

    /// <summary>Moves to the next property of the object; false at its end.</summary>
    public static bool NextProperty(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to the next object of the array, stepping over everything else; false at its end.</summary>
    public static bool NextItem(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                return true;
            }

            reader.Skip();
        }

        return false;
    }

    private static bool Enter(ref Utf8JsonReader reader, JsonTokenType start)
    {
        reader.Read();
        if (reader.TokenType == start)
        {
            return true;
        }

        reader.Skip();
        return false;
    }
}
