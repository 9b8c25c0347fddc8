namespace Kaiwa.EndToEnd;

public sealed class SearchJourney(RunningShop shop)
{
    [Fact]
    public async Task Words_of_two_writings_are_found_narrowed_by_kind_and_opened_where_they_stand()
    {
        const string hana = "6281190000001";
        await shop.WriteAsync(hana, "琥珀色の茶筅はありますか");
        await shop.WriteAsync(hana, "The zanzibarine one, please");
        await shop.WriteAsync(hana, new { media = new { kind = "image", caption = "This zanzibarine" } });
        var page = await shop.OpenAsync("/search");
        var words = page.Locator("#search-words");
        var hits = page.Locator("section[aria-labelledby=found-messages] .hits > li");

        // What was just written is cut into words a moment later: it is asked for until it is there.
        await FindAsync(words, hits, "茶筅", 1);
        await Expect(hits.Locator("mark")).ToHaveTextAsync("茶筅");
        await FindAsync(words, hits, "zanzibarine", 2);

        await page.GetByLabel("Kind").SelectOptionAsync(new SelectOptionValue { Label = "Picture" });
        await Expect(hits).ToHaveCountAsync(1);
        await Expect(hits).ToContainTextAsync("This zanzibarine");
        await Expect(page.Locator(".chips")).ToContainTextAsync("Picture");
        page.Url.ShouldContain("kind=image");

        await hits.GetByRole(AriaRole.Link).ClickAsync();
        await Expect(page.Locator(".message.target")).ToContainTextAsync("This zanzibarine");
        await Expect(page.Locator(".message.in .words", new() { HasText = "琥珀色の茶筅はありますか" })).ToHaveCountAsync(1);

        await page.GotoAsync(shop.Url + "/search?q=zanzibarine&kind=text");
        await RunningShop.IsLiveAsync(page);
        await Expect(hits).ToHaveCountAsync(1);
        await Expect(hits).ToContainTextAsync("The zanzibarine one");
        await page.Context.CloseAsync();
    }

    private static async Task FindAsync(ILocator words, ILocator hits, string text, int count)
    {
        await RunningShop.UntilAsync(
            async () =>
            {
                if (await words.InputValueAsync() == text && await hits.CountAsync() == count)
                {
                    return true;
                }

                await words.FillAsync("");
                await words.FillAsync(text);
                return false;
            },
            () => $"{count} hits for {text} were never found.");
        await Expect(hits).ToHaveCountAsync(count);
    }
}
