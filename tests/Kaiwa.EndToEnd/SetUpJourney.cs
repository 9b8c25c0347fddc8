using System.Text.RegularExpressions;

namespace Kaiwa.EndToEnd;

public sealed partial class SetUpJourney(RunningShop shop)
{
    [Fact]
    public async Task The_first_to_come_with_the_printed_address_becomes_the_administrator_and_nobody_after_them()
    {
        await using var server = new RunningServer();
        var address = await server.WhenAsync(said => SetUpAddress().Match(said) is { Success: true } found ? found.Value : null);
        var page = await shop.OpenAsStrangerAsync();

        await page.GotoAsync(address.Replace("token=", "token=not", StringComparison.Ordinal));
        await FillAsync(page);
        await Expect(page.GetByText("The set-up address is not complete")).ToBeVisibleAsync();
        await page.GotoAsync(address);
        (await ReachableForAll.LookAsync(page, "/setup")).ShouldBeEmpty();
        await FillAsync(page);

        await RunningShop.IsLiveAsync(page);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Inbox" })).ToBeVisibleAsync();
        (await ReachableForAll.LookAsync(page, "empty inbox")).ShouldBeEmpty();
        await page.GotoAsync(address);
        await Expect(page.GetByLabel("Your name")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    private static async Task FillAsync(IPage page)
    {
        await page.Locator("#workspaceName").FillAsync("Warung Ana");
        await page.Locator("#name").FillAsync("Ana");
        await page.Locator("#email").FillAsync("ana@example.com");
        await page.Locator("#password").FillAsync("a long password");
        await page.Locator("button[type=submit]").ClickAsync();
    }

    [GeneratedRegex(@"http://\S+/setup\?token=\S+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SetUpAddress();
}
