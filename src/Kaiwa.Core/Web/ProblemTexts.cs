using System.Collections.Concurrent;
using System.Globalization;

namespace Kaiwa.Core.Web;

/// <summary>The sentences of all problems. A feature adds its own where it registers itself.</summary>
public static class ProblemTexts
{
    private static readonly ConcurrentDictionary<string, Text> Texts = new(StringComparer.Ordinal);

    public sealed record Text(string Title, string English, string Japanese);

    public static IReadOnlyDictionary<string, Text> All => Texts;

    /// <summary>Adds one problem's words; a type has one text, so another one for it is a mistake in the code. <c>{0}</c>, <c>{1}</c> are its arguments.</summary>
    public static void Add(string type, string title, string english, string japanese)
    {
        var text = new Text(title, english, japanese);
        if (Texts.GetOrAdd(type, text) != text)
        {
            throw new InvalidOperationException($"The problem {type} has two texts. Give one of them another type.");
        }
    }

    internal static string Title(string type) => Texts.TryGetValue(type, out var text) ? text.Title : type;

    internal static string Sentence(string type, IReadOnlyList<string> arguments, string language)
    {
        if (!Texts.TryGetValue(type, out var text))
        {
            return string.Join(' ', arguments.Prepend(type));
        }

        var format = language.StartsWith("ja", StringComparison.OrdinalIgnoreCase) ? text.Japanese : text.English;
        var filled = arguments.Concat(Enumerable.Repeat("", 4)).Cast<object>().ToArray();
        return string.Format(CultureInfo.InvariantCulture, format, filled);
    }
}
