using Microsoft.Playwright;

namespace Kaiwa.Load.Circuits;

/// <summary>The inbox in real Chromium: notes when the words of a message stand in the page.</summary>
internal sealed class RealPages : IAsyncDisposable
{
    // Kept in the page; the clock is the machine's.
    private const string Watch = """
        (() => {
          const seen = window.kaiwaSeen = {};
          const look = text => { for (const found of (text ?? "").matchAll(/Zq(\d{6})/g)) seen[found[1]] ??= performance.timeOrigin + performance.now(); };
          new MutationObserver(changes => changes.forEach(change => {
            if (change.type === "characterData") look(change.target.data);
            change.addedNodes.forEach(node => look(node.textContent));
          })).observe(document, { subtree: true, childList: true, characterData: true });
        })();
        """;

    public static readonly BrowserTypeLaunchOptions Launch = new()
    {
        ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
        Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
    };

    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly List<IPage> pages = [];

    private RealPages(IPlaywright playwright, IBrowser browser) => (this.playwright, this.browser) = (playwright, browser);

    public static async Task<RealPages> OpenAsync(int count, Uri console, string cookie, Func<int, string> path)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(Launch);
        var opened = new RealPages(playwright, browser);
        for (var i = 0; i < count; i++)
        {
            var page = await NewPageAsync(browser, console, cookie);
            await page.AddInitScriptAsync(Watch);
            await page.GotoAsync(new Uri(console, path(i)).ToString());
            await page.Locator(".inbox.settled").WaitForAsync();
            opened.pages.Add(page);
        }

        return opened;
    }

    /// <summary>A window of somebody who has signed in.</summary>
    public static async Task<IPage> NewPageAsync(IBrowser browser, Uri console, string cookie)
    {
        var context = await browser.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1440, Height = 900 } });
        var parts = cookie.Split('=', 2);
        await context.AddCookiesAsync([new Cookie { Name = parts[0], Value = parts[1], Url = console.ToString() }]);
        return await context.NewPageAsync();
    }

    /// <summary>By page: the number in each message's words, and the Unix milliseconds at which it stood there.</summary>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, double>>> SeenAsync()
    {
        var all = new List<IReadOnlyDictionary<string, double>>();
        foreach (var page in pages)
        {
            all.Add(await page.EvaluateAsync<Dictionary<string, double>>("() => window.kaiwaSeen"));
        }

        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
