using System.Text.RegularExpressions;
using Kaiwa.Tests.Architecture;

namespace Kaiwa.Tests.Docs;

/// <summary>docs/map.md is the tree, one line per folder.</summary>
public sealed partial class MapTests
{
    private static readonly string[] Roots = ["src", "tests", "bench", "eng", "docs", "samples"];

    [Fact]
    public void What_the_map_names_exists() => Named().Where(path => !SourceTree.Exists(path)).ShouldBeEmpty();

    [Fact]
    public void Every_folder_is_on_the_map()
    {
        var folders = Roots.Where(SourceTree.Exists).SelectMany(root => SourceTree.Files(root))
            .Select(file => file[..file.LastIndexOf('/')])
            .Distinct()
            .Where(folder => Depth(folder) <= 3 && !folder.Contains("/Fixtures/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);

        folders.Except(Named().Select(path => path.TrimEnd('/'))).ShouldBeEmpty("give the new folder its line in docs/map.md");
    }

    // Below the third level a folder's own README speaks.
    private static int Depth(string folder) => folder.Split('/').Length;

    private static List<string> Named() => Line().Matches(SourceTree.Read("docs/map.md")).Select(match => match.Groups["path"].Value).ToList();

    [GeneratedRegex(@"(?m)^\| `(?<path>[^`]+)` \|", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Line();
}
