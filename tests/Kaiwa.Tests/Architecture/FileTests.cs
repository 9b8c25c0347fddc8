using System.Text.RegularExpressions;

namespace Kaiwa.Tests.Architecture;

/// <summary>Files stay small, folders say what they are, nothing private gets in.</summary>
public sealed partial class FileTests
{
    private const int LongestFile = 400;

    /// <summary>What a test of somebody else's program names of the simulator is in its root namespace, wherever the file lies.</summary>
    private const string Simulator = "src/Kaiwa.Simulator/";
    private static readonly string[] Code = [".cs", ".razor", ".js", ".ts", ".css", ".html", ".sh"];
    private static readonly string[] Text = [".cs", ".razor", ".js", ".ts", ".css", ".html", ".sh", ".md", ".sql", ".json", ".yml", ".props", ".csproj", ".slnx", ".http", ".resx", ".txt"];

    [Fact]
    public void No_source_file_is_longer_than_its_budget()
    {
        var tooLong = new[] { "src", "bench", "tests", "eng", "samples" }.SelectMany(folder => SourceTree.Files(folder, Code))
            .Select(file => (file, lines: SourceTree.Read(file).Count(letter => letter == '\n')))
            .Where(file => file.lines > LongestFile)
            .Select(file => $"{file.file}: {file.lines} lines");

        tooLong.ShouldBeEmpty($"at most {LongestFile} lines; split it by concept");
    }

    [Fact]
    public void Every_feature_and_engine_folder_describes_itself()
    {
        var folders = SourceTree.Folders("src/Kaiwa.Core").Select(name => $"src/Kaiwa.Core/{name}")
            .Concat(SourceTree.Folders("src/Kaiwa.Features").Where(name => name is not ("Migrations" or "Gateway")).Select(name => $"src/Kaiwa.Features/{name}"))
            .Concat(SourceTree.Folders("src/Kaiwa.Features/Gateway").Select(name => $"src/Kaiwa.Features/Gateway/{name}"))
            .Concat(SourceTree.Folders("src/Kaiwa.WhatsApp").Select(name => $"src/Kaiwa.WhatsApp/{name}"));

        folders.Where(folder => !SourceTree.Exists($"{folder}/README.md")).ShouldBeEmpty("say in 10-20 lines: what it does, its states, its door, its tables, its events");
    }

    [Fact]
    public void Folder_descriptions_are_short()
    {
        var wordy = SourceTree.Files("src", ".md").Where(file => file.EndsWith("/README.md", StringComparison.Ordinal) && file.Split('/').Length > 3)
            .Where(file => SourceTree.Read(file).Count(letter => letter == '\n') > 30);

        wordy.ShouldBeEmpty("a folder's README is 10-20 lines; the rest belongs in docs/");
    }

    [Fact]
    public void Namespaces_are_folders()
    {
        var broken = SourceTree.Files("src", ".cs").Select(file => (file, name: Namespace().Match(SourceTree.Read(file)).Groups["name"].Value))
            .Where(pair => pair.name.Length > 0 && pair.name != Expected(pair.file) && !(pair.file.StartsWith(Simulator, StringComparison.Ordinal) && pair.name == "Kaiwa.Simulator"))
            .Select(pair => $"{pair.file}: {pair.name}");

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Work_left_over_has_a_number()
    {
        var broken = Lines().Where(line => LeftOver().IsMatch(line.Text)).Select(line => $"{line.File}:{line.Number}");

        broken.ShouldBeEmpty("write the number of the issue behind it in brackets, or do it now");
    }

    [Fact]
    public void No_secret_and_no_private_path_is_in_the_repository()
    {
        var broken = Lines().Where(line => Secret().IsMatch(line.Text) || Private().IsMatch(line.Text)).Select(line => $"{line.File}:{line.Number}");

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void The_root_stays_clean()
    {
        string[] expected =
        [
            ".editorconfig", ".git" /* of a worktree */, ".gitattributes", ".gitignore", "CHANGELOG.md", "CONTRIBUTING.md", "Directory.Build.props", "Directory.Packages.props", "Dockerfile", "Kaiwa.slnx", "LICENSE", "NOTICE",
            "README.md", "SECURITY.md", "do", "global.json", "nuget.config",
        ];

        new DirectoryInfo(SourceTree.Root).GetFiles().Select(file => file.Name).Except(expected).ShouldBeEmpty("plans, logs and patches do not live in the root");
    }

    private static IEnumerable<(string File, int Number, string Text)> Lines() => SourceTree.Files("", Text)
        .Where(file => !file.EndsWith("/Architecture/FileTests.cs", StringComparison.Ordinal))
        .SelectMany(file => SourceTree.Read(file).Split('\n').Select((text, at) => (file, at + 1, text)));

    private static string Expected(string file)
    {
        var folders = file.Split('/')[1..^1];
        return string.Join('.', folders);
    }

    [GeneratedRegex(@"(?m)^(?:\uFEFF)?namespace (?<name>[\w.]+);", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b(?!\s*\(#\d+\))", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex LeftOver();

    [GeneratedRegex(@"\bEAA[A-Za-z0-9]{40,}|\bghp_[A-Za-z0-9]{30,}|-----BEGIN [A-Z ]*PRIVATE KEY|\bkaiwa_[A-Za-z0-9_-]{43}\b|\bsk-[A-Za-z0-9]{32,}|\bshpat_[0-9a-f]{32}|\bAKIA[0-9A-Z]{16}\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Secret();

    [GeneratedRegex(@"(?<![\w/.-])(\.\./)?shared/(design|reference|fixtures|hooks)|/work/|/tmp/(plan|shots|art-)|/home/\w+/|C:\\Users\\", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex Private();
}
