using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.WhatsApp;
using Kaiwa.WhatsApp.Messages;

namespace Kaiwa.Tests.WhatsApp.Messages;

public sealed class OutgoingMessageWriteTests
{
    private static readonly MediaSource File = new MediaSource.ById("1013859600285441");

    public static TheoryData<string> Fixtures => [.. Expected.Keys];

    private static Dictionary<string, OutgoingMessage> Expected { get; } = new(StringComparer.Ordinal)
    {
        ["send_text"] = new OutgoingMessage.Text("See https://example.com", PreviewUrl: true) { ReplyTo = "wamid.Q" },
        ["send_image_by_link"] = new OutgoingMessage.Image(new MediaSource.ByLink(new Uri("https://cdn.example.com/a.jpg")), "A"),
        ["send_video_by_id"] = new OutgoingMessage.Video(File, "V"),
        ["send_audio_voice"] = new OutgoingMessage.Audio(File, Voice: true),
        ["send_document"] = new OutgoingMessage.Document(File, "Invoice", "inv-42.pdf"),
        ["send_sticker"] = new OutgoingMessage.Sticker(File),
        ["send_location"] = new OutgoingMessage.Location(37.44216, -122.16155, "Philz", "101 Forest Ave"),
        ["send_contacts"] = new OutgoingMessage.Contacts(
        [
            new ContactCard(new ContactName("Ann B. Lee", "Ann", "Lee", "B.", "Dr.", "PhD"))
            {
                Birthday = "1999-01-23",
                Organization = new ContactOrganization("Shrub", "Legal", "Counsel"),
                Phones = [new ContactPhone("+16505559999", "WORK", "16505559999")],
                Emails = [new ContactEmail("a@example.com", "WORK")],
                Addresses = [new ContactAddress("1 Way", "Menlo Park", "CA", "94025", "United States", "US", "HOME")],
                Urls = [new ContactUrl("https://example.com", "WORK")],
            },
        ]),
        ["send_reaction"] = new OutgoingMessage.Reaction("wamid.AAA", "😀"),
        ["send_buttons"] = new OutgoingMessage.Buttons(
            "Change or cancel?",
            [new ReplyButton("change", "Change"), new ReplyButton("cancel", "Cancel")],
            new InteractiveHeader.Image(new MediaSource.ById("2762702990552401")),
            "Lucky Shrub"),
        ["send_list"] = new OutgoingMessage.List(
            "Which option?",
            "Options",
            [new ListSection("Fast", [new ListRow("exp", "Express", "1-2 days")]), new ListSection("Slow", [new ListRow("std", "Standard")])],
            "Shipping"),
        ["send_template_positional"] = new OutgoingMessage.Template("order_update", "en_US",
        [
            new TemplateComponent.Header([new TemplateParameter.Image(new MediaSource.ById("2871834006348767"))]),
            new TemplateComponent.Body(
                [new TemplateParameter.Text("Ann"), new TemplateParameter.Currency("$42.00", "USD", 42000), new TemplateParameter.DateTime("May 5")]),
            new TemplateComponent.Button("url", 0, [new TemplateParameter.Text("summer2025")]),
            new TemplateComponent.Button("quick_reply", 1, [new TemplateParameter.Payload("more-0")]),
            new TemplateComponent.Button("copy_code", 2, [new TemplateParameter.CouponCode("CARIBE25")]),
        ]),
        ["send_template_named"] = new OutgoingMessage.Template("order_update", "ja",
        [
            new TemplateComponent.Header([new TemplateParameter.Document(new MediaSource.ByLink(new Uri("https://cdn.example.com/i.pdf")), "i.pdf")]),
            new TemplateComponent.Body([new TemplateParameter.Text("山田", "name"), new TemplateParameter.Text("42", "order")]),
        ]),
        ["send_template_without_variables"] = new OutgoingMessage.Template("hello_world", "en_US", []),
    };

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_message_is_written_as_meta_wants_it(string fixture)
    {
        var content = OutgoingMessageJson.WriteContent(Expected[fixture]);
        Encoding.UTF8.GetString(content).ShouldStartWith("{\"type\":");
        content.ShouldBeJson(ContentOf(fixture));
        OutgoingMessageJson.Check(Expected[fixture]).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void What_a_client_posts_is_read_into_the_same_message(string fixture)
    {
        var reading = OutgoingMessageJson.Read(Fixture.Bytes(fixture));
        reading.Problem.ShouldBeNull();
        reading.Recipient.ShouldNotBeNull().Phone?.Digits.ShouldBe("16505551234");
        reading.Message.ShouldBeOfType(Expected[fixture].GetType());
        reading.Content.ShouldBeJson(ContentOf(fixture));
        OutgoingMessageJson.WriteContent(reading.Message!).ShouldBeJson(ContentOf(fixture));
    }

    [Fact]
    public void A_body_is_the_envelope_around_the_content()
    {
        PhoneNumber.TryParse("+16505551234", out var phone).ShouldBeTrue();
        Body(Recipient.Of(phone), "order \"42\" 山").ShouldBeJson(
            """{"messaging_product":"whatsapp","recipient_type":"individual","to":"+16505551234","biz_opaque_callback_data":"order \"42\" 山","type":"text","text":{"body":"Hi"}}""");
    }

    [Fact]
    public void A_customer_without_number_is_written_to_by_user_id() =>
        Body(Recipient.OfUser("US.134"), null).ShouldBeJson(
            """{"messaging_product":"whatsapp","recipient_type":"individual","recipient":"US.134","type":"text","text":{"body":"Hi"}}""");

    [Fact]
    public void A_mark_as_read_is_written_with_and_without_typing()
    {
        OutgoingMessageJson.WriteMarkAsRead(new MarkAsRead("wamid.AAA", Typing: true)).ShouldBeJson(Fixture.Text("send_mark_as_read"));
        OutgoingMessageJson.WriteMarkAsRead(new MarkAsRead("wamid.AAA", Typing: false))
            .ShouldBeJson("""{"messaging_product":"whatsapp","status":"read","message_id":"wamid.AAA"}""");
    }

    [Fact]
    public void A_message_over_the_limits_is_refused_before_it_is_sent()
    {
        OutgoingMessageJson.Check(new OutgoingMessage.Text(new string('a', 4096))).ShouldBeNull();
        OutgoingMessageJson.Check(new OutgoingMessage.Text(new string('a', 4097))).ShouldNotBeNull().Code.ShouldBe(100);
    }

    private static byte[] Body(Recipient to, string? callbackData)
    {
        var buffer = new ArrayBufferWriter<byte>();
        OutgoingMessageJson.WriteBody(buffer, to, OutgoingMessageJson.WriteContent(new OutgoingMessage.Text("Hi")), callbackData);
        return buffer.WrittenSpan.ToArray();
    }

    private static string ContentOf(string fixture)
    {
        var content = JsonNode.Parse(Fixture.Text(fixture))!.AsObject();
        foreach (var member in new[] { "messaging_product", "recipient_type", "to", "biz_opaque_callback_data" })
        {
            content.Remove(member);
        }

        return content.ToJsonString(new JsonSerializerOptions());
    }
}
