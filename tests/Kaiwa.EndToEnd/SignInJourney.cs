namespace Kaiwa.EndToEnd;

public sealed class SignInJourney(RunningShop shop)
{
    [Fact]
    public async Task A_stranger_is_asked_who_they_are_and_lands_where_they_wanted_to_go()
    {
        var page = await shop.OpenAsStrangerAsync();

        await page.GotoAsync(shop.Url + "/contacts");
        await page.GetByLabel("Email").FillAsync(shop.Email);
        await page.GetByLabel("Password").FillAsync("not the password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();

        await page.GetByLabel("Email").FillAsync(shop.Email);
        await page.GetByLabel("Password").FillAsync(shop.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Contacts" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task The_first_page_speaks_the_language_of_the_browser_and_the_one_chosen_after_it()
    {
        var page = await shop.OpenAsStrangerAsync("ja", "dark");

        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(shop.Url + "/sign-in");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "サインイン" })).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "English" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dark" }).ClickAsync();
        await Expect(page.Locator("html[data-theme=dark]")).ToBeAttachedAsync();
        await page.ReloadAsync();

        await Expect(page.Locator("html[lang=en][data-theme=dark]")).ToBeAttachedAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task Signing_out_closes_the_door()
    {
        var page = await shop.OpenAsStrangerAsync();
        await page.GotoAsync(shop.Url + "/sign-in");
        await page.GetByLabel("Email").FillAsync(shop.Email);
        await page.GetByLabel("Password").FillAsync(shop.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await RunningShop.IsLiveAsync(page);

        await page.Locator(".usermenu > button").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await page.GotoAsync(shop.Url + "/inbox");

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }
}
