using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace Kaiwa.EndToEnd;

public sealed class WebhooksJourney(RunningShop shop)
{
    [Fact]
    public async Task A_program_is_told_signed_and_told_again()
    {
        var address = $"http://127.0.0.1:{RunningServer.FreePort()}/";
        using var program = new HttpListener { Prefixes = { address } };
        program.Start();
        var page = await shop.OpenAsync("/webhooks");
        await page.Locator(".page > header .primary").ClickAsync();
        await page.GetByLabel("Name").FillAsync("Orders");
        await page.GetByLabel("Address").FillAsync("shop.example.com");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        await Expect(page.Locator(".mud-dialog .banner.bad")).ToContainTextAsync("must be absolute");
        await page.GetByLabel("Address").FillAsync(address);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create" }).ClickAsync();
        var secret = await page.GetByTestId("secret").InnerTextAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "I stored it" }).ClickAsync();
        await Expect(page.GetByTestId("secret")).ToHaveCountAsync(0);

        await shop.WriteAsync("6281110000011", "Two teapots, please");
        var first = await TakeAsync(program, secret, told => told.Body.Contains("Two teapots, please", StringComparison.Ordinal));

        var card = page.Locator(".webhook", new() { HasText = address });
        await card.GetByRole(AriaRole.Button, new() { Name = "Deliver again" }).ClickAsync();
        await card.GetByLabel("To").FillAsync(DateTime.Today.AddDays(2).ToString("yyyy-MM-ddTHH:mm", System.Globalization.CultureInfo.InvariantCulture));
        await card.GetByRole(AriaRole.Button, new() { Name = "Deliver this time again" }).ClickAsync();
        var again = await TakeAsync(program, secret, told => told.Event == first.Event);
        again.Body.ShouldBe(first.Body);
        await card.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.Locator(".mud-dialog .danger").ClickAsync();
        await Expect(card).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    /// <summary>Takes what comes until it is the one that is waited for: the shop is shared, and other customers' phones are heard of too.</summary>
    private static async Task<(string Event, string Body)> TakeAsync(HttpListener program, string secret, Func<(string Event, string Body), bool> isIt)
    {
        while (true)
        {
            if (await TakeAsync(program, secret) is var told && isIt(told))
            {
                return told;
            }
        }
    }

    /// <summary>The next delivery, taken with 200 when its signature is right.</summary>
    private static async Task<(string Event, string Body)> TakeAsync(HttpListener program, string secret)
    {
        var call = await program.GetContextAsync().WaitAsync(TimeSpan.FromSeconds(30));
        using var body = new MemoryStream();
        await call.Request.InputStream.CopyToAsync(body);
        call.Response.StatusCode = 200;
        call.Response.Close();
        call.Request.Headers["X-Hub-Signature-256"].ShouldBe("sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), body.ToArray())));
        return (call.Request.Headers["X-Kaiwa-Event"]!, Encoding.UTF8.GetString(body.ToArray()));
    }
}
