using System.Globalization;
using System.Text.RegularExpressions;

namespace Kaiwa.Simulator.Rules;

/// <summary>The variables of one text of a template, and what is wrong with them.</summary>
internal sealed partial class TemplateVariables
{
    private readonly string text;
    private readonly bool named;

    public TemplateVariables(string text, bool named)
    {
        this.text = text.Trim();
        this.named = named;
        Names = [.. Variable().Matches(text).Select(match => match.Groups["name"].Value.Trim()).Distinct(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Badly written, badly numbered or side by side; null when fine.</summary>
    public string? Fault()
    {
        var bare = Variable().Replace(text, "");
        if (bare.Contains("{{", StringComparison.Ordinal) || bare.Contains("}}", StringComparison.Ordinal))
        {
            return "A variable is two braces, a number or a name, and two braces: {{1}}.";
        }

        if (named)
        {
            return Names.FirstOrDefault(name => !NameOf().IsMatch(name)) is { } odd
                ? $"The variable {{{{{odd}}}}} may hold lower-case letters, digits and underscores only." : SideBySide();
        }

        var numbers = Names.Select(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0).Order();
        return numbers.SequenceEqual(Enumerable.Range(1, Names.Count)) ? SideBySide() : "Variables are numbered from {{1}} without a gap.";
    }

    public bool AtAnEnd => text.StartsWith("{{", StringComparison.Ordinal) || text.EndsWith("}}", StringComparison.Ordinal);

    /// <summary>Fewer words than variables. Where a script has no spaces, each of its characters counts as a word.</summary>
    public bool TooMany => Words().Count(Variable().Replace(text, " ")) < Variable().Count(text);

    private string? SideBySide() => Touching().IsMatch(text) ? "Two variables stand side by side: put words between them." : null;

    [GeneratedRegex(@"\{\{(?<name>[^{}]+)\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex("^[a-z0-9_]+$", RegexOptions.None, 1000)]
    private static partial Regex NameOf();

    [GeneratedRegex(@"\}\}\s*\{\{", RegexOptions.None, 1000)]
    private static partial Regex Touching();

    [GeneratedRegex(@"[\p{IsHiragana}\p{IsKatakana}\p{IsCJKUnifiedIdeographs}\p{IsThai}\p{IsLao}\p{IsKhmer}]|[\p{L}\p{N}-[\u0E00-\u0EFF\u1780-\u17FF\u3040-\u30FF\u4E00-\u9FFF]]+", RegexOptions.None, 1000)]
    private static partial Regex Words();
}
