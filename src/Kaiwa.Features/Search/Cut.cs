using System.Globalization;
using System.Text;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Search;

/// <summary>
/// Cuts text into words that both engines find: compatibility forms, case, accents and kana are folded; scripts without spaces go as pairs of characters,
/// with the last one alone, so that a part of a run is found as a phrase and a single character as the beginning of a pair.
/// </summary>
internal static class Cut
{
    private const int Longest = 8000;
    private const int FewestDigits = 3;
    private const int LongestWord = 100; // PostgreSQL takes no more than 2 KB, and nobody types as much

    /// <summary>The words of a text, in its order.</summary>
    public static List<string> Words(string? text) => Runs(text).SelectMany(run => run.IsDense ? [.. Pairs(run.Text), run.Text[^1].ToString()] : (string[])[Short(run.Text)]).ToList();

    /// <summary>What somebody typed, as phrases that must all be there.</summary>
    public static List<FullText.Phrase> Phrases(string? typed) => Runs(typed).Select(run => run switch
    {
        { IsDense: true, Text.Length: > 1 } => new FullText.Phrase(Pairs(run.Text).ToList(), IsOpen: false),
        { IsDense: true } => new FullText.Phrase([run.Text], IsOpen: true),
        _ => new FullText.Phrase([Short(run.Text)], IsOpen: run.Text.Length > 1),
    }).ToList();

    /// <summary>The word that every order has; longer than anybody's own.</summary>
    public static readonly string Order = "order" + new string('o', LongestWord);

    /// <summary>
    /// What somebody typed to find a person. A telephone number is found by any of its digits that follow one another, with or without the zero of its country.
    /// </summary>
    public static List<FullText.Phrase> PersonPhrases(string? typed)
    {
        var text = Fold(typed).Trim();
        var digits = string.Concat(text.Where(char.IsAsciiDigit));
        return digits.Length >= FewestDigits && text.All(letter => char.IsAsciiDigit(letter) || letter is '+' or '-' or '(' or ')' or '.' or '/' || char.IsWhiteSpace(letter))
            ? [new FullText.Phrase([digits.TrimStart('0') is { Length: > 0 } number ? number : digits], IsOpen: true)]
            : Phrases(typed);
    }

    /// <summary>A person's words: names, and each end of a telephone number, so that its beginning is any place in it.</summary>
    public static List<string> PersonWords(string? name, string? username, IEnumerable<string> phones) =>
        [.. Words(name), .. Words(username), .. phones.SelectMany(phone => Enumerable.Range(0, Math.Max(1, phone.Length - FewestDigits + 1)).Select(at => phone[at..]))];

    /// <summary>The word that every text of a workspace has, so that the index itself keeps workspaces apart.</summary>
    public static string Of(Id<Workspace> workspace) => "w" + workspace.Value.ToString("N");

    private static IEnumerable<string> Pairs(string run) => Enumerable.Range(0, run.Length - 1).Select(at => run.Substring(at, 2));

    private static IEnumerable<(string Text, bool IsDense)> Runs(string? text)
    {
        var run = new StringBuilder();
        var isDense = false;
        foreach (var letter in Fold(text))
        {
            if (!char.IsLetterOrDigit(letter) || (run.Length > 0 && IsDense(letter) != isDense))
            {
                if (run.Length > 0)
                {
                    yield return (run.ToString(), isDense);
                    run.Clear();
                }
            }

            if (char.IsLetterOrDigit(letter))
            {
                isDense = IsDense(letter);
                run.Append(letter);
            }
        }

        if (run.Length > 0)
        {
            yield return (run.ToString(), isDense);
        }
    }

    private static string Short(string word) => word.Length > LongestWord ? word[..LongestWord] : word;

    private static string Fold(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        var whole = text.Length > Longest ? text[..Longest] : text;
        var folded = new StringBuilder(whole.Length);
        foreach (var letter in Clean(whole).Normalize(NormalizationForm.FormKC).ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            // An accent belongs to its letter and goes; the marks of voiced kana make another letter and stay.
            if (letter is '\u3099' or '\u309A' || CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(letter is >= 'ァ' and <= 'ヶ' ? (char)(letter - 0x60) : letter);
            }
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }

    // Half a surrogate pair cannot be normalised, and nobody searches for it.
    private static string Clean(string text) => text.Any(char.IsSurrogate) ? string.Concat(text.EnumerateRunes().Where(rune => rune.IsBmp && rune != Rune.ReplacementChar)) : text;

    /// <summary>Scripts written without spaces: Han, kana, Hangul, Thai, Lao, Khmer, Burmese.</summary>
    private static bool IsDense(char letter) => letter is >= '\u0E00' and <= '\u0EFF' or >= '\u1000' and <= '\u109F' or >= '\u1780' and <= '\u17FF'
        or >= '\u3005' and <= '\u3007' or >= '\u3040' and <= '\u30FF' or >= '\u3400' and <= '\u9FFF' or >= '\uAC00' and <= '\uD7AF' or >= '\uF900' and <= '\uFAFF';
}
