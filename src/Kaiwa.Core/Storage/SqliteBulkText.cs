using System.Text.RegularExpressions;

namespace Kaiwa.Core.Storage;

/// <summary>
/// A bulk statement as SQLite runs it, row by row. What writes names its values by position and needs no source at all
/// (<c>UPDATE … FROM</c> and <c>RETURNING</c> would go through a temporary table for each row); what reads joins a source of one row.
/// There is one writer, so what an update returns can be read just before it: it must not be what the update changes. An insert returns its own values.
/// </summary>
internal static partial class SqliteBulkText
{
    public static Parts Of(string sql, IReadOnlyList<string> names)
    {
        if (sql.StartsWith("SELECT", StringComparison.Ordinal))
        {
            return new Parts(sql.Replace("{rows}", $"(SELECT {string.Join(", ", names.Select((name, i) => $"?{i + 1} AS {name}"))}) AS v", StringComparison.Ordinal), null, null);
        }

        if (Returning().Match(sql) is not { Success: true } returning)
        {
            return new Parts(Write(sql, names), null, null);
        }

        var (write, columns) = (sql[..returning.Index], returning.Groups["columns"].Value);
        return Update().Match(write) is { Success: true } update
            ? new Parts(Write(write, names), Write($"SELECT {columns} FROM {update.Groups["table"].Value} WHERE {update.Groups["where"].Value}", names), null)
            : new Parts(Write(write, names), null, Write($"SELECT {Column().Replace(columns, "v.${name}")}", names));
    }

    private static string Write(string sql, IReadOnlyList<string> names) =>
        Value().Replace(Source().Replace(Subselect().Replace(sql, "(v.${name})"), ""), match => $"?{Position(names, match.Groups["name"].Value)}");

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

    /// <summary>The statement that writes, and for one that returns rows what reads them: before it for an update, after it for an insert.</summary>
    public sealed record Parts(string Text, string? Before, string? After);

    [GeneratedRegex(@"\s*\bRETURNING\s+(?<columns>.+?)\s*(--.*)?$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Returning();

    [GeneratedRegex(@"^UPDATE\s+(?<table>\w+)\s.*\bFROM\s+\{rows\}\s+WHERE\s+(?<where>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Update();

    [GeneratedRegex(@"\b(?<name>[a-z_]+)\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Column();

    [GeneratedRegex(@"\(SELECT v\.(?<name>\w+) FROM \{rows\}\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Subselect();

    [GeneratedRegex(@"\bFROM\s+\{rows\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Source();

    [GeneratedRegex(@"\bv\.(?<name>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Value();
}
