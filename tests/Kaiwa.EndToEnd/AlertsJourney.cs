using System.Text.Json;

namespace Kaiwa.EndToEnd;

public sealed class AlertsJourney(RunningShop shop)
{
    [Fact]
    public async Task A_new_message_is_heard_and_stands_in_the_title()
    {
        var page = await shop.OpenAsync("/settings/alerts");
        await page.GetByLabel("Play a sound").CheckAsync();
        await Expect(page.Locator("html[data-rang='1']")).ToBeAttachedAsync();

        await shop.WriteAsync("6281150000001", "Is anybody there?");

        await Expect(page.Locator("html[data-rang='2']")).ToBeAttachedAsync();
        await Expect(page).ToHaveTitleAsync(new System.Text.RegularExpressions.Regex(@"^\(\d+\) Notifications · Kaiwa$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_push_is_shown_in_the_readers_language_and_no_connection_is_said_in_words()
    {
        var page = await shop.OpenAsync("/settings/alerts", "ja");
        await page.Context.GrantPermissionsAsync(["notifications"], new() { Origin = shop.Url });
        await page.EvaluateAsync("async () => { await navigator.serviceWorker.ready; }");
        var browser = await page.Context.NewCDPSessionAsync(page);
        var registered = new TaskCompletionSource<string>();
        browser.Event("ServiceWorker.workerRegistrationUpdated").OnEvent += (_, told) =>
        {
            if (told?.GetProperty("registrations").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } registration)
            {
                registered.TrySetResult(registration.GetProperty("registrationId").GetString()!);
            }
        };
        await browser.SendAsync("ServiceWorker.enable");

        await browser.SendAsync("ServiceWorker.deliverPushMessage", new()
        {
            ["origin"] = shop.Url,
            ["registrationId"] = await registered.Task.WaitAsync(TimeSpan.FromSeconds(20)),
            ["data"] = """{"name":"Kaiwa","text":"","kind":"try","path":"/inbox","tag":"try"}""",
        });

        await page.WaitForFunctionAsync("async () => (await (await navigator.serviceWorker.ready).getNotifications()).some(shown => shown.title === 'Kaiwa' && shown.body === '通知が届きました。')");
        await page.Context.SetOfflineAsync(true);
        await page.GotoAsync(shop.Url + "/inbox");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Kaiwaに接続できません" })).ToBeVisibleAsync();
        await page.Context.CloseAsync();
    }
}
