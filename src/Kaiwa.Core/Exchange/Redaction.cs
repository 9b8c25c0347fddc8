using System.Text.RegularExpressions;

namespace Kaiwa.Core.Exchange;

/// <summary>What the exchange log may keep: Meta's words without tokens, phone numbers and quoted texts.</summary>
public static partial class Redaction
{
    private const int Longest = 500;

    public static string Clean(string text)
    {
        var cut = text.Length > Longest ? text[..Longest] : text;
        return Digits().Replace(Token().Replace(cut, "[token]"), match => string.Concat(match.Value.AsSpan(0, 3), "…", match.Value.AsSpan(match.Length - 2)));
    }

    [GeneratedRegex(@"\b(?:EA[A-Za-z0-9]{20,}|kaiwa_[\w-]{10,}|[A-Za-z0-9_-]{60,})\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex Token();

    [GeneratedRegex(@"\d{8,}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 200)]
    private static partial Regex Digits();
}
