namespace Kaiwa.EndToEnd;

public sealed class AssignmentJourney(RunningShop shop)
{
    [Fact]
    public async Task A_rule_gives_a_conversation_to_the_colleague_it_names_and_the_thread_says_so()
    {
        const string tani = "6281170000001";
        var page = await shop.OpenAsync("/settings/teams");

        // What no rule takes goes to a team without anybody, so that the shop's other conversations stay as they are.
        await page.GetByRole(AriaRole.Button, new() { Name = "New team" }).First.ClickAsync();
        await page.Locator("#team-name").FillAsync("Nobody yet");
        await page.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nobody yet" })).ToBeVisibleAsync();

        await page.GotoAsync(shop.Url + "/settings/assignment");
        await RunningShop.IsLiveAsync(page);
        await page.GetByLabel("Give conversations away automatically").CheckAsync();
        await page.Locator("#assignment-team").SelectOptionAsync(new SelectOptionValue { Label = "Nobody yet" });
        await page.GetByRole(AriaRole.Button, new() { Name = "Add a rule" }).ClickAsync();
        await page.Locator("#rule-words-0").FillAsync("hojicha, ほうじ茶");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("A rule gives conversations either to a team or to a colleague.")).ToBeVisibleAsync();
        (await ReachableForAll.LookAsync(page, "assignment")).ShouldBeEmpty();
        var demo = await page.Locator("#rule-target-0 optgroup").Last.Locator("option").First.TextContentAsync();
        await page.Locator("#rule-target-0").SelectOptionAsync(new SelectOptionValue { Label = demo });
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("Saved. Conversations are given away from now on.")).ToBeVisibleAsync();

        // What was saved is there again.
        await page.ReloadAsync();
        await RunningShop.IsLiveAsync(page);
        await Expect(page.Locator("#rule-words-0")).ToHaveValueAsync("hojicha, ほうじ茶");

        await shop.WriteAsync(tani, "Do you roast Hojicha yourselves?");
        await page.GotoAsync(shop.Url + "/inbox");
        await RunningShop.IsLiveAsync(page);
        await page.Locator(".conversation", new() { HasText = "roast Hojicha" }).ClickAsync();
        await Expect(page.Locator(".event", new() { HasText = $"Given to {demo} automatically" })).ToBeVisibleAsync();
        await Expect(page.Locator("#assignee option:checked")).ToHaveTextAsync(demo!);
    }
}
