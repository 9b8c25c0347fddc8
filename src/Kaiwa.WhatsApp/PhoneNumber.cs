using System.Diagnostics.CodeAnalysis;

namespace Kaiwa.WhatsApp;

/// <summary>A telephone number in E.164: 7 to 15 digits with the country code, kept without the plus.</summary>
public readonly record struct PhoneNumber
{
    private const int ShortestNumber = 7;
    private const int LongestNumber = 15;

    private readonly string? digits;

    private PhoneNumber(string digits) => this.digits = digits;

    /// <summary>The digits without plus, as Meta writes <c>wa_id</c>; empty for the default value.</summary>
    public string Digits => digits ?? "";

    /// <summary>
    /// Reads a number as people and programs write it: an optional plus, then digits with spaces, dots, hyphens, slashes or
    /// parentheses between them. Full-width digits count. A number without its country code cannot be told from one with it.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PhoneNumber number)
    {
        number = default;
        if (text is null || text.Length > 64)
        {
            return false;
        }

        Span<char> read = stackalloc char[LongestNumber];
        var count = 0;
        var plusSeen = false;
        foreach (var character in text)
        {
            var digit = Digit(character);
            if (digit >= 0)
            {
                if (count == LongestNumber)
                {
                    return false;
                }

                read[count++] = (char)('0' + digit);
            }
            else if (character is '+' or '＋')
            {
                if (plusSeen || count > 0)
                {
                    return false;
                }

                plusSeen = true;
            }
            else if (!IsSeparator(character))
            {
                return false;
            }
        }

        if (count < ShortestNumber || read[0] == '0')
        {
            return false;
        }

        number = new PhoneNumber(new string(read[..count]));
        return true;
    }

    /// <summary>The number with its plus: <c>+16505551234</c>; empty for the default value.</summary>
    public override string ToString() => digits is null ? "" : "+" + digits;

    private static int Digit(char character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= '０' and <= '９' => character - '０',
        _ => -1,
    };

    // U+00A0 and U+3000 are what spreadsheets and Japanese keyboards put between digits; the three others are Unicode's hyphens
    // and the marks that copying from a contact list leaves around a number.
    private static bool IsSeparator(char character) =>
        character is ' ' or '-' or '(' or ')' or '.' or '/' or '\u00A0' or '\u3000' or '\u2010' or '\u2011' or '\u202A' or '\u202C';
}
