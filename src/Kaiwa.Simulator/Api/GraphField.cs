using System.Globalization;

namespace Kaiwa.Simulator.Api;

/// <summary>One of the <c>fields</c> asked for, with its parameters: <c>analytics.start(1).end(2)</c>; what is asked of it in braces is not read.</summary>
internal sealed record GraphField(string Name, IReadOnlyDictionary<string, string> Arguments)
{
    public string? Text(string name) => Arguments.GetValueOrDefault(name)?.Trim('"');

    public long? Number(string name) => long.TryParse(Text(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static IReadOnlyList<GraphField> Read(string fields) => [.. Split(fields, ',').Where(field => field.Length > 0).Select(One)];

    private static GraphField One(string field)
    {
        var parts = Split(field, '.').ToList();
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts.Skip(1))
        {
            if (part.IndexOf('(', StringComparison.Ordinal) is > 0 and var open && part.EndsWith(')'))
            {
                arguments[part[..open]] = part[(open + 1)..^1];
            }
        }

        return new GraphField(parts[0].Split('{')[0].Trim(), arguments);
    }

    // Commas and dots inside brackets belong to what is inside.
    private static IEnumerable<string> Split(string text, char separator)
    {
        var depth = 0;
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] is '(' or '{' or '[' ? 1 : text[i] is ')' or '}' or ']' ? -1 : 0;
            if (depth == 0 && text[i] == separator)
            {
                yield return text[start..i].Trim();
                start = i + 1;
            }
        }

        yield return text[start..].Trim();
    }
}
