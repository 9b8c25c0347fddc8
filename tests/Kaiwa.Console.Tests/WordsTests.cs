using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Kaiwa.Console.Tests;

public sealed partial class WordsTests
{
    private static readonly string Source = Find("src/Kaiwa.Console");

    [Fact]
    public void English_and_Japanese_say_the_same_things_with_the_same_places_to_fill()
    {
        var (english, japanese) = (Read("Words.resx"), Read("Words.ja.resx"));

        japanese.Keys.ShouldBe(english.Keys, ignoreOrder: true);
        foreach (var (key, text) in english)
        {
            Places(japanese[key]).ShouldBe(Places(text), key);
        }
    }

    [Fact]
    public void Every_text_that_a_page_asks_for_is_there()
    {
        var words = Read("Words.resx");
        var asked = Directory.EnumerateFiles(Source, "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".razor", StringComparison.Ordinal) || file.EndsWith(".cs", StringComparison.Ordinal))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .SelectMany(file => Asked().Matches(File.ReadAllText(file)).Select(match => match.Groups["key"].Value))
            .Where(key => !key.EndsWith('.'))
            .Distinct(StringComparer.Ordinal);

        asked.Where(key => !words.ContainsKey(key) && !words.ContainsKey(key + ".one")).ShouldBeEmpty();
    }

    [Fact]
    public void No_page_has_words_in_its_markup()
    {
        var found = Directory.EnumerateFiles(Source, "*.razor", SearchOption.AllDirectories)
            .SelectMany(file => Spoken().Matches(Markup(File.ReadAllText(file))).Select(match => $"{Path.GetFileName(file)}: {match.Groups["words"].Value.Trim()}"))
            .Where(words => !words.EndsWith("Kaiwa", StringComparison.Ordinal) && !words.EndsWith("English", StringComparison.Ordinal) && !words.Contains("日本語", StringComparison.Ordinal));

        found.ShouldBeEmpty();
    }

    // What stands between tags: not the code below, not keys of the keyboard, not expressions.
    private static string Markup(string razor) => Keys().Replace(razor.Split("@code", 2)[0], "");

    private static Dictionary<string, string> Read(string file) => XDocument.Load(Path.Combine(Source, file)).Root!
        .Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal);

    private static string Places(string text) => string.Join(' ', Place().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    // Built in the repository or run from it.
    private static string Find(string path) => new[] { AppContext.BaseDirectory, Directory.GetCurrentDirectory() }
        .SelectMany(Upwards)
        .Select(folder => Path.Combine(folder, path))
        .First(Directory.Exists);

    private static IEnumerable<string> Upwards(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            yield return folder.FullName;
        }
    }

    [GeneratedRegex(@"\{\d\}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Place();

    [GeneratedRegex("""\b[Ss]ay(?:\.Many)?[\[(]"(?<key>[a-zA-Z.]+)"\s*[\],]""", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Asked();

    [GeneratedRegex("<kbd>.*?</kbd>|<code>.*?</code>|@\\*.*?\\*@", RegexOptions.Singleline, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Keys();

    [GeneratedRegex(@">(?<words>[A-Z][a-z]+(?: [a-z]+)*)<", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Spoken();
}
