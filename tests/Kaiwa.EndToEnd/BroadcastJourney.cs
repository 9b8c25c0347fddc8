namespace Kaiwa.EndToEnd;

public sealed class BroadcastJourney(RunningShop shop)
{
    [Fact]
    public async Task Contacts_are_imported_written_to_and_watched_to_the_end()
    {
        var page = await shop.OpenAsync("/contacts");

        await page.GetByRole(AriaRole.Button, new() { Name = "Import contacts" }).ClickAsync();
        await RunningShop.TakesFilesAsync(page.Locator(".drop input"));
        await page.SetInputFilesAsync(".drop input", new FilePayload
        {
            Name = "regulars.csv",
            MimeType = "text/csv",
            Buffer = System.Text.Encoding.UTF8.GetBytes("phone,name,opt_in,tags\n+6281130000001,Ana,yes,e2e\n+6281130000002,Budi,yes,e2e\n+6281130000003,Citra,no,e2e\n12,Nobody,yes,e2e\n"),
        });
        await Expect(page.Locator(".errors tbody tr")).ToHaveCountAsync(1);
        await page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();

        await page.GotoAsync(shop.Url + "/broadcasts/new");
        await RunningShop.IsLiveAsync(page);
        await page.GetByLabel("Contacts with a tag").CheckAsync();
        await page.Locator("#tag").SelectOptionAsync("e2e");
        await Expect(page.Locator(".tally .big b")).ToHaveTextAsync("2");
        var next = page.GetByRole(AriaRole.Button, new() { Name = "Next" });
        await next.ClickAsync();
        await page.Locator(".tile", new() { HasText = "hello_world" }).ClickAsync();
        await Expect(page.Locator(".previews .phone")).ToHaveCountAsync(2);
        await next.ClickAsync();
        await next.ClickAsync();
        await page.GetByLabel("Name of the broadcast").FillAsync("Journey");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send to 2 people" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Journey" })).ToBeVisibleAsync();
        await Expect(page.Locator("[data-step=sent]")).ToHaveTextAsync("2");
        await Expect(page.Locator("[data-step=delivered]")).ToHaveTextAsync("2");
        await Expect(page.Locator(".page > header .pill")).ToHaveTextAsync("Done");
        await Expect(page.Locator(".causes", new() { HasText = "opted out" }).Or(page.Locator(".causes", new() { HasText = "asked" }))).ToBeVisibleAsync();
        (await ReachableForAll.LookAsync(page, "broadcast")).ShouldBeEmpty();
        await page.Context.CloseAsync();
    }
}
