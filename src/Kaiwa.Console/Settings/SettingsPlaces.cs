namespace Kaiwa.Console.Settings;

/// <summary>The pages of the settings, in the order of their cards. Each has the texts <c>settings.{Key}</c> and <c>settings.{Key}.text</c>.</summary>
internal static class SettingsPlaces
{
    public static readonly IReadOnlyList<Place> All =
    [
        new("keys", "/settings/keys", "key"),
        new("labels", "/settings/labels", "tag"),
        new("shop", "/settings/shop", "bag"),
        new("alerts", "/settings/alerts", "bell"),
        new("canned", "/settings/canned-replies", "reply"),
        new("hours", "/settings/hours", "clock"),
        new("levels", "/settings/service-levels", "clock"),
        new("satisfaction", "/settings/satisfaction", "chat"),
        new("numbers", "/numbers", "number"),
        new("people", "/settings/people", "people"),
        new("teams", "/settings/teams", "people"),
        new("assignment", "/settings/assignment", "people"),
        new("security", "/settings/security", "key"),
        new("audit", "/settings/audit", "clock"),
        new("webhooks", "/webhooks", "out"),
    ];

    internal sealed record Place(string Key, string Path, string Icon);
}
