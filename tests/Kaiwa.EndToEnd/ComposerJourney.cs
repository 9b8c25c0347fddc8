using System.Text;

namespace Kaiwa.EndToEnd;

public sealed class ComposerJourney(RunningShop shop)
{
    private static readonly byte[] Picture = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==");

    [Fact]
    public async Task A_picture_is_sent_with_its_caption_and_seen_on_the_phone()
    {
        var page = await AskedAsync("6281110000021", "May I see it?");
        await page.Locator("input[data-role=file]").SetInputFilesAsync(new FilePayload { Name = "blue.png", MimeType = "image/png", Buffer = Picture });
        await Expect(page.Locator(".composer .attached b")).ToHaveTextAsync("blue.png");
        await Expect(page.Locator(".composer .attached img")).ToBeVisibleAsync();
        (await ReachableForAll.LookAsync(page, "attached")).ShouldBeEmpty();

        await page.Locator("#reply").FillAsync("Here it is");
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".message.out img.media")).ToBeVisibleAsync();
        await Expect(page.Locator(".message.out .caption")).ToHaveTextAsync("Here it is");
        await Expect(page.Locator(".composer .attached")).ToBeHiddenAsync();
        (await shop.PhoneHasAsync("6281110000021", "image")).GetProperty("text").GetString()!.ShouldContain("Here it is");
        await page.Locator(".message.out a[data-zoom]").ClickAsync();
        await Expect(page.Locator("dialog.zoom img")).ToBeVisibleAsync();
        (await ReachableForAll.LookAsync(page, "zoomed")).ShouldBeEmpty();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.Locator("dialog.zoom")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_picture_is_pasted_and_a_document_dropped()
    {
        var page = await AskedAsync("6281110000022", "The receipt, please");

        await page.Locator("#reply").EvaluateAsync("""
            box => { const data = new DataTransfer(); data.items.add(new File([new Uint8Array(90)], "pasted.png", { type: "image/png" }));
                     box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }
            """);
        await Expect(page.Locator(".composer .attached b")).ToHaveTextAsync("pasted.png");
        await page.Locator(".messages").EvaluateAsync("""
            area => { const data = new DataTransfer(); data.items.add(new File(["Receipt"], "receipt.txt", { type: "text/plain" }));
                      area.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })); }
            """);
        await Expect(page.Locator(".composer .attached b")).ToHaveTextAsync("receipt.txt");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();

        await Expect(page.Locator(".message.out .attachment")).ToContainTextAsync("receipt.txt");
        await shop.PhoneHasAsync("6281110000022", "document");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_file_that_WhatsApp_does_not_take_is_refused_at_once()
    {
        var page = await AskedAsync("6281110000023", "Everything in one file?");

        await page.Locator("input[data-role=file]").SetInputFilesAsync(new FilePayload { Name = "all.zip", MimeType = "application/zip", Buffer = [1, 2, 3] });

        await Expect(page.GetByText("WhatsApp does not take all.zip")).ToBeVisibleAsync();
        await Expect(page.Locator(".composer .attached")).ToBeHiddenAsync();
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_recording_arrives_as_a_voice_note_in_ogg_opus()
    {
        var page = await AskedAsync("6281110000024", "Can you tell me?");
        await page.Context.GrantPermissionsAsync(["microphone"]);

        await page.GetByRole(AriaRole.Button, new() { Name = "Record a voice note" }).ClickAsync();
        await Expect(page.Locator(".composer .recording")).ToBeVisibleAsync();
        (await ReachableForAll.LookAsync(page, "recording")).ShouldBeEmpty();
        await Expect(page.Locator("[data-elapsed]")).Not.ToHaveTextAsync("0:00");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send voice note" }).ClickAsync();

        await Expect(page.Locator(".message.out audio")).ToBeVisibleAsync();
        var heard = await shop.PhoneHasAsync("6281110000024", "audio");
        var file = await shop.PhoneFileAsync(heard.GetProperty("media").GetString()!);
        Encoding.ASCII.GetString(file, 0, 4).ShouldBe("OggS");
        Encoding.ASCII.GetString(file, 28, 8).ShouldBe("OpusHead");
        await page.Context.CloseAsync();
    }

    private async Task<IPage> AskedAsync(string phone, string question)
    {
        await shop.WriteAsync(phone, question);
        var page = await shop.OpenAsync("/inbox");
        await page.Locator(".conversation", new() { HasText = question }).ClickAsync();
        await Expect(page.Locator("#reply[data-attached]")).ToBeVisibleAsync();
        return page;
    }
}
