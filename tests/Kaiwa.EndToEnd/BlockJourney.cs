namespace Kaiwa.EndToEnd;

public sealed class BlockJourney(RunningShop shop)
{
    [Fact]
    public async Task A_customer_who_is_blocked_reaches_nobody_until_they_are_let_in_again()
    {
        const string spam = "6281180000001";
        await shop.WriteAsync(spam, "Buy ten thousand followers");
        var page = await shop.OpenAsync("/inbox");
        await page.Locator(".conversation", new() { HasText = "ten thousand followers" }).ClickAsync();
        var panel = page.Locator(".customer");

        await panel.GetByRole(AriaRole.Button, new() { Name = "Block" }).ClickAsync();
        await Expect(page.GetByText("is blocked on this number.")).ToBeVisibleAsync();
        await Expect(page.Locator(".event", new() { HasText = "blocked the customer on this number" })).ToBeVisibleAsync();
        await Expect(page.Locator("#reply")).ToHaveCountAsync(0);
        (await ReachableForAll.LookAsync(page, "a blocked customer")).ShouldBeEmpty();

        // WhatsApp keeps back what they write; the list finds them by their status.
        await shop.WriteAsync(spam, "Buy twenty thousand followers");
        await page.Locator("#status").SelectOptionAsync(new SelectOptionValue { Value = "Blocked" });
        await Expect(page.Locator(".conversation")).ToHaveCountAsync(1);
        await Expect(page.Locator(".conversation .preview")).ToHaveTextAsync("Buy ten thousand followers");

        await page.Locator(".writer").GetByRole(AriaRole.Button, new() { Name = "Unblock" }).ClickAsync();
        await Expect(page.Locator("#reply")).ToBeVisibleAsync();
        await Expect(page.Locator(".conversation")).ToHaveCountAsync(0);
        await shop.WriteAsync(spam, "Sorry, my account was stolen");
        await Expect(page.Locator(".message.in .words").Last).ToContainTextAsync("my account was stolen");
        await Expect(page.Locator(".messages")).Not.ToContainTextAsync("twenty thousand");
        await page.Context.CloseAsync();
    }

    [Theory]
    [InlineData("composer")]
    [InlineData("canned")]
    [InlineData("emoji")]
    public async Task A_reply_box_that_goes_before_its_scripts_have_come_takes_nothing_with_it(string script)
    {
        var spam = script switch { "composer" => "6281180000002", "canned" => "6281180000003", _ => "6281180000004" };
        await shop.WriteAsync(spam, $"Cheap watches, {script}");
        var page = await shop.OpenAsync("/inbox");
        var (asked, ready) = (new TaskCompletionSource(), new TaskCompletionSource());
        await page.RouteAsync($"**/{script}*.js", async route =>
        {
            asked.TrySetResult();
            await ready.Task;
            await route.ContinueAsync();
        });
        await page.Locator(".conversation", new() { HasText = $"Cheap watches, {script}" }).ClickAsync();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await page.Locator(".customer").GetByRole(AriaRole.Button, new() { Name = "Block" }).ClickAsync();
        await Expect(page.Locator("#reply")).ToHaveCountAsync(0);

        var late = page.WaitForResponseAsync(response => response.Url.Contains($"/{script}", StringComparison.Ordinal));
        ready.SetResult();
        await late;

        await page.Locator(".writer").GetByRole(AriaRole.Button, new() { Name = "Unblock" }).ClickAsync();
        await page.Locator("#reply").FillAsync("Which watches?");
        await page.Locator("#reply").PressAsync("Enter");
        await Expect(page.Locator(".message.out .words")).ToHaveTextAsync("Which watches?");
        await page.Context.CloseAsync();
    }
}
