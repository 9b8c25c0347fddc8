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

    [Fact]
    public async Task A_canned_reply_is_written_once_and_taken_with_a_slash()
    {
        var settings = await shop.OpenAsync("/settings/canned-replies");
        await settings.GetByRole(AriaRole.Button, new() { Name = "New canned reply" }).First.ClickAsync();
        await settings.GetByLabel("Shortcut").FillAsync("hours");
        var text = settings.GetByLabel("Text", new() { Exact = true });
        await text.PressSequentiallyAsync("Hello ");
        await settings.GetByRole(AriaRole.Button, new() { Name = "First name" }).ClickAsync();
        await Expect(text).ToHaveValueAsync("Hello {{ contact.first_name | default: \"there\" }}");
        await settings.Keyboard.TypeAsync(", order {{ contact.order }}: we open at nine.");
        await Expect(text).ToHaveValueAsync("Hello {{ contact.first_name | default: \"there\" }}, order {{ contact.order }}: we open at nine.");
        await Expect(settings.Locator(".previews .bubble").Last).ToHaveTextAsync("Hello there, order : we open at nine.");
        await settings.GetByLabel("Label 1").FillAsync("Thanks");
        await settings.Locator("#canned-file").SetInputFilesAsync(new FilePayload { Name = "door.png", MimeType = "image/png", Buffer = Picture });
        (await ReachableForAll.LookAsync(settings, "canned reply")).ShouldBeEmpty();
        await settings.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(settings.Locator(".canned-row h2")).ToContainTextAsync("/hours");
        await settings.Context.CloseAsync();
        var page = await AskedAsync("6281110000025", "When do you open?");

        await page.Locator("#reply").PressSequentiallyAsync("Well, /ho");
        await Expect(page.Locator(".composer .canned [aria-selected=true]")).ToContainTextAsync("/hours");
        (await ReachableForAll.LookAsync(page, "canned list")).ShouldBeEmpty();
        await page.Keyboard.PressAsync("Tab");

        await Expect(page.Locator("#reply")).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("^Well, Hello .*, order : we open at nine.$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Expect(page.Locator(".composer .unfilled")).ToContainTextAsync("contact.order");
        await Expect(page.Locator(".composer .quick .pill")).ToHaveTextAsync("Thanks");
        await Expect(page.Locator(".composer .attached b")).ToHaveTextAsync("door.png");
        await page.Keyboard.PressAsync("Enter");
        (await shop.PhoneHasAsync("6281110000025", "interactive")).GetProperty("text").GetString()!.ShouldContain("we open at nine");
        await Expect(page.Locator(".composer .quick")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_draft_outlives_the_window_and_stands_in_the_list_until_it_is_sent()
    {
        var page = await AskedAsync("6281110000026", "Is it still there?");
        await page.Locator("#reply").FillAsync("Let me look");
        var row = page.Locator(".conversation", new() { HasText = "Let me look" });
        await Expect(row.Locator(".draft")).ToHaveTextAsync("Draft:");
        await page.Context.CloseAsync();

        page = await shop.OpenAsync("/inbox");
        await page.Locator(".conversation", new() { HasText = "Let me look" }).ClickAsync();
        await Expect(page.Locator("#reply[data-attached]")).ToHaveValueAsync("Let me look");
        (await ReachableForAll.LookAsync(page, "draft")).ShouldBeEmpty();
        await page.Locator("#reply").PressAsync("Enter");

        await shop.PhoneShowsAsync("6281110000026", "Let me look");
        await Expect(page.Locator(".conversation", new() { HasText = "Let me look" })).ToBeVisibleAsync();
        await Expect(page.Locator(".conversation", new() { HasText = "Let me look" }).Locator(".draft")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task An_emoji_is_found_by_its_name_and_put_where_the_cursor_is()
    {
        var page = await AskedAsync("6281110000027", "Thanks!");
        await page.Locator("#reply").FillAsync("Welcome ");

        await page.GetByRole(AriaRole.Button, new() { Name = "Emoji" }).ClickAsync();
        await page.GetByRole(AriaRole.Combobox, new() { Name = "Search emoji" }).FillAsync("tada");
        await Expect(page.Locator(".emoji [aria-selected=true]")).ToHaveTextAsync("🎉");
        (await ReachableForAll.LookAsync(page, "emoji")).ShouldBeEmpty();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("#reply")).ToHaveValueAsync("Welcome 🎉");
        await page.Keyboard.PressAsync("Enter");

        await shop.PhoneShowsAsync("6281110000027", "Welcome 🎉");
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_reply_is_put_off_taken_back_and_sent_at_once()
    {
        var page = await AskedAsync("6281110000028", "Tomorrow?");
        await page.Locator("#reply").FillAsync("See you tomorrow");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send later" }).ClickAsync();
        (await ReachableForAll.LookAsync(page, "later")).ShouldBeEmpty();
        await page.GetByRole(AriaRole.Button, new() { Name = "Tomorrow" }).ClickAsync();
        await Expect(page.Locator(".message.scheduled .words")).ToHaveTextAsync("See you tomorrow");
        (await ReachableForAll.LookAsync(page, "waiting")).ShouldBeEmpty();

        await page.Locator(".message.scheduled").GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page.Locator("#reply")).ToHaveValueAsync("See you tomorrow");
        await Expect(page.Locator(".message.scheduled")).ToHaveCountAsync(0);
        await page.GetByRole(AriaRole.Button, new() { Name = "Send later" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Tomorrow" }).ClickAsync();
        await page.Locator(".message.scheduled").GetByRole(AriaRole.Button, new() { Name = "Send now" }).ClickAsync();

        await shop.PhoneShowsAsync("6281110000028", "See you tomorrow");
        await Expect(page.Locator(".message.scheduled")).ToHaveCountAsync(0);
        await page.Context.CloseAsync();
    }

    [Fact]
    public async Task A_place_a_contact_and_buttons_are_sent_from_the_menu_and_the_price_is_said()
    {
        var page = await AskedAsync("6281110000029", "Where do I find you?");
        await Expect(page.Locator(".composer .price")).ToBeVisibleAsync();
        await MoreAsync(page, "Place");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("The shop");
        await page.GetByLabel("Latitude, longitude").FillAsync("35.6812, 139.7671");
        (await ReachableForAll.LookAsync(page, "place")).ShouldBeEmpty();
        await page.GetByRole(AriaRole.Button, new() { Name = "Send place" }).ClickAsync();
        await shop.PhoneHasAsync("6281110000029", "location");

        await MoreAsync(page, "Contact");
        await page.GetByLabel("Name or number").FillAsync("6281110000029");
        (await ReachableForAll.LookAsync(page, "contact")).ShouldBeEmpty();
        await page.Locator(".found button").First.ClickAsync();
        await shop.PhoneHasAsync("6281110000029", "contacts");

        await MoreAsync(page, "Buttons");
        await page.GetByLabel("Label 1").FillAsync("Yes");
        await page.GetByLabel("Label 2").FillAsync("No");
        await page.GetByRole(AriaRole.Button, new() { Name = "Put below the text" }).ClickAsync();
        await page.Locator("#reply").FillAsync("Did you find it?");
        await page.Locator("#reply").PressAsync("Enter");
        (await shop.PhoneHasAsync("6281110000029", "interactive")).GetProperty("text").GetString()!.ShouldContain("Did you find it?");
        await page.Context.CloseAsync();
    }

    private static async Task MoreAsync(IPage page, string what)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "More to send" }).ClickAsync();
        await page.Locator(".composer .extra.menu").GetByRole(AriaRole.Button, new() { Name = what }).ClickAsync();
    }

    [Fact]
    public async Task A_picture_waits_for_its_time_and_comes_back_into_the_reply_box_with_its_words()
    {
        var page = await AskedAsync("6281110000791", "Could you show me tomorrow?");
        await page.Locator("input[data-role=file]").SetInputFilesAsync(new FilePayload { Name = "blue.png", MimeType = "image/png", Buffer = Picture });
        await Expect(page.Locator(".composer .attached b")).ToHaveTextAsync("blue.png");
        await page.Locator("#reply").FillAsync("Here it is");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send later" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Tomorrow" }).ClickAsync();

        await Expect(page.Locator(".scheduled img.kept")).ToBeVisibleAsync();
        await Expect(page.Locator(".scheduled .words")).ToHaveTextAsync("Here it is");
        await Expect(page.Locator(".composer .attached")).ToBeHiddenAsync();
        (await ReachableForAll.LookAsync(page, "later-picture")).ShouldBeEmpty();

        await page.Locator(".scheduled").GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page.Locator(".scheduled")).ToHaveCountAsync(0);
        await Expect(page.Locator("#reply")).ToHaveValueAsync("Here it is");
        await Expect(page.Locator(".composer .attached b")).ToHaveTextAsync("blue.png");
        await page.Locator("#reply").PressAsync("Enter");
        (await shop.PhoneHasAsync("6281110000791", "image")).GetProperty("text").GetString()!.ShouldContain("Here it is");
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
