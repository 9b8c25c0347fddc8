using System.Text.RegularExpressions;

namespace Kaiwa.Console.Inbox;

/// <summary>
/// WhatsApp's marks in a text (<c>*bold*</c>, <c>_italic_</c>, <c>~strike~</c>, code, lists, quotes) and its links, as a list of pieces.
/// It never makes HTML: the page writes each piece as text, so nothing that a customer writes can become an element.
/// </summary>
public static partial class Markup
{
    private const int Deepest = 4;

    /// <summary>A line or block: <c>line</c>, <c>quote</c>, <c>bullet</c>, <c>number</c> (with its <paramref name="Label"/>), <c>code</c>.</summary>
    public sealed record Block(string Kind, string? Label, IReadOnlyList<Span> Spans);

    /// <summary>Words in one style: <c>text</c>, <c>bold</c>, <c>italic</c>, <c>strike</c>, <c>code</c>, <c>link</c>. Styles hold others inside.</summary>
    public sealed record Span(string Kind, string Text, IReadOnlyList<Span> Inside)
    {
        /// <summary>Where a link leads; http and https only.</summary>
        public string? Address { get; init; }
    }

    public static IReadOnlyList<Block> Read(string text)
    {
        var blocks = new List<Block>();
        var parts = text.Split("```");
        for (var i = 0; i < parts.Length; i++)
        {
            var isCode = i % 2 == 1 && i < parts.Length - 1;
            if (isCode)
            {
                blocks.Add(new Block("code", null, [Plain(parts[i].Trim('\n'))]));
            }
            else
            {
                var open = i % 2 == 1 ? "```" : "";
                var part = i == 0 ? parts[i] : open + parts[i];
                var lines = i > 0 && open.Length == 0 && part.StartsWith('\n') ? part[1..] : part;
                if (lines.Length > 0)
                {
                    blocks.AddRange(lines.Split('\n').Select(Line));
                }
            }
        }

        return blocks;
    }

    private static Block Line(string line)
    {
        if (line.StartsWith("> ", StringComparison.Ordinal))
        {
            return new Block("quote", null, Spans(line[2..], 0));
        }

        if (line.StartsWith("- ", StringComparison.Ordinal) || line.StartsWith("* ", StringComparison.Ordinal))
        {
            return new Block("bullet", "•", Spans(line[2..], 0));
        }

        return Numbered().Match(line) is { Success: true } numbered
            ? new Block("number", numbered.Groups["number"].Value, Spans(line[numbered.Length..], 0))
            : new Block("line", null, Spans(line, 0));
    }

    // A mark opens before a letter and after none, and closes the other way round, as on the phone: 2*3*4 and snake_case_names stay as they are.
    private static List<Span> Spans(string text, int depth)
    {
        var spans = new List<Span>();
        var from = 0;
        foreach (Match match in Marked().Matches(text))
        {
            if (match.Index > from)
            {
                spans.Add(Plain(text[from..match.Index]));
            }

            spans.Add(Styled(match, depth));
            from = match.Index + match.Length;
        }

        if (from < text.Length)
        {
            spans.Add(Plain(text[from..]));
        }

        return spans;
    }

    private static Span Styled(Match match, int depth)
    {
        if (match.Groups["link"] is { Success: true } link)
        {
            return Uri.TryCreate(link.Value, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
                ? new Span("link", link.Value, []) { Address = address.AbsoluteUri }
                : Plain(link.Value);
        }

        if (match.Groups["code"] is { Success: true } code)
        {
            return new Span("code", code.Value, []);
        }

        var (kind, inner) = match.Groups["bold"] is { Success: true } bold ? ("bold", bold.Value)
            : match.Groups["italic"] is { Success: true } italic ? ("italic", italic.Value)
            : ("strike", match.Groups["strike"].Value);
        return new Span(kind, inner, depth < Deepest ? Spans(inner, depth + 1) : [Plain(inner)]);
    }

    private static Span Plain(string text) => new("text", text, []);

    [GeneratedRegex(@"^(?<number>\d{1,3}\.) ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Numbered();

    [GeneratedRegex(
        """(?<link>https?://[^\s<>"`。、」）]*[^\s<>"`'*_~.,;:!?)\]}。、」）])|`(?<code>[^`\n]+)`|(?<![\w*])\*(?<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])|(?<![\w_])_(?<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])|(?<![\w~])~(?<strike>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])""",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Marked();
}
