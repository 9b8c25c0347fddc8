namespace Kaiwa.EndToEnd;

public sealed class TicketJourney(RunningShop shop)
{
    [Fact]
    public async Task Two_colleagues_take_care_of_a_customer_from_the_first_word_to_the_end()
    {
        const string rina = "6281130000001";
        var a = await shop.OpenAsync("/settings");
        var b = await shop.HireAsync(a, "Sora Ito", "sora@shop.example");
        await a.GotoAsync(shop.Url + "/inbox");

        // A customer writes: both see it. The first gives it to the second.
        await shop.WriteAsync(rina, "My parcel came without the blue shirt");
        var here = a.Locator(".conversation", new() { HasText = "without the blue shirt" });
        var there = b.Locator(".conversation", new() { HasText = "without the blue shirt" });
        await Expect(there).ToBeVisibleAsync();
        await here.ClickAsync();
        await a.Locator("#assignee").SelectOptionAsync(new SelectOptionValue { Label = "Sora Ito" });
        await Expect(a.Locator(".event", new() { HasText = "gave this to Sora Ito" })).ToBeVisibleAsync();
        await Expect(there.Locator(".assignee")).ToHaveAttributeAsync("title", "Assigned to Sora Ito");

        // A note names the colleague, who finds it among their mentions; the customer never sees it.
        await a.Keyboard.PressAsync("Alt+P");
        await a.Locator("#note").PressSequentiallyAsync("She is a regular, @sor");
        await Expect(a.Locator("#mentions", new() { HasText = "Sora Ito" })).ToBeVisibleAsync();
        await a.Keyboard.PressAsync("Enter");
        await Expect(a.Locator("#note")).ToHaveValueAsync("She is a regular, @Sora Ito ");
        await a.Keyboard.PressAsync("Enter");
        await Expect(a.Locator(".note")).ToContainTextAsync("She is a regular");
        await b.GetByRole(AriaRole.Button, new() { Name = "Mentions" }).ClickAsync();
        await there.ClickAsync();
        await Expect(b.Locator(".note mark")).ToHaveTextAsync("@Sora Ito");

        // The second sleeps over it; the customer's next word opens it again, on both screens.
        await b.Keyboard.PressAsync("Alt+M");
        await b.Locator("#snooze .item", new() { HasText = "Tomorrow" }).ClickAsync();
        await Expect(b.Locator(".event", new() { HasText = "Sora Ito snoozed this until" })).ToBeVisibleAsync();
        await Expect(here).ToHaveCountAsync(0);
        await shop.WriteAsync(rina, "I found it, it was in the other box");
        await Expect(b.Locator(".event", new() { HasText = "Open again: the customer wrote" })).ToBeVisibleAsync();
        await Expect(a.Locator(".conversation", new() { HasText = "it was in the other box" })).ToBeVisibleAsync();

        // Resolved with a reason in one's own words: it leaves the open ones.
        await b.Locator("[aria-controls=reasons]").ClickAsync();
        await b.Locator("#own-reason").FillAsync("Found by the customer");
        await b.Locator("#own-reason").PressAsync("Enter");
        await Expect(a.Locator(".event", new() { HasText = "Sora Ito resolved this: Found by the customer" })).ToBeVisibleAsync();
        await Expect(a.Locator(".conversation", new() { HasText = "it was in the other box" })).ToHaveCountAsync(0);
        await shop.PhoneNeverShowedAsync(rina, "regular");
        await a.Context.CloseAsync();
        await b.Context.CloseAsync();
    }

    [Fact]
    public async Task Letters_select_several_which_are_resolved_together_and_put_back()
    {
        await shop.WriteAsync("6281130000002", "Bulk one");
        await shop.WriteAsync("6281130000003", "Bulk two");
        var page = await shop.OpenAsync("/settings/keys");
        await page.Locator("#letters").CheckAsync();
        await page.GotoAsync(shop.Url + "/inbox");
        await Expect(page.Locator("html[data-keys]")).ToBeAttachedAsync();
        var rows = page.Locator(".conversation", new() { HasText = "Bulk " });
        await rows.First.ClickAsync();
        await Expect(page.Locator(".message.in .words").Last).ToContainTextAsync("Bulk");

        await page.Locator(".messages").FocusAsync();
        await page.Keyboard.PressAsync("x");
        await Expect(page.Locator(".bulk [role=status]")).ToHaveTextAsync("1 conversation");
        await page.Locator(".rows li", new() { HasText = "Bulk " }).Nth(1).Locator(".choose").ClickAsync(new() { Force = true });
        await Expect(page.Locator(".bulk [role=status]")).ToHaveTextAsync("2 conversations");
        await page.Locator(".bulk .primary").ClickAsync();
        await Expect(rows).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Expect(rows).ToHaveCountAsync(2);
        await page.GotoAsync(shop.Url + "/settings/keys");
        await RunningShop.IsLiveAsync(page);
        await page.Locator("#letters").UncheckAsync();
        await page.Context.CloseAsync();
    }
}
