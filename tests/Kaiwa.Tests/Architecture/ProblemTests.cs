using System.Globalization;
using System.Text.RegularExpressions;
using Kaiwa.Core.Web;
using Kaiwa.Tests.Docs;

namespace Kaiwa.Tests.Architecture;

/// <summary>Refusals are sentences: every problem that the code can give has words, in both languages.</summary>
public sealed partial class ProblemTests
{
    static ProblemTests() => Words.Load();

    [Fact]
    public void Every_problem_in_the_code_has_words()
    {
        var used = SourceTree.Files("src", ".cs").SelectMany(file => Types(SourceTree.Read(file)).Select(type => (type, file))).Where(use => !ProblemTexts.All.ContainsKey(use.type)).Select(use => $"{use.type} in {use.file}");

        used.ShouldBeEmpty("add its sentences with ProblemTexts.Add where the feature registers itself");
    }

    [Fact]
    public void Every_problem_is_a_sentence_in_english_and_japanese()
    {
        foreach (var (type, text) in ProblemTexts.All)
        {
            text.Title.ShouldNotBeNullOrWhiteSpace(type);
            (text.English.EndsWith('.') || text.English.EndsWith("{1}", StringComparison.Ordinal)).ShouldBeTrue($"{type}: {text.English}");
            text.Japanese.Any(letter => letter > '\u3000').ShouldBeTrue($"{type} has no Japanese: {text.Japanese}");
        }
    }

    [Fact]
    public void Both_languages_can_be_filled()
    {
        object[] arguments = ["one", "two", "three", "four", "five"];

        foreach (var text in ProblemTexts.All.Values)
        {
            Should.NotThrow(() => string.Format(CultureInfo.InvariantCulture, text.English, arguments));
            Should.NotThrow(() => string.Format(CultureInfo.InvariantCulture, text.Japanese, arguments));
        }
    }

    [Fact]
    public void Types_are_stable_words() => ProblemTexts.All.Keys.Where(type => !Slug().IsMatch(type)).ShouldBeEmpty();

    private static IEnumerable<string> Types(string source) => Made().Matches(source).Concat(MadeByTarget().Matches(source)).Select(match => match.Groups["type"].Value);

    [GeneratedRegex("""new Problem\(\s*"(?<type>[^"]+)"\s*,""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Made();

    [GeneratedRegex("""\bProblem\??\s+\w+(\([^)]*\))?\s*(=>|=|\{ get; \} =)\s*new\(\s*"(?<type>[^"]+)"\s*,""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex MadeByTarget();

    [GeneratedRegex("^[a-z][a-z0-9]*(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Slug();
}
