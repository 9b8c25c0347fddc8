using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Kaiwa.EndToEnd;

public sealed class PeopleJourney(RunningShop shop)
{
    private const string Email = "mika@example.com";
    private const string Password = "blue kettle sings";

    [Fact]
    public async Task A_colleague_is_invited_protects_the_account_and_is_shut_out_when_removed()
    {
        var owner = await shop.OpenAsync("/settings/people");
        var mika = await shop.OpenAsStrangerAsync();

        await owner.GetByRole(AriaRole.Button, new() { Name = "Invite somebody" }).ClickAsync();
        await owner.Locator("#invite-email").FillAsync(Email);
        await owner.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var link = await owner.GetByTestId("link").TextContentAsync();

        await mika.GotoAsync(link!);
        (await ReachableForAll.LookAsync(mika, "invitation")).ShouldBeEmpty();
        await mika.Locator("#name").FillAsync("Mika");
        await mika.Locator("#password").FillAsync(Password);
        await mika.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await RunningShop.IsLiveAsync(mika);
        await Expect(owner.GetByRole(AriaRole.Cell, new() { Name = "Mika" }).First).ToBeVisibleAsync();

        await mika.GotoAsync(shop.Url + "/settings/security");
        await RunningShop.IsLiveAsync(mika);
        await mika.GetByRole(AriaRole.Button, new() { Name = "Set up an authenticator app" }).ClickAsync();
        await mika.Locator("#factor-password").FillAsync(Password);
        await mika.GetByRole(AriaRole.Button, new() { Name = "Next" }).ClickAsync();
        var secret = Secret(await mika.GetByTestId("factor-key").TextContentAsync());
        (await ReachableForAll.LookAsync(mika, "authenticator app")).ShouldBeEmpty();
        await mika.Locator("#factor-code").FillAsync(Code(secret, TimeProvider.System.GetUtcNow()));
        await mika.GetByRole(AriaRole.Button, new() { Name = "Turn on" }).ClickAsync();
        await Expect(mika.GetByTestId("codes").Locator("li")).ToHaveCountAsync(10);

        await SignOutAsync(mika);
        await mika.GetByLabel("Email").FillAsync(Email);
        await mika.GetByLabel("Password").FillAsync(Password);
        await mika.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(mika.GetByRole(AriaRole.Heading, new() { Name = "One more step" })).ToBeVisibleAsync();
        await mika.GetByLabel("Code").FillAsync("000000");
        await mika.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Expect(mika.GetByRole(AriaRole.Alert)).ToBeVisibleAsync();

        // The code of this half minute was used to turn it on; the next one is taken already.
        await mika.GetByLabel("Code").FillAsync(Code(secret, TimeProvider.System.GetUtcNow().AddSeconds(30)));
        await mika.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await RunningShop.IsLiveAsync(mika);
        await Expect(mika.Locator(".usermenu")).ToBeVisibleAsync();

        await owner.GetByRole(AriaRole.Button, new() { Name = "Remove Mika" }).ClickAsync();
        await owner.Locator(".mud-dialog").GetByRole(AriaRole.Button, new() { Name = "Remove", Exact = true }).ClickAsync();

        await Expect(mika.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await Expect(owner.GetByRole(AriaRole.Button, new() { Name = "Remove Mika" })).ToHaveCountAsync(0);
        await mika.Context.CloseAsync();
        await owner.Context.CloseAsync();
    }

    [Fact]
    public async Task A_smaller_role_changes_the_open_screen()
    {
        var owner = await shop.OpenAsync("/settings/people");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Invite somebody" }).ClickAsync();
        await owner.Locator("#invite-email").FillAsync("kenji@example.com");
        await owner.Locator("#invite-role").SelectOptionAsync("Admin");
        await owner.GetByRole(AriaRole.Button, new() { Name = "Make the link" }).ClickAsync();
        var kenji = await shop.OpenAsStrangerAsync();
        await kenji.GotoAsync((await owner.GetByTestId("link").TextContentAsync())!);
        await kenji.Locator("#name").FillAsync("Kenji");
        await kenji.Locator("#password").FillAsync(Password);
        await kenji.GetByRole(AriaRole.Button, new() { Name = "Join" }).ClickAsync();
        await RunningShop.IsLiveAsync(kenji);
        await kenji.GotoAsync(shop.Url + "/settings/audit");
        await RunningShop.IsLiveAsync(kenji);
        await Expect(kenji.GetByRole(AriaRole.Link, new() { Name = "Export as CSV" })).ToBeVisibleAsync();

        await owner.GetByLabel("Role of Kenji").SelectOptionAsync("Agent");

        await Expect(kenji.GetByRole(AriaRole.Heading, new() { Name = "Not for your role" })).ToBeVisibleAsync();
        await Expect(kenji.GetByRole(AriaRole.Link, new() { Name = "Export as CSV" })).ToHaveCountAsync(0);
        await kenji.Context.CloseAsync();
        await owner.Context.CloseAsync();
    }

    private static async Task SignOutAsync(IPage page)
    {
        await page.Locator(".usermenu > button").ClickAsync();
        await page.Locator("#user-sheet").GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }

    private static byte[] Secret(string? text)
    {
        var bits = string.Concat(text!.Where(char.IsLetterOrDigit).Select(letter => Convert.ToString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        return [.. Enumerable.Range(0, bits.Length / 8).Select(at => Convert.ToByte(bits.Substring(at * 8, 8), 2))];
    }

    // What an app computes: RFC 6238.
    [SuppressMessage("Security", "CA5350", Justification = "The apps know no other hash.")]
    private static string Code(byte[] secret, DateTimeOffset at)
    {
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, at.ToUnixTimeSeconds() / 30);
        using var mac = new HMACSHA1(secret);
        var hash = mac.ComputeHash(counter);
        var number = BinaryPrimitives.ReadUInt32BigEndian(hash.AsSpan(hash[19] & 15, 4)) & 0x7fffffff;
        return (number % 1_000_000).ToString("000000", CultureInfo.InvariantCulture);
    }
}
