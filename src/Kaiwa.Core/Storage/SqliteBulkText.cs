using System.Text.RegularExpressions;

namespace Kaiwa.Core.Storage;

/// <summary>
/// A bulk statement as SQLite runs it, row by row. What writes names its values by position and needs no source at all
/// (<c>UPDATE … FROM</c> would go through a temporary table each time); what reads joins a source of one row.
/// </summary>
internal static partial class SqliteBulkText
{
    public static string Of(string sql, IReadOnlyList<string> names)
    {
        var trimmed = sql.TrimStart();
        if (trimmed.StartsWith("SELECT", StringComparison.Ordinal))
        {
            return sql.Replace("{rows}", $"(SELECT {string.Join(", ", names.Select((name, i) => $"?{i + 1} AS {name}"))}) AS v", StringComparison.Ordinal);
        }

        var sourceless = Source().Replace(Subselect().Replace(sql, "(v.${name})"), "");
        return Value().Replace(sourceless, match => $"?{Position(names, match.Groups["name"].Value)}");
    }

    private static int Position(IReadOnlyList<string> names, string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, StringComparison.Ordinal))
            {
                return i + 1;
            }
        }

        throw new InvalidOperationException($"The bulk statement names v.{name}, but its rows have no such column.");
    }

    [GeneratedRegex(@"\(SELECT v\.(?<name>\w+) FROM \{rows\}\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Subselect();

    [GeneratedRegex(@"\bFROM\s+\{rows\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Source();

    [GeneratedRegex(@"\bv\.(?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Value();
}
