namespace Kaiwa.EndToEnd;

public sealed class MergeJourney(RunningShop shop)
{
    [Fact]
    public async Task A_customer_with_two_phones_becomes_one_thread_and_two_again()
    {
        const string old = "6281196000001", @new = "6281196000002";
        var page = await shop.OpenAsync("/inbox");
        var thread = page.Locator(".messages");
        var oldRow = page.Locator(".conversation", new() { HasText = "Is the parcel on its way?" });
        var newRow = page.Locator(".conversation", new() { HasText = "I lost my other phone" });
        await shop.WriteAsync(old, "Is the parcel on its way?");
        await Expect(oldRow).ToHaveCountAsync(1);
        await shop.WriteAsync(@new, "I lost my other phone");
        await newRow.ClickAsync();
        await Expect(thread).ToContainTextAsync("I lost my other phone");

        await page.Locator(".customer").GetByRole(AriaRole.Button, new() { Name = "Merge with another contact" }).ClickAsync();
        var dialog = page.Locator(".mud-dialog");
        await dialog.GetByRole(AriaRole.Searchbox).FillAsync("+62 811 9600 0001");
        await Expect(dialog.GetByRole(AriaRole.Radio)).ToHaveCountAsync(1);
        await dialog.GetByRole(AriaRole.Radio).CheckAsync();
        (await ReachableForAll.LookAsync(page, "merging")).ShouldBeEmpty();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Merge", Exact = true }).ClickAsync();

        await Expect(thread).ToContainTextAsync("Is the parcel on its way?");
        await Expect(thread).ToContainTextAsync("I lost my other phone");
        await Expect(oldRow).ToHaveCountAsync(0);
        await Expect(newRow).ToHaveCountAsync(1);
        await page.Locator("#reply").FillAsync("It comes tomorrow");
        await page.Locator("#reply").PressAsync("Enter");
        await shop.PhoneShowsAsync(@new, "It comes tomorrow");
        await shop.PhoneNeverShowedAsync(old, "It comes tomorrow");

        await page.Locator(".customer .merged").GetByRole(AriaRole.Button).ClickAsync();
        await Expect(page.Locator(".customer .merged")).ToHaveCountAsync(0);
        await Expect(thread).Not.ToContainTextAsync("I lost my other phone");
        await Expect(thread).ToContainTextAsync("Is the parcel on its way?");
        await Expect(oldRow).ToHaveCountAsync(1);
        await page.Context.CloseAsync();
    }
}
