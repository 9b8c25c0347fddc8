using System.Text.RegularExpressions;

namespace Kaiwa.Features.Gateway.GraphApi;

internal enum PathVerdict
{
    Served,
    PassedOn,
    Refused,
}

/// <summary>One path of Meta's own description of its API, and what the gateway does with it.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">Without the version: <c>/{Phone-Number-ID}/settings</c>.</param>
/// <param name="Verdict">What the gateway does.</param>
/// <param name="Why">How, or why not.</param>
internal sealed record GraphPath(string Method, string Path, PathVerdict Verdict, string Why)
{
    private readonly Regex edge = Edge(Path);

    /// <summary>Whose path it is: what stands in the first braces.</summary>
    public string Owner { get; } = Path.Split('/')[1].Trim('{', '}');

    /// <summary>Is this what follows the owner's id?</summary>
    public bool IsEdge(string rest) => edge.IsMatch(rest);

    private static Regex Edge(string path)
    {
        var rest = string.Join('/', path.Split('/').Skip(2).Select(part => part.StartsWith('{') ? "[^/]+" : Regex.Escape(part)));
        return new Regex($"^{rest}$", RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100));
    }
}

/// <summary>Every path and method of Meta's description (graph-paths.tsv beside this file), with the gateway's verdict. docs/reference/graph-api.md is made of it.</summary>
internal static class GraphPaths
{
    public const string Number = "Phone-Number-ID";
    private static readonly string[] Wabas = ["WABA-ID", "WhatsApp-Business-Account-ID"];
    private static readonly string[] Templates = ["TEMPLATE_ID"];

    public static IReadOnlyList<GraphPath> All { get; } = Read();

    public static GraphPath? OfNumber(string method, string rest) => Find(method, [Number], rest);

    public static GraphPath? OfWaba(string method, string rest) => Find(method, Wabas, rest);

    public static GraphPath? OfTemplate(string method) => Find(method, Templates, "");

    private static GraphPath? Find(string method, ReadOnlySpan<string> owners, string rest)
    {
        foreach (var path in All)
        {
            if (string.Equals(path.Method, method, StringComparison.OrdinalIgnoreCase) && owners.Contains(path.Owner) && path.IsEdge(rest))
            {
                return path;
            }
        }

        return null;
    }

    private static List<GraphPath> Read()
    {
        using var stream = typeof(GraphPaths).Assembly.GetManifestResourceStream("graph-paths.tsv") ?? throw new InvalidOperationException("graph-paths.tsv is missing from the assembly.");
        using var reader = new StreamReader(stream);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Select(parts => new GraphPath(parts[0], parts[1], Verdict(parts[2]), parts[3]))];
    }

    private static PathVerdict Verdict(string word) => word switch
    {
        "served" => PathVerdict.Served,
        "passed on" => PathVerdict.PassedOn,
        "refused" => PathVerdict.Refused,
        _ => throw new InvalidOperationException($"graph-paths.tsv has the verdict '{word}'; it knows served, passed on, refused."),
    };
}
