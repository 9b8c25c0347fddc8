namespace Kaiwa.Features;

/// <summary>A word of a closed set in a query, in any case: <c>?status=open</c>. Numbers are no words.</summary>
internal readonly record struct Choice<T>(T Value)
    where T : struct, Enum
{
    public static bool TryParse(string? text, IFormatProvider? provider, out Choice<T> choice)
    {
        var isWord = Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text![0]);
        choice = new Choice<T>(value);
        return isWord;
    }
}
