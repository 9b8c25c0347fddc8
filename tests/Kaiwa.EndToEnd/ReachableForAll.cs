using System.Text.RegularExpressions;
using Deque.AxeCore.Playwright;

namespace Kaiwa.EndToEnd;

public sealed partial class ReachableForAll(RunningShop shop)
{
    // Every page that needs a sign-in and no id, as the source names them: a new page is looked at without being listed.
    private static readonly IReadOnlyList<string> Pages = Directory.EnumerateFiles(Path.Combine(Root(), "src", "Kaiwa.Console"), "*.razor", SearchOption.AllDirectories)
        .Select(File.ReadAllText).Where(text => text.Contains("@attribute [Authorize]", StringComparison.Ordinal))
        .SelectMany(text => text.Split('\n')).Where(line => line.StartsWith("@page \"/", StringComparison.Ordinal) && !line.Contains('{', StringComparison.Ordinal))
        .Select(line => line.Split('"')[1]).Order(StringComparer.Ordinal).ToList();

    [Theory]
    [InlineData("en", "light", 1440)]
    [InlineData("en", "dark", 1440)]
    [InlineData("ja", "light", 1440)]
    [InlineData("ja", "dark", 1440)]
    [InlineData("en", "light", 390)]
    [InlineData("ja", "dark", 390)]
    public async Task Axe_finds_nothing_serious_on_any_page(string language, string theme, int width)
    {
        await shop.WriteAsync("6281120000001", "Could you send the invoice?");
        var found = new List<string>();
        var stranger = await shop.OpenAsStrangerAsync(language, theme);
        await stranger.GotoAsync(shop.Url + "/sign-in");
        found.AddRange(await LookAsync(stranger, "/sign-in"));
        await stranger.Context.CloseAsync();

        var page = await shop.OpenAsync("/inbox", language, theme, width);
        await page.GotoAsync(shop.Url + "/no-such-page");
        found.AddRange(await LookAsync(page, "a page that is not there"));
        Pages.ShouldContain("/settings/alerts");
        foreach (var path in Pages)
        {
            await page.GotoAsync(shop.Url + path);
            await RunningShop.IsLiveAsync(page);
            found.AddRange(await LookAsync(page, path));
        }

        await page.GotoAsync(shop.Url + "/broadcasts/new");
        await RunningShop.IsLiveAsync(page);
        await page.Locator(".wizard > footer .primary").ClickAsync();
        await Expect(page.Locator(".tile").First).ToBeVisibleAsync();
        found.AddRange(await LookAsync(page, "second step"));

        await page.GotoAsync(shop.Url + "/contacts");
        await RunningShop.IsLiveAsync(page);
        await page.Locator(".page > header .primary").ClickAsync();
        await Expect(page.Locator(".mud-dialog .drop")).ToBeVisibleAsync();
        found.AddRange(await LookAsync(page, "import"));

        await page.GotoAsync(shop.Url + "/inbox");
        await RunningShop.IsLiveAsync(page);
        await page.Locator(".conversation", new() { HasText = "Could you send the invoice?" }).ClickAsync();
        await Expect(page.Locator("#reply")).ToBeVisibleAsync();
        found.AddRange(await LookAsync(page, "conversation"));
        await page.Context.CloseAsync();

        found.ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_is_found_from_the_keyboard()
    {
        var page = await shop.OpenAsync("/inbox");

        await page.Keyboard.PressAsync("Control+k");
        await Expect(page.Locator("#palette-input")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync("templ");
        await Expect(page.Locator("[role=option][aria-selected=true]")).ToContainTextAsync("Templates");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Templates", Exact = true })).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Keyboard shortcuts" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData(360)]
    [InlineData(768)]
    [InlineData(1600)]
    public async Task No_page_is_wider_than_its_window(int width)
    {
        var page = await shop.OpenAsync("/inbox", "ja", width: width, height: 800);

        Pages.ShouldContain("/settings/alerts");
        foreach (var path in Pages)
        {
            await page.GotoAsync(shop.Url + path);
            await RunningShop.IsLiveAsync(page);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")).ShouldBe(0, path);
        }

        await page.Context.CloseAsync();
    }

    /// <summary>What fades in or out is looked at as it stands, not half there; a title that is just being written is waited for.</summary>
    internal static async Task<IEnumerable<string>> LookAsync(IPage page, string where)
    {
        await Expect(page).ToHaveTitleAsync(Something());
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.Reduce });
        var seen = await page.RunAxe();
        await page.EmulateMediaAsync(new PageEmulateMediaOptions { ReducedMotion = ReducedMotion.NoPreference });
        return seen.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{where}: {violation.Id}, {violation.Help} ({violation.Nodes[0].Html})");
    }

    [GeneratedRegex(@"\S", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Something();

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Kaiwa.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
