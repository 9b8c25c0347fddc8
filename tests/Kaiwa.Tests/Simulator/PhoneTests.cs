using System.Net;
using System.Text;
using System.Text.Json;
using Kaiwa.Simulator;
using Kaiwa.Simulator.World;

namespace Kaiwa.Tests.Simulator;

public sealed class PhoneTests
{
    private const string Ana = "+16505551234";

    [Fact]
    public async Task A_phone_writes_and_the_business_reads_it_in_Metas_escapes()
    {
        await using var world = await SimulatedWorld.StartAsync();

        var reply = await world.PostAsync("/phones/16505551234/messages", new { text = "在庫はありますか？ a/b <c> 🍵" });
        await world.InboundAsync();

        var hook = world.Hooks.Single();
        hook.Text.ShouldContain(@"\u5728\u5eab\u306f");
        hook.Text.ShouldContain(@"a\/b \u003Cc>");
        hook.Text.ShouldContain(@"\ud83c\udf75");
        hook.Signature.ShouldBe(hook.Expected);
        var message = hook.Messages.Single();
        message.Text("id").ShouldBe(reply.Json.Text("messageId"));
        message.Text("from").ShouldBe("16505551234");
        message.GetProperty("text").Text("body").ShouldBe("在庫はありますか？ a/b <c> 🍵");
    }

    [Fact]
    public async Task Tapping_a_template_button_sends_a_button_and_stopping_promotions_tells_Meta()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var sent = await world.SendTemplateAsync(Ana, "spring_sale", [RulesTests.Body(("first_name", "Ana"), ("discount", "20%"))]);
        await world.StatusesAsync();

        await world.Simulator.Phone(Ana).TapAsync("Stop promotions");

