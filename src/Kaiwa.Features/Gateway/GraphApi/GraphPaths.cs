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
        var rest = string.Join('/', path.Split('/').Skip(2).Select(part => part.StartsWith('{') ? "[A-Za-z0-9_-]+" : Regex.Escape(part)));
        return new Regex($"^{rest}\\z", RegexOptions.CultureInvariant, TimeSpan.FromMilliseconds(100));
    }
}

/// <summary>Every path and method of Meta's description (graph-paths.tsv beside this file), with the gateway's verdict. docs/reference/graph-api.md is made of it.</summary>
internal static class GraphPaths
{
    public const string Number = "Phone-Number-ID";
    public const string App = "Application-ID";
    public const string Flow = "Flow-ID";
    public const string Catalogue = "Catalog-ID";
    public const string ProductSet = "Product-Set-ID";
    public const string Template = "TEMPLATE_ID";
    public const string Group = "group_id";
    public const string Upload = "Upload-Session-ID";

    /// <summary>A business account: Meta's description has two names for it.</summary>
    public const string Waba = "WABA-ID";
    private const string OtherWaba = "WhatsApp-Business-Account-ID";

    public static IReadOnlyList<GraphPath> All { get; } = Read();

    /// <summary>The path of a node of this kind; null when Meta has none.</summary>
    public static GraphPath? Find(string owner, string method, string rest)
    {
        foreach (var path in All)
        {
            if (string.Equals(path.Method, method, StringComparison.OrdinalIgnoreCase) && (path.Owner == owner || (owner == Waba && path.Owner == OtherWaba)) && path.IsEdge(rest))
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
