using System.Diagnostics;
using Kaiwa.Load.Measuring;
using Microsoft.Playwright;

namespace Kaiwa.Load.Circuits;

/// <summary>Pages in real Chromium, from the call to the moment at which they can be used: alive, and what one came for stands there.</summary>
internal sealed class Navigation : IAsyncDisposable
{
    private readonly IPlaywright playwright;
    private readonly IBrowser browser;
    private readonly IPage page;
    private readonly Uri console;

    private Navigation(IPlaywright playwright, IBrowser browser, IPage page, Uri console) => (this.playwright, this.browser, this.page, this.console) = (playwright, browser, page, console);

    public static async Task<Navigation> OpenAsync(Uri console, string cookie)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(RealPages.Launch);
        return new Navigation(playwright, browser, await RealPages.NewPageAsync(browser, console, cookie), console);
    }

    /// <param name="paths">Taken in turn.</param>
    /// <param name="thing">What one came for, as a selector.</param>
    /// <param name="times">After one that does not count.</param>
    public async Task<Latencies> MeasureAsync(IReadOnlyList<string> paths, string thing, int times)
    {
        var latencies = new Latencies();
        for (var i = -1; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await page.GotoAsync(new Uri(console, paths[(i + 1) % paths.Count]).ToString());
            await page.Locator("html[data-live]").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Attached });
            await page.Locator(thing).First.WaitForAsync();
            if (i >= 0)
            {
                latencies.Add(Stopwatch.GetTimestamp() - start);
            }
        }

        return latencies;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}