        var tapped = (await world.InboundAsync()).Single();
        tapped.Text("type").ShouldBe("button");
        tapped.GetProperty("button").Text("text").ShouldBe("Stop promotions");
        tapped.GetProperty("context").Text("id").ShouldBe(sent.MessageId);
        var preference = world.Hooks.SelectMany(h => h.Changes).Single(c => c.Text("field") == "user_preferences").GetProperty("value").GetProperty("user_preferences")[0];
        preference.Text("value").ShouldBe("stop");
        preference.Text("wa_id").ShouldBe("16505551234");
    }

    [Fact]
    public async Task Buttons_and_lists_are_answered_as_interactive_replies()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var ana = world.Simulator.Phone(Ana);
        await ana.WriteAsync("hi");
        await world.SendRawAsync("""{"messaging_product":"whatsapp","to":"+16505551234","type":"interactive","interactive":{"type":"button","body":{"text":"?"},"action":{"buttons":[{"type":"reply","reply":{"id":"yes-1","title":"Yes"}}]}}}""");
        await world.SendRawAsync("""{"messaging_product":"whatsapp","to":"+16505551234","type":"interactive","interactive":{"type":"list","body":{"text":"?"},"action":{"button":"B","sections":[{"rows":[{"id":"exp","title":"Express"}]}]}}}""");
        await world.StatusesAsync();

        await ana.TapAsync("Yes");
        await ana.ChooseAsync("exp");

        var replies = (await world.InboundAsync()).Where(m => m.Text("type") == "interactive").Select(m => m.GetProperty("interactive")).ToList();
        replies.Single(r => r.Text("type") == "button_reply").GetProperty("button_reply").Text("id").ShouldBe("yes-1");
        replies.Single(r => r.Text("type") == "list_reply").GetProperty("list_reply").Text("title").ShouldBe("Express");
    }

    [Fact]
    public async Task Tapping_what_is_not_there_says_so()
    {
        await using var world = await SimulatedWorld.StartAsync();

        var reply = await world.PostAsync("/phones/16505551234/messages", new { button = "Nothing" });

        reply.Status.ShouldBe(HttpStatusCode.BadRequest);
        reply.Json.Text("detail").ShouldContain("shows no button");
    }

    [Fact]
    public async Task Media_from_a_phone_can_be_fetched_with_the_token_only_and_for_five_minutes()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.PostAsync("/phones/16505551234/messages", new { media = new { kind = "image", caption = "Mine" } });
        var image = (await world.InboundAsync()).Single().GetProperty("image");

        var node = (await world.GetAsync("/v23.0/" + image.Text("id"))).Json;
        using var stranger = new HttpClient();
        using var refused = await stranger.GetAsync(node.Text("url"), TestContext.Current.CancellationToken);
        using var file = await world.Client.GetAsync(node.Text("url"), TestContext.Current.CancellationToken);

        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        file.StatusCode.ShouldBe(HttpStatusCode.OK);
        file.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        Convert.ToBase64String(Convert.FromHexString(node.Text("sha256"))).ShouldBe(image.Text("sha256"));
        await world.Simulator.AdvanceAsync(TimeSpan.FromMinutes(6), TestContext.Current.CancellationToken);
        using var late = await world.Client.GetAsync(node.Text("url"), TestContext.Current.CancellationToken);
        late.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Media_uploaded_by_the_business_reaches_the_phone()
    {
        await using var world = await SimulatedWorld.StartAsync();
        await world.Simulator.Phone(Ana).WriteAsync("hi");
        using var form = new MultipartFormDataContent();
        form.Add(new StringContent("whatsapp"), "messaging_product");
        using var file = new ByteArrayContent("%PDF-1.4"u8.ToArray());
        file.Headers.ContentType = new("application/pdf");
        form.Add(file, "file", "invoice.pdf");
        using var uploaded = await world.Client.PostAsync($"/v23.0/{SimulatedWorld.NumberId}/media", form, TestContext.Current.CancellationToken);
        var id = JsonDocument.Parse(await uploaded.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement.Text("id");

        await world.SendAsync(new { messaging_product = "whatsapp", to = Ana, type = "document", document = new { id, caption = "Invoice", filename = "inv-42.pdf" } });

        var shown = (await SendingTests.ThreadWhenShownAsync(world, Ana))[^1];
        shown.Text.ShouldBe("Invoice");
        shown.Media.ShouldBe(id);
    }

    [Fact]
    public async Task Marking_as_read_turns_the_customers_ticks_and_shows_typing()
    {
        await using var world = await SimulatedWorld.StartAsync();
        var ana = world.Simulator.Phone(Ana);
        await ana.WriteAsync("first");
        var second = await ana.WriteAsync("second");

        var reply = await world.SendAsync(new { messaging_product = "whatsapp", status = "read", message_id = second, typing_indicator = new { type = "text" } });

        reply.Json.GetProperty("success").GetBoolean().ShouldBeTrue();
        (await ana.ThreadAsync()).Messages.Select(m => m.State).ShouldBe(["read", "read"]);
    }

    [Fact]
    public async Task A_page_of_another_site_cannot_change_anything()
    {
        await using var world = await SimulatedWorld.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/reset");
        request.Headers.Add("Origin", "https://evil.example");

        using var response = await world.Client.SendAsync(request, TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task The_pages_are_served_at_simulator()
    {
        await using var world = await SimulatedWorld.StartAsync();

        (await world.Client.GetStringAsync("/simulator/", TestContext.Current.CancellationToken)).ShouldContain("<html");
    }

    [Fact]
    public async Task Phones_are_listed_page_by_page()
    {
        await using var world = await SimulatedWorld.StartAsync();
        foreach (var phone in (string[])["+4917000000003", "+4917000000001", "+4917000000002"])
        {
            await world.Simulator.Phone(phone).WriteAsync("hi");
        }

        var first = (await world.GetAsync("/phones?limit=2")).Json;
        var second = (await world.GetAsync("/phones?limit=2&after=" + first[1].Text("phone").TrimStart('+'))).Json;

        first.EnumerateArray().Select(p => p.Text("phone")).ShouldBe(["+4917000000001", "+4917000000002"]);
        second.EnumerateArray().Select(p => p.Text("phone")).ShouldBe(["+4917000000003"]);
    }

    [Fact]
    public async Task The_handshake_is_made_when_a_webhook_is_set()
    {
        await using var world = await SimulatedWorld.StartAsync();

        var reply = await world.PostAsync("/webhook", new { url = world.Simulator.WebhookUrl!.AbsoluteUri });

        reply.Json.GetProperty("verified").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData(16505551234UL)]
    [InlineData(819012345678UL)]
    [InlineData(4917000000001UL)]
    [InlineData(999999999999999UL)]
    public void A_user_id_leads_back_to_its_phone(ulong phone)
    {
        UserId.TryReadPhone(UserId.Of(phone), out var back).ShouldBeTrue();

        back.ShouldBe(phone);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(9_000_000_000, true)]
    [InlineData(123_456_789, false)]
    public void A_message_id_leads_back_to_its_row_in_the_same_file_only(long seq, bool inbound)
    {
        var text = new WamidCodec(salt: 77).Text(seq, inbound, "16505551234");

        new WamidCodec(salt: 77).TryRead(text, out var back, out var direction).ShouldBeTrue();
        back.ShouldBe(seq);
        direction.ShouldBe(inbound);
        (new WamidCodec(salt: 78).TryRead(text, out var other, out _) && other == seq).ShouldBeFalse();
        Convert.FromBase64String(text[6..])[2].ShouldBe((byte)11);
    }

    [Theory]
    [InlineData("+16505551234", 16505551234UL)]
    [InlineData("+1 (650) 555-1234", 16505551234UL)]
    [InlineData("16505551234", 16505551234UL)]
    [InlineData("6281234567890", 6281234567890UL)]
    [InlineData("090-1234-5678", 819012345678UL)]
    public void A_recipient_is_read_as_Meta_reads_it(string to, ulong phone)
    {
        Phones.TryParseRecipient(Encoding.ASCII.GetBytes(to), 81312345678, out var read).ShouldBeTrue();

        read.ShouldBe(phone);
    }
}
