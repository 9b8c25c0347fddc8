using System.Buffers;
using System.Text;

namespace Kaiwa.WhatsApp.Json;

/// <summary>
/// Takes JSON escapes apart. The framework's own throws on half a surrogate pair, which a customer can send us; here it becomes U+FFFD.
/// </summary>
internal static class JsonUnescape
{
    private const int LongestOnStack = 512;

    public static string Read(ReadOnlySpan<byte> escaped)
    {
        char[]? rented = null;
        var characters = escaped.Length <= LongestOnStack ? stackalloc char[LongestOnStack] : (rented = ArrayPool<char>.Shared.Rent(escaped.Length));
        var length = Unescape(characters, Encoding.UTF8.GetChars(escaped, characters));
        ReplaceLoneSurrogates(characters[..length]);
        var text = new string(characters[..length]);
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return text;
    }

    // In place: what is written is never longer than what was read.
    private static int Unescape(Span<char> text, int length)
    {
        var written = 0;
        for (var read = 0; read < length; read++)
        {
            var character = text[read];
            if (character == '\\' && read + 1 < length)
            {
                character = text[++read];
                if (character == 'u' && read + 4 < length && TryHex(text.Slice(read + 1, 4), out var unit))
                {
                    character = unit;
                    read += 4;
                }
                else
                {
                    character = Simple(character);
                }
            }

            text[written++] = character;
        }

        return written;
    }

    private static char Simple(char escape) => escape switch
    {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\b',
        'f' => '\f',
        _ => escape,
    };

    private static bool TryHex(ReadOnlySpan<char> digits, out char unit)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit))
            {
                unit = default;
                return false;
            }

            value = (value << 4) | (digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        unit = (char)value;
        return true;
    }

    private static void ReplaceLoneSurrogates(Span<char> text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index]))
            {
                continue;
            }

            if (char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                index++;
            }
            else
            {
                text[index] = '\uFFFD';
            }
        }
    }
}
