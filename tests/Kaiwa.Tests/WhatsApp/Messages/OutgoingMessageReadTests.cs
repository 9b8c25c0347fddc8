using System.Text;
using Kaiwa.WhatsApp.Messages;

namespace Kaiwa.Tests.WhatsApp.Messages;

public sealed class OutgoingMessageReadTests
{
    [Fact]
    public void The_callback_data_is_taken_off()
    {
        var reading = OutgoingMessageJson.Read(Fixture.Bytes("send_text"));
        reading.CallbackData.ShouldBe("order-42");
        Encoding.UTF8.GetString(reading.Content.Span).ShouldNotContain("order-42");
        reading.Message.ShouldNotBeNull().ReplyTo.ShouldBe("wamid.Q");
    }

    [Fact]
    public void A_user_id_is_a_recipient_and_the_type_may_be_left_out()
    {
        var reading = OutgoingMessageJson.Read(Fixture.Bytes("send_by_user_id"));
        reading.Recipient.ShouldNotBeNull().UserId.ShouldBe("US.13491208655302741918");
        reading.Recipient!.Phone.ShouldBeNull();
        reading.Message.ShouldBeOfType<OutgoingMessage.Text>().Body.ShouldBe("Type left out");
    }

    [Fact]
    public void A_mark_as_read_is_no_message()
    {
        var reading = OutgoingMessageJson.Read(Fixture.Bytes("send_mark_as_read"));
        reading.MarkAsRead.ShouldBe(new MarkAsRead("wamid.AAA", Typing: true));
        reading.Message.ShouldBeNull();
        reading.Problem.ShouldBeNull();
    }

    [Fact]
    public void Members_that_are_not_known_survive()
    {
        var reading = Read("""
            "type":"text","text":{"body":"Hi","future_option":{"a":[1,2.50]}},"recipient_identity_key_hash":"DF2l","message_activity_sharing":true
            """);
        reading.Content.ShouldBeJson("""{"type":"text","text":{"body":"Hi","future_option":{"a":[1,2.50]}},"recipient_identity_key_hash":"DF2l","message_activity_sharing":true}""");
    }

    [Theory]
    [InlineData("""{"type":"interactive","interactive":{"type":"hologram","body":{"text":"Pick"},"action":{"name":"hologram","parameters":{"colour":"blue"}}}}""")]
    [InlineData("""{"type":"hologram","hologram":{"colour":"blue"},"context":{"message_id":"wamid.A"}}""")]
    public void A_type_of_metas_that_is_not_typed_passes_through(string content)
    {
        var reading = Read(content[1..^1]);
        reading.Problem.ShouldBeNull();
        var other = reading.Message.ShouldBeOfType<OutgoingMessage.Other>();
        reading.Content.ShouldBeJson(content);
        OutgoingMessageJson.WriteContent(other).ShouldBeJson(content);
    }

    [Fact]
    public void A_component_that_is_not_typed_passes_through_inside_a_template()
    {
        const string Content = """{"type":"template","template":{"name":"t","language":{"code":"en"},"components":[{"type":"hologram","parameters":[{"type":"hologram","hologram":{"colour":"blue"}}]},{"type":"body","parameters":[{"type":"smell","smell":"tea"}]}]}}""";
        var reading = Read(Content[1..^1]);
        var template = reading.Message.ShouldBeOfType<OutgoingMessage.Template>();
        template.Components[0].ShouldBeOfType<TemplateComponent.Other>();
        template.Components[1].ShouldBeOfType<TemplateComponent.Body>().Parameters[0].ShouldBeOfType<TemplateParameter.Other>();
        OutgoingMessageJson.WriteContent(template).ShouldBeJson(Content);
    }

    [Fact]
    public void A_button_index_may_be_a_number_and_types_may_be_in_capitals()
    {
        var reading = Read(""" "type":"TEMPLATE","template":{"name":"t","language":{"code":"en"},"components":[{"type":"BUTTON","sub_type":"URL","index":1,"parameters":[{"type":"TEXT","text":"x"}]}]} """);
        reading.Problem.ShouldBeNull();
        var button = reading.Message.ShouldBeOfType<OutgoingMessage.Template>().Components[0].ShouldBeOfType<TemplateComponent.Button>();
        (button.SubType, button.Index).ShouldBe(("url", 1));
    }

    [Fact]
    public void A_group_is_addressed_by_its_id()
    {
        var reading = OutgoingMessageJson.Read(Encoding.UTF8.GetBytes("""{"messaging_product":"whatsapp","recipient_type":"group","to":"Y2FwaV9ncm91cA","type":"text","text":{"body":"Hi"}}"""));
        (reading.GroupId, reading.Recipient, reading.Problem).ShouldBe(("Y2FwaV9ncm91cA", null, null));
    }

