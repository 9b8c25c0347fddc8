namespace Kaiwa.Console.Shell;

/// <summary>The pages of the console, in the order of the rail.</summary>
internal static class Places
{
    public static readonly IReadOnlyList<Place> All =
    [
        new("inbox", "/inbox", "inbox", OnPhone: true),
        new("search", "/search", "search", OnPhone: false),
        new("contacts", "/contacts", "people", OnPhone: true),
        new("broadcasts", "/broadcasts", "broadcast", OnPhone: true),
        new("templates", "/templates", "template", OnPhone: true),
        new("numbers", "/numbers", "number", OnPhone: false),
        new("settings", "/settings", "settings", OnPhone: false),
    ];

    /// <param name="Key">The text <c>nav.{Key}</c>.</param>
    /// <param name="Path">Where it is.</param>
    /// <param name="Icon">Its picture.</param>
    /// <param name="OnPhone">Whether the bottom bar of a phone has room for it.</param>
    internal sealed record Place(string Key, string Path, string Icon, bool OnPhone);
}
