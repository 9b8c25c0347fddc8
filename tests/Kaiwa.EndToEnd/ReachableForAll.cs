using Deque.AxeCore.Playwright;

namespace Kaiwa.EndToEnd;

public sealed class ReachableForAll(RunningShop shop)
{
    private static readonly string[] Pages = ["/inbox", "/contacts", "/broadcasts", "/broadcasts/new", "/templates", "/numbers", "/webhooks"];

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

        foreach (var path in Pages)
        {
            await page.GotoAsync(shop.Url + path);
            await RunningShop.IsLiveAsync(page);
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")).ShouldBe(0, path);
        }

        await page.Context.CloseAsync();
    }

    internal static async Task<IEnumerable<string>> LookAsync(IPage page, string where) => (await page.RunAxe()).Violations
        .Where(violation => violation.Impact is "serious" or "critical")
        .Select(violation => $"{where}: {violation.Id}, {violation.Help} ({violation.Nodes[0].Html})");
}
