namespace Kaiwa.EndToEnd;

public sealed class VisitsJourney(RunningShop shop)
{
    [Fact]
    public async Task Two_colleagues_see_each_other_in_a_conversation_and_do_not_answer_twice_by_accident()
    {
        const string phone = "6281160000001";
        await shop.WriteAsync(phone, "Is the red kettle in stock?");
        var a = await shop.OpenAsync("/settings");
        var b = await shop.HireAsync(a, "Hana Mori", "hana.mori@shop.example");
        await a.GotoAsync(shop.Url + "/inbox");
        await RunningShop.IsLiveAsync(a);
        foreach (var page in new[] { a, b })
        {
            await page.Locator(".conversation", new() { HasText = "the red kettle" }).ClickAsync();
            await Expect(page.Locator("#reply[data-attached]")).ToBeVisibleAsync();
        }

        // Each sees that the other looks.
        await Expect(a.Locator(".who .here")).ToHaveAttributeAsync("title", "Hana Mori is looking at this");
        await Expect(a.Locator(".conversation", new() { HasText = "the red kettle" }).Locator(".eye")).ToHaveAttributeAsync("title", "Hana Mori is looking at this");

        // Hana writes first; who would answer over her is asked, and keeps the words.
        await b.Locator("#reply").PressSequentiallyAsync("Yes, three of them");
        await Expect(a.Locator(".composer .writing")).ToHaveTextAsync("Hana Mori is writing…");
        (await ReachableForAll.LookAsync(a, "a colleague writes")).ShouldBeEmpty();
        await a.Locator("#reply").FillAsync("No, sold out");
        await a.Locator("#reply").PressAsync("Enter");
        await Expect(a.Locator(".composer .collision")).ToContainTextAsync("Hana Mori is writing to this customer just now.");
        await Expect(a.Locator("#reply")).ToHaveValueAsync("No, sold out");
        (await ReachableForAll.LookAsync(a, "a collision")).ShouldBeEmpty();

        // Hana sends; the other is asked about the answer that is there now, and sends all the same.
        await b.Locator("#reply").PressAsync("Enter");
        await shop.PhoneShowsAsync(phone, "Yes, three of them");
        await Expect(a.Locator(".message.out .words").Last).ToHaveTextAsync("Yes, three of them");
        await shop.PhoneNeverShowedAsync(phone, "sold out");
        await a.Locator("#reply").PressAsync("Enter");
        await Expect(a.Locator(".composer .collision")).ToContainTextAsync("A colleague answered while you were writing.");
        await shop.PhoneNeverShowedAsync(phone, "sold out");
        await a.Locator("#reply").FillAsync("And more on Friday");
        await a.Locator("#reply").PressAsync("Enter");
        await shop.PhoneShowsAsync(phone, "And more on Friday");
        await Expect(a.Locator(".composer .collision")).ToHaveCountAsync(0);

        // Who leaves is seen no more.
        await b.GotoAsync(shop.Url + "/templates");
        await Expect(a.Locator(".who .here")).ToHaveCountAsync(0);
        await a.Context.CloseAsync();
        await b.Context.CloseAsync();
    }
}
