namespace Kaiwa.Features;

/// <summary>What a person typed into a search box, as arguments of LIKE with <c>ESCAPE '!'</c>.</summary>
internal static class SearchText
{
    private const int Longest = 200;

    /// <summary>Null when there is nothing to search for.</summary>
    public static string? Words(string? typed)
    {
        var text = typed?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        text = text.Length > Longest ? text[..Longest] : text;
        return $"%{text.Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)}%";
    }

    /// <summary>The digits of a number that may have been meant; null when there are fewer than three.</summary>
    public static string? Digits(string? typed)
    {
        var digits = string.Concat((typed ?? "").Take(Longest).Where(char.IsAsciiDigit));
        return digits.Length < 3 ? null : $"%{digits}%";
    }
}
