using System.Text.RegularExpressions;
using Kaiwa.Tests.Architecture;

namespace Kaiwa.Tests.Docs;

/// <summary>What the documents name exists.</summary>
public sealed partial class LinksTests
{
    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var broken = Documents().SelectMany(file => Link().Matches(WithoutCode(SourceTree.Read(file))).Select(match => (file, target: match.Groups["target"].Value)))
            .Where(link => !link.target.Contains("://", StringComparison.Ordinal) && !link.target.StartsWith("mailto:", StringComparison.Ordinal) && !Leads(link.file, link.target))
            .Select(link => $"{link.file} → {link.target}");

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Functions_that_the_journeys_pass_exist()
    {
        var sources = SourceTree.Files("src", ".cs", ".razor", ".js", ".sql").Concat(SourceTree.Files("bench", ".cs")).ToList();
        var steps = SourceTree.Files("docs", ".md").SelectMany(file => Step().Matches(SourceTree.Read(file)).Select(match => (file, path: match.Groups["path"].Value, name: match.Groups["name"].Value))).ToList();

        var broken = steps.Where(step => !sources.Any(source => (source == step.path || source.EndsWith("/" + step.path, StringComparison.Ordinal)) && HasWord(SourceTree.Read(source), step.name)))
            .Select(step => $"{step.file}: {step.path}:{step.name}");

        broken.ShouldBeEmpty();
        steps.Count.ShouldBeGreaterThan(30);
    }

    [Fact]
    public void Every_decision_says_when_to_undo_it()
    {
        var decisions = SourceTree.Files("docs/decisions", ".md").Where(file => Numbered().IsMatch(Path.GetFileName(file))).ToList();

        decisions.Count.ShouldBeGreaterThanOrEqualTo(12);
        foreach (var decision in decisions)
        {
            var text = SourceTree.Read(decision);
            foreach (var part in (string[])["**Question**", "**Options**", "**Decision**", "**Consequences**", "**Undo when**"])
            {
                text.ShouldContain(part, Case.Sensitive, decision);
            }

            text.Count(letter => letter == '\n').ShouldBeLessThanOrEqualTo(40, decision);
            text.ShouldStartWith($"# {Path.GetFileName(decision)[..4]} ", Case.Sensitive, decision);
        }
    }

    [Fact]
    public void Every_crash_point_is_on_a_journey()
    {
        var journeys = string.Concat(SourceTree.Files("docs/flows", ".md").Select(SourceTree.Read));

        Kaiwa.Core.Dispatch.CrashPoint.All.Where(point => !journeys.Contains($"`{point}`", StringComparison.Ordinal)).ShouldBeEmpty("say in docs/flows what is true when the process dies there");
    }

    [Fact]
    public void Every_package_has_its_line()
    {
        var documented = SourceTree.Read("docs/dependencies.md");
        var packages = SourceTree.Files("", ".csproj").Append("Directory.Build.props").SelectMany(file => Package().Matches(SourceTree.Read(file))).Select(match => match.Groups["name"].Value);

        packages.Distinct().Where(package => !documented.Contains($"`{package}`", StringComparison.Ordinal)).ShouldBeEmpty("docs/dependencies.md: what it is for, its licence, why it");
    }

    [Fact]
    public void Every_page_can_be_reached()
    {
        var linked = Documents().SelectMany(file => Link().Matches(WithoutCode(SourceTree.Read(file))).Select(match => Target(file, match.Groups["target"].Value.Split('#')[0]))).ToHashSet(StringComparer.Ordinal);

        SourceTree.Files("docs").Concat(SourceTree.Files("samples")).Where(file => Path.GetExtension(file) is ".md" or ".http" or ".sh" && !file.EndsWith("/credentials.sh", StringComparison.Ordinal))
            .Except(linked).ShouldBeEmpty("link it from README.md, docs/map.md or its neighbours");
    }

    [Fact]
    public void Every_migration_is_announced()
    {
        var announced = SourceTree.Read("CHANGELOG.md");

        SourceTree.Files("src", ".sql").Select(file => Path.GetFileName(file)).Where(script => !announced.Contains($"`{script}`", StringComparison.Ordinal)).ShouldBeEmpty("operators read CHANGELOG.md before they upgrade");
    }

    [Fact]
    public void Commands_that_the_documents_show_exist()
    {
        var script = SourceTree.Read("do");
        var kaiwa = string.Concat(SourceTree.Files("src/Kaiwa.Server/Commands", ".cs").Select(SourceTree.Read));
        var bench = string.Concat(SourceTree.Files("bench/Kaiwa.Load/Commands", ".cs").Select(SourceTree.Read));

        var broken = Documents().SelectMany(file => Shown().Matches(SourceTree.Read(file)).Select(match => (file, match)))
            .Where(shown => !Exists(shown.match.Groups, script, kaiwa, bench))
            .Select(shown => $"{shown.file}: {shown.match.Value}");

        broken.ShouldBeEmpty();
    }

    private static bool Exists(GroupCollection shown, string script, string kaiwa, string bench)
    {
        var (verb, command) = (shown["verb"].Value, shown["command"].Value);
        return Regex.IsMatch(script, $@"(?m)^  ({verb}|.* {verb}|{verb} .*)\)", RegexOptions.None, TimeSpan.FromSeconds(1))
            && (command.Length == 0 || verb is not ("run" or "bench") || (verb == "run" ? kaiwa : bench).Contains($"new Command(\"{command}\"", StringComparison.Ordinal));
    }

    private static string Target(string from, string target) => target.Contains("://", StringComparison.Ordinal)
        ? target
        : Path.GetRelativePath(SourceTree.Root, Path.GetFullPath(Path.Combine(SourceTree.Root, Path.GetDirectoryName(from)!, target))).Replace('\\', '/');

    private static IEnumerable<string> Documents() => SourceTree.Files("", ".md");

    private static string WithoutCode(string text) => Fence().Replace(text, "");

    private static bool Leads(string from, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0 ? from : Path.GetRelativePath(SourceTree.Root, Path.GetFullPath(Path.Combine(SourceTree.Root, Path.GetDirectoryName(from)!, Uri.UnescapeDataString(parts[0]))));
        return SourceTree.Exists(file) && (parts.Length == 1 || Anchors(SourceTree.Read(file)).Contains(parts[1], StringComparer.Ordinal));
    }

    /// <summary>As the usual renderers make them: lower case, blanks to dashes, punctuation away.</summary>
    private static IEnumerable<string> Anchors(string text) => Heading().Matches(WithoutCode(text))
        .Select(match => string.Concat(match.Groups["text"].Value.Trim().ToLowerInvariant().Where(letter => char.IsLetterOrDigit(letter) || letter is ' ' or '-' or '_')).Replace(' ', '-'));

    private static bool HasWord(string text, string word) => Regex.IsMatch(text, $@"\b{Regex.Escape(word)}\b", RegexOptions.None, TimeSpan.FromSeconds(1));

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)|src=""(?<target>[^""]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Link();

    [GeneratedRegex(@"```[\s\S]*?```|`[^`\n]*`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Fence();

    [GeneratedRegex(@"(?m)^#{1,6} (?<text>.+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"`(?<path>[\w./-]+\.(cs|razor|js|sql)):(?<name>\w+)`", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Step();

    [GeneratedRegex(@"\./do (?<verb>[a-z]+)( (?<command>[a-z]+)\b)?", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Shown();

    [GeneratedRegex(@"^\d{4}-[a-z0-9-]+\.md$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Numbered();

    [GeneratedRegex("""<PackageReference Include="(?<name>[^"]+)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Package();
}
