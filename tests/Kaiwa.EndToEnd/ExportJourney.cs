using System.IO.Compression;

namespace Kaiwa.EndToEnd;

public sealed class ExportJourney(RunningShop shop)
{
    [Fact]
    public async Task A_conversation_is_taken_out_from_the_keyboard_and_nothing_in_its_page_runs()
    {
        const string rina = "6281150000002";
        await shop.WriteAsync(rina, "<img src=x onerror=\"document.title='run'\"><script>document.title='run'</script> Until tomorrow");
        var page = await shop.OpenAsync("/inbox");
        await page.Locator(".conversation", new() { HasText = "Until tomorrow" }).ClickAsync();
        await shop.WriteAsync(rina, new { media = new { kind = "image", caption = "Like this one" } });
        await Expect(page.Locator(".message.in img.media")).ToBeVisibleAsync();

        await page.Locator("[aria-controls=conversation-menu]").PressAsync("Enter");
        await Expect(page.Locator("#conversation-menu .item")).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#export-days")).ToContainTextAsync("Leave them empty");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "Export", Exact = true }).PressAsync("Enter"));
        await Expect(page.Locator("#export-format")).ToHaveCountAsync(0);

        var folder = Directory.CreateTempSubdirectory("kaiwa-export-").FullName;
        download.SuggestedFilename.ShouldMatch("^conversation-.+-[0-9]{4}-[0-9]{2}-[0-9]{2}[.]zip$");
        await download.SaveAsAsync(Path.Combine(folder, "all.zip"));
        await ZipFile.ExtractToDirectoryAsync(Path.Combine(folder, "all.zip"), folder);
        await page.GotoAsync("file://" + Path.Combine(folder, "conversation.html"));
        await Expect(page.Locator(".m p").First).ToContainTextAsync("<script>document.title='run'</script> Until tomorrow");
        (await page.Locator(".m img").EvaluateAsync<bool>("async picture => { picture.loading = 'eager'; await picture.decode(); return picture.naturalWidth > 0; }")).ShouldBeTrue();
        (await page.TitleAsync()).ShouldStartWith("Conversation with");
        (await page.Locator("header").EvaluateAsync<string>("head => getComputedStyle(head).maxWidth")).ShouldBe("760px", "the policy lets the page's own style in");
        Directory.Delete(folder, recursive: true);
        await page.Context.CloseAsync();
    }
}
