using System.Globalization;
using System.Text.RegularExpressions;
using DotLiquid;

namespace Kaiwa.Features.CannedReplies;

/// <summary>
/// The words of a canned reply for one customer. Of Liquid only what cannot run long or grow large: conditions, and filters whose output is hardly longer
/// than their input. Loops, assignments and files are refused when it is written.
/// </summary>
internal static partial class CannedText
{
    private const int RenderMilliseconds = 500;
    private static readonly HashSet<string> Tags = new(["if", "elsif", "else", "endif", "unless", "endunless", "case", "when", "endcase"], StringComparer.Ordinal);
    private static readonly HashSet<string> Filters = new(["default", "upcase", "downcase", "capitalize", "strip", "truncate", "date"], StringComparer.Ordinal);

    public static bool IsReadable(string text) => Parse(text) is not null;

    /// <param name="text">Liquid that was found readable.</param>
    /// <param name="values">By their whole name: <c>contact.first_name</c>. Empty ones are not known.</param>
    public static FilledReply Fill(string text, IReadOnlyDictionary<string, string> values)
    {
        var known = values.Where(pair => pair.Value.Length > 0).ToDictionary(StringComparer.Ordinal);
        var scopes = new Hash();
        foreach (var scope in known.GroupBy(pair => pair.Key.Split('.')[0], StringComparer.Ordinal))
        {
            var inner = new Hash();
            foreach (var (name, value) in scope)
            {
                inner[name[(scope.Key.Length + 1)..]] = value;
            }

            scopes[scope.Key] = inner;
        }

        var words = Parse(text)?.Render(new RenderParameters(CultureInfo.InvariantCulture) { LocalVariables = scopes, ErrorsOutputMode = ErrorsOutputMode.Suppress, Timeout = RenderMilliseconds });
        var missing = Bare().Matches(text).Select(match => match.Groups["name"].Value).Where(name => !known.ContainsKey(name)).Distinct(StringComparer.Ordinal).ToList();
        return new FilledReply(words ?? text, missing);
    }

    private static Template? Parse(string text)
    {
        try
        {
            return Filter().Matches(Quoted().Replace(text, "")).All(match => Filters.Contains(match.Groups["name"].Value)) && Tag().Matches(text).All(match => Tags.Contains(match.Groups["name"].Value))
                ? Template.Parse(text)
                : null;
        }
        catch (Exception e) when (e is DotLiquid.Exceptions.LiquidException or ArgumentException or RegexMatchTimeoutException)
        {
            return null;
        }
    }

    // A variable with a filter has said itself what stands there otherwise.
    [GeneratedRegex(@"\{\{-?\s*(?<name>[A-Za-z_][\w.]*)\s*-?\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bare();

    [GeneratedRegex("""(?<=\{[{%][^{}]*)(?:"[^"]*"|'[^']*')""", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex(@"(?<=\{[{%][^{}]*)\|\s*(?<name>[^\s:|}]*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Filter();

    [GeneratedRegex(@"\{%-?\s*(?<name>\w*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();
}
