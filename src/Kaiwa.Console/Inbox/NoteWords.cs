using System.Text.RegularExpressions;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Console.Inbox;

/// <summary>The names in a note: those that it has, and the one that is being typed.</summary>
public static partial class NoteWords
{
    private const int Most = 6;

    /// <summary>The text in parts, the names of colleagues by themselves.</summary>
    public static IReadOnlyList<(string Text, bool IsName)> Split(string text, IReadOnlyList<Colleague> colleagues)
    {
        var names = colleagues.Select(colleague => Regex.Escape("@" + colleague.Name)).OrderByDescending(name => name.Length).ToList();
        return names.Count == 0
            ? [(text, false)]
            : Regex.Split(text, $"({string.Join('|', names)})", RegexOptions.IgnoreCase, TimeSpan.FromSeconds(1)).Select((part, i) => (part, i % 2 == 1)).Where(part => part.part.Length > 0).ToList();
    }

    /// <summary>Whom the name at the end of the text may become; nobody when no name is being typed.</summary>
    public static IReadOnlyList<Colleague> Suggest(string text, IReadOnlyList<Colleague> colleagues) => Typed().Match(text) is { Success: true } typed
        ? colleagues.Where(colleague => colleague.Name.Contains(typed.Groups["name"].Value, StringComparison.CurrentCultureIgnoreCase)).Take(Most).ToList()
        : [];

    [GeneratedRegex(@"(^|\s)@(?<name>[^\s@]{0,40})$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Typed();
}
