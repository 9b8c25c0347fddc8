using Kaiwa.Tests.Architecture;

namespace Kaiwa.Tests.Docs;

/// <summary>A page of docs/reference that is made from the code. <c>UPDATE_SNAPSHOTS=1</c> writes it anew; else it must be what the code says.</summary>
internal static class GeneratedPage
{
    public static void Match(string page, string text)
    {
        var path = Path.Combine(SourceTree.Root, "docs", "reference", page);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }

        File.Exists(path).ShouldBeTrue($"docs/reference/{page} is missing. Run ./do docs and commit it.");
        File.ReadAllText(path).ReplaceLineEndings("\n").ShouldBe(text, $"docs/reference/{page} is older than the code. Run ./do docs and commit it.");
    }

    /// <summary>Text as one cell of a table.</summary>
    public static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Trim();
}
