namespace Kaiwa.EndToEnd;

public sealed class InboxJourney(RunningShop shop)
{
    [Fact]
    public async Task A_customer_writes_an_agent_answers_and_the_ticks_turn_blue()
    {
        const string ana = "6281110000001";
        var page = await shop.OpenAsync("/inbox");

        await shop.WriteAsync(ana, "Is the blue one in stock?");
        var row = page.Locator(".conversation", new() { HasText = "Is the blue one in stock?" });
        await Expect(row).ToBeVisibleAsync();
        await row.ClickAsync();
        await Expect(page.Locator(".message.in .words")).ToHaveTextAsync("Is the blue one in stock?");

        await page.Locator("#reply").FillAsync("Yes, in every size.");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".message.out .words")).ToHaveTextAsync("Yes, in every size.");
        await shop.PhoneShowsAsync(ana, "Yes, in every size.");
        await Expect(page.Locator(".message.out .ticks.delivered, .message.out .ticks.read")).ToBeVisibleAsync();

        await shop.WriteAsync(ana, "Lovely, I take two.");
        await Expect(page.Locator(".message.in .words").Last).ToHaveTextAsync("Lovely, I take two.");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Enter_does_not_send_while_an_input_method_composes()
    {
        await shop.WriteAsync("6281110000002", "領収書をお願いします");
        var page = await shop.OpenAsync("/inbox", "ja");
        await page.Locator(".conversation", new() { HasText = "領収書をお願いします" }).ClickAsync();
        var box = page.Locator("#reply");
        await box.FillAsync("かしこまりました");

        foreach (var composing in new[] { "{key:'Enter',isComposing:true,bubbles:true,cancelable:true}", "{key:'Enter',keyCode:229,bubbles:true,cancelable:true}" })
        {
            await box.EvaluateAsync($"box => box.dispatchEvent(new KeyboardEvent('keydown', {composing}))");
        }

        await Expect(box).ToHaveValueAsync("かしこまりました");
        await Expect(page.Locator(".message.out")).ToHaveCountAsync(0);

        await box.PressAsync("Enter");
        await Expect(page.Locator(".message.out .words")).ToHaveTextAsync("かしこまりました");
        await Expect(box).ToHaveValueAsync("");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Enter_before_the_page_is_ready_sends_when_it_is()
    {
        await shop.WriteAsync("6281110000007", "Are you quick?");
        var page = await shop.OpenAsync("/inbox");
        var ready = new TaskCompletionSource();
        await page.RouteAsync("**/composer*.js", async route =>
        {
            await ready.Task;
            await route.ContinueAsync();
        });
        await page.Locator(".conversation", new() { HasText = "Are you quick?" }).ClickAsync();
        var box = page.Locator("#reply");

        await box.FillAsync("Quicker than the page.");
        await box.PressAsync("Enter");
        await Expect(page.Locator("#reply[data-early]")).ToBeVisibleAsync();
        ready.SetResult();

        await Expect(page.Locator(".message.out .words")).ToHaveTextAsync("Quicker than the page.");
        await Expect(box).ToHaveValueAsync("");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_draft_waits_in_its_conversation()
    {
        await shop.WriteAsync("6281110000003", "First question");
        await shop.WriteAsync("6281110000004", "Second question");
        var page = await shop.OpenAsync("/inbox");
        await page.Locator(".conversation", new() { HasText = "First question" }).ClickAsync();
        await Expect(page.Locator(".message.in .words")).ToHaveTextAsync("First question");
        await page.Locator("#reply").FillAsync("A half-written answer");

        await page.Locator(".conversation", new() { HasText = "Second question" }).ClickAsync();
        await Expect(page.Locator(".message.in .words")).ToHaveTextAsync("Second question");
        await Expect(page.Locator("#reply")).ToHaveValueAsync("");

        // Others may have written meanwhile, so that it is far down.
        await page.Locator(".list input[type=search]").FillAsync("First question");
        await page.Locator(".conversation", new() { HasText = "A half-written answer" }).ClickAsync();

        await Expect(page.Locator("#reply")).ToHaveValueAsync("A half-written answer");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Keys_walk_through_the_list_and_resolving_can_be_undone()
    {
        await shop.WriteAsync("6281110000005", "Thank you, that was all");
        var page = await shop.OpenAsync("/inbox");
        await Expect(page.Locator(".conversation", new() { HasText = "Thank you, that was all" })).ToBeVisibleAsync();

        await Expect(page.Locator("html[data-keys]")).ToBeAttachedAsync();
        await page.Keyboard.PressAsync("Alt+J");
        await Expect(page.Locator(".message.in .words").Last).ToHaveTextAsync("Thank you, that was all");
        await page.Keyboard.PressAsync("Alt+E");
        await Expect(page.Locator(".conversation", new() { HasText = "Thank you, that was all" })).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();

        await Expect(page.Locator(".conversation", new() { HasText = "Thank you, that was all" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task On_a_phone_one_pane_is_shown_at_a_time()
    {
        await shop.WriteAsync("6281110000006", "Do you open on Sunday?");
        var page = await shop.OpenAsync("/inbox", width: 360, height: 740);

        await page.Locator(".conversation", new() { HasText = "Do you open on Sunday?" }).ClickAsync();
        await Expect(page.Locator("#reply")).ToBeVisibleAsync();
        await Expect(page.Locator(".inbox .list")).ToBeHiddenAsync();
        (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth")).ShouldBe(0);
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to the list" }).ClickAsync();

        await Expect(page.Locator(".conversation").First).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task After_a_link_to_nothing_the_next_conversation_opens_at_its_end()
    {
        await shop.WriteAsync("6281110000030", "The list:\n" + string.Join('\n', Enumerable.Range(1, 80)) + "\nThat is all of it");
        var page = await shop.OpenAsync("/inbox");
        var ready = new TaskCompletionSource();
        await page.RouteAsync("**/thread*.js", async route =>
        {
            await ready.Task;
            await route.ContinueAsync();
        });
        await page.GotoAsync(shop.Url + "/inbox/01a20c4f20e670008098bbe1e2a8dfc6");
        await Expect(page.GetByText("This conversation cannot be opened")).ToBeVisibleAsync();
        ready.SetResult();

        await page.Locator(".conversation", new() { HasText = "The list:" }).ClickAsync();

        await Expect(page.Locator(".message.in .words")).ToContainTextAsync("That is all of it");
        await page.WaitForFunctionAsync("() => { const view = document.querySelector('.messages'); return view.scrollTop > 500 && view.scrollHeight - view.scrollTop - view.clientHeight < 80; }");
        await page.Context.CloseAsync();
    }
}
