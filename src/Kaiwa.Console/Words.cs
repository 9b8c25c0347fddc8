namespace Kaiwa.Console;

/// <summary>Marks the texts of the console: <c>Words.resx</c> is English, <c>Words.ja.resx</c> is Japanese.</summary>
public sealed class Words
{
    private Words()
    {
    }
}
