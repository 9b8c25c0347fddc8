namespace Kaiwa.Console.Settings;

/// <summary>The pages of the settings, in groups (<c>settings.group.{Group}</c>) and the order of their cards. Each has the texts <c>settings.{Key}</c> and <c>settings.{Key}.text</c>.</summary>
internal static class SettingsPlaces
{
    public static readonly IReadOnlyList<Place> All =
    [
        new("inbox", "canned", "/settings/canned-replies", "reply"),
        new("inbox", "labels", "/settings/labels", "tag"),
        new("inbox", "hours", "/settings/hours", "clock"),
        new("inbox", "assignment", "/settings/assignment", "sync"),
        new("inbox", "levels", "/settings/service-levels", "flag"),
        new("inbox", "satisfaction", "/settings/satisfaction", "chat"),
        new("people", "people", "/settings/people", "user"),
        new("people", "teams", "/settings/teams", "people"),
        new("people", "audit", "/settings/audit", "eye"),
        new("shop", "shop", "/settings/shop", "bag"),
        new("shop", "numbers", "/numbers", "number"),
        new("shop", "webhooks", "/webhooks", "out"),
        new("you", "security", "/settings/security", "lock"),
        new("you", "keys", "/settings/keys", "key"),
        new("you", "alerts", "/settings/alerts", "bell"),
    ];

    internal sealed record Place(string Group, string Key, string Path, string Icon);
}