    [Theory]
    [InlineData("text", 4096)]
    [InlineData("caption", 1024)]
    [InlineData("callback", 512)]
    [InlineData("buttonTitle", 20)]
    [InlineData("buttonId", 256)]
    [InlineData("buttonsBody", 1024)]
    [InlineData("listBody", 4096)]
    [InlineData("listButton", 20)]
    [InlineData("rowTitle", 24)]
    [InlineData("rowDescription", 72)]
    [InlineData("rowId", 200)]
    [InlineData("footer", 60)]
    [InlineData("header", 60)]
    [InlineData("payload", 256)]
    [InlineData("coupon", 20)]
    public void Metas_lengths_are_kept_to_the_character(string where, int longest)
    {
        Read(With(where, new string('x', longest))).Problem.ShouldBeNull();
        var problem = Read(With(where, new string('x', longest + 1))).Problem.ShouldNotBeNull();
        (problem.Code, problem.HttpStatus, problem.Type).ShouldBe((100, 400, "OAuthException"));
        problem.Details.ShouldNotBeNull().ShouldContain($"at most {longest} characters");
    }

    [Fact]
    public void An_emoji_is_one_character() => Read(With("buttonTitle", string.Concat(Enumerable.Repeat("😮", 20)))).Problem.ShouldBeNull();

    [Theory]
    [InlineData("""{"to":"+16505551234","type":"text","text":{"body":"x"}}""", 131008, "messaging_product")]
    [InlineData("""{"messaging_product":"telegram","to":"+16505551234","type":"text","text":{"body":"x"}}""", 100, "messaging_product")]
    [InlineData("""{"messaging_product":"whatsapp","type":"text","text":{"body":"x"}}""", 131008, "to")]
    [InlineData("""{"messaging_product":"whatsapp","to":"call me","type":"text","text":{"body":"x"}}""", 131009, "to")]
    [InlineData("""{"messaging_product":"whatsapp","to":"+16505551234","recipient_type":"crowd","type":"text","text":{"body":"x"}}""", 131009, "recipient_type")]
    [InlineData("""{"messaging_product":"whatsapp","status":"unread","message_id":"wamid.A"}""", 131009, "status")]
    [InlineData("""{"messaging_product":"whatsapp","status":"read"}""", 131008, "message_id")]
    [InlineData("[1]", 100, "JSON object")]
    [InlineData("{\"messaging_product\":", 100, "not valid JSON")]
    [InlineData("{\"to\":\"1\",\"to\":\"2\"}", 100, "not valid JSON")]
    public void A_bad_envelope_is_refused_with_metas_code(string body, int code, string part)
    {
        var problem = OutgoingMessageJson.Read(Encoding.UTF8.GetBytes(body)).Problem.ShouldNotBeNull();
        problem.Code.ShouldBe(code);
        problem.Details.ShouldNotBeNull().ShouldContain(part);
    }

    [Theory]
    [InlineData(""" "type":"text" """, 131008, "text is required")]
    [InlineData(""" "type":"text","text":"Hi" """, 131009, "JSON object")]
    [InlineData(""" "type":"text","text":{"body":""} """, 131008, "text.body")]
    [InlineData(""" "type":"text","text":{"body":["x"]} """, 131009, "text.body")]
    [InlineData(""" "type":7,"text":{"body":"x"} """, 131009, "type")]
    [InlineData(""" "type":"hologram" """, 131051, "hologram")]
    [InlineData(""" "type":"image","image":{} """, 131008, "image.id")]
    [InlineData(""" "type":"image","image":{"link":"file:///etc/passwd"} """, 131009, "http")]
    [InlineData(""" "type":"audio","audio":{"id":"1","caption":"x"} """, 100, "audio.caption")]
    [InlineData(""" "type":"sticker","sticker":{"id":"1","caption":"x"} """, 100, "sticker.caption")]
    [InlineData(""" "type":"location","location":{"latitude":91,"longitude":0} """, 131009, "location.latitude")]
    [InlineData(""" "type":"location","location":{"latitude":1} """, 131008, "location.longitude")]
    [InlineData(""" "type":"contacts","contacts":[] """, 131009, "contacts")]
    [InlineData(""" "type":"contacts","contacts":[{"name":{"formatted_name":"Ann"}}] """, 131008, "first_name")]
    [InlineData(""" "type":"reaction","reaction":{"emoji":"x"} """, 131008, "reaction.message_id")]
    [InlineData(""" "type":"reaction","reaction":{"message_id":"wamid.A","emoji":"x"},"context":{"message_id":"wamid.B"} """, 100, "context")]
    [InlineData(""" "type":"interactive","interactive":{"type":"button","body":{"text":"x"},"action":{"buttons":[]}} """, 131009, "1 to 3")]
    [InlineData(""" "type":"interactive","interactive":{"type":"button","body":{"text":"x"},"action":{"buttons":[{"type":"reply","reply":{"id":"a","title":"A"}},{"type":"reply","reply":{"id":"b","title":"A"}}]}} """, 131009, "titles")]
    [InlineData(""" "type":"interactive","interactive":{"type":"list","body":{"text":"x"},"action":{"button":"b","sections":[{"rows":[{"id":"a","title":"A"}]},{"rows":[{"id":"b","title":"B"}]}]}} """, 131008, "sections.title")]
    [InlineData(""" "type":"interactive","interactive":{"type":"list","body":{"text":"x"},"action":{"button":"b","sections":[{"rows":[{"id":"a","title":"A"},{"id":"a","title":"B"}]}]}} """, 131009, "ids")]
    [InlineData(""" "type":"template","template":{"name":"t"} """, 131008, "template.language")]
    [InlineData(""" "type":"template","template":{"name":"t","language":{"code":"en"},"components":[{"type":"button","sub_type":"url","index":"12"}]} """, 131009, "index")]
    [InlineData(""" "type":"template","template":{"name":"t","language":{"code":"en"},"components":[{"type":"body","parameters":[{"type":"text","text":"a\nb"}]}]} """, 132007, "new-line")]
    [InlineData(""" "type":"template","template":{"name":"t","language":{"code":"en"},"components":[{"type":"body","parameters":[{"type":"text","text":"a     b"}]}]} """, 132007, "consecutive spaces")]
    [InlineData(""" "type":"text","text":{"body":"\ud83d"} """, 100, "surrogate")]
    [InlineData(""" "type":"contacts","contacts":[{"name":{"formatted_name":"Ann","first_name":"Ann"},"org":{"department":"\ud800"}}] """, 100, "surrogate")]
    [InlineData(""" "type":"text","text":{"body":"fine","\ud800":1} """, 100, "surrogate")]
    public void A_bad_content_is_refused_with_metas_code(string content, int code, string part)
    {
        var problem = Read(content).Problem.ShouldNotBeNull();
        problem.Details.ShouldNotBeNull().ShouldContain(part);
        problem.Code.ShouldBe(code);
    }

