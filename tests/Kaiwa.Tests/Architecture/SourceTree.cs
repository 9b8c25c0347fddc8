using Kaiwa.Testing;

namespace Kaiwa.Tests.Architecture;

/// <summary>The files of the repository as text. Build output and data are not part of it.</summary>
internal static class SourceTree
{
    private static readonly string[] NotOurs = ["artifacts", "bin", "obj", "node_modules", "data", ".git", ".vs", ".idea", ".vscode", ".claude"];

    public static string Root => Repository.Root;

    /// <summary>Paths below the folder, relative to the root, with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Files(string folder, params IReadOnlyList<string> extensions)
    {
        var path = Path.Combine(Root, folder);
        return !Directory.Exists(path)
            ? []
            : Walk(new DirectoryInfo(path))
                .Where(file => extensions.Count == 0 || extensions.Contains(file.Extension, StringComparer.Ordinal))
                .Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'))
                .Order(StringComparer.Ordinal)
                .ToList();
    }

    public static IReadOnlyList<string> Folders(string folder) => new DirectoryInfo(Path.Combine(Root, folder)).GetDirectories()
        .Where(directory => !NotOurs.Contains(directory.Name, StringComparer.Ordinal) && Walk(directory).Any())
        .Select(directory => directory.Name)
        .Order(StringComparer.Ordinal)
        .ToList();

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) => folder.EnumerateFiles()
        .Concat(folder.EnumerateDirectories().Where(child => !NotOurs.Contains(child.Name, StringComparer.Ordinal)).SelectMany(Walk));
}