    [Fact]
    public void A_template_value_that_is_too_long_has_a_code_of_its_own() =>
        Read($$""" "type":"template","template":{"name":"t","language":{"code":"en"},"components":[{"type":"body","parameters":[{"type":"text","text":"{{new string('x', 1025)}}"}]}]} """)
            .Problem.ShouldNotBeNull().Code.ShouldBe(132005);

    [Fact]
    public void A_list_has_at_most_ten_rows_in_all_sections_together()
    {
        var rows = string.Join(',', Enumerable.Range(0, 6).Select(row => $$"""{"id":"ID{{row}}","title":"T"}"""));
        var sections = $$"""{"title":"A","rows":[{{rows.Replace("ID", "a", StringComparison.Ordinal)}}]},{"title":"B","rows":[{{rows.Replace("ID", "b", StringComparison.Ordinal)}}]}""";
        Read($$$$""" "type":"interactive","interactive":{"type":"list","body":{"text":"x"},"action":{"button":"b","sections":[{{{{sections}}}}]}} """)
            .Problem.ShouldNotBeNull().Details.ShouldNotBeNull().ShouldContain("10 rows");
    }

    private static OutgoingMessageReading Read(string content) =>
        OutgoingMessageJson.Read(Encoding.UTF8.GetBytes("{\"messaging_product\":\"whatsapp\",\"to\":\"+16505551234\"," + content + "}"));

    private static string With(string where, string value)
    {
        string Or(string name, string otherwise) => name == where ? value : otherwise;
        return where switch
        {
            "text" => $$$$""" "type":"text","text":{"body":"{{{{value}}}}"} """,
            "caption" => $$""" "type":"image","image":{"id":"1","caption":"{{value}}"} """,
            "callback" => $$""" "type":"text","text":{"body":"x"},"biz_opaque_callback_data":"{{value}}" """,
            "buttonTitle" or "buttonId" or "buttonsBody" or "footer" or "header" =>
                $$$$""" "type":"interactive","interactive":{"type":"button","header":{"type":"text","text":"{{{{Or("header", "h")}}}}"},"body":{"text":"{{{{Or("buttonsBody", "b")}}}}"},"footer":{"text":"{{{{Or("footer", "f")}}}}"},"action":{"buttons":[{"type":"reply","reply":{"id":"{{{{Or("buttonId", "i")}}}}","title":"{{{{Or("buttonTitle", "t")}}}}"}}]}} """,
            "payload" => $$$$""" "type":"template","template":{"name":"t","language":{"code":"en"},"components":[{"type":"button","sub_type":"quick_reply","index":0,"parameters":[{"type":"payload","payload":"{{{{value}}}}"}]}]} """,
            "coupon" => $$$$""" "type":"template","template":{"name":"t","language":{"code":"en"},"components":[{"type":"button","sub_type":"copy_code","index":0,"parameters":[{"type":"coupon_code","coupon_code":"{{{{value}}}}"}]}]} """,
            _ => $$$$""" "type":"interactive","interactive":{"type":"list","body":{"text":"{{{{Or("listBody", "b")}}}}"},"action":{"button":"{{{{Or("listButton", "o")}}}}","sections":[{"rows":[{"id":"{{{{Or("rowId", "i")}}}}","title":"{{{{Or("rowTitle", "t")}}}}","description":"{{{{Or("rowDescription", "d")}}}}"}]}]}} """,
        };
    }
}
