using System.Text;
using Kaiwa.WhatsApp.Messages;
using Kaiwa.WhatsApp.Webhooks;

namespace Kaiwa.Tests.WhatsApp.Webhooks;

public sealed class WebhookReaderTests
{
    [Fact]
    public void The_envelope_is_read()
    {
        var delivery = WebhookReader.Read(Fixture.Bytes("text"));
        delivery.Object.ShouldBe("whatsapp_business_account");
        var change = delivery.Changes.ShouldHaveSingleItem();
        change.EntryId.ShouldBe("102290129340398");
        change.EntryTime.ShouldBeNull();
        change.Field.ShouldBe("messages");
        change.PhoneNumberId.ShouldBe("106540352242922");
        change.DisplayPhoneNumber.ShouldBe("15550783881");
        var contact = change.Contacts.ShouldHaveSingleItem();
        (contact.WaId, contact.UserId, contact.ProfileName).ShouldBe(("16505551234", "US.13491208655302741918", "Sheena Nelson"));
    }

    [Fact]
    public void A_batch_keeps_every_change_in_order_with_the_id_of_its_entry()
    {
        var changes = WebhookReader.Read(Fixture.Bytes("batch")).Changes;
        changes.Select(change => change.EntryId).ShouldBe(["1", "1", "2"]);
        changes[0].Statuses.Select(status => status.Wamid).ShouldBe(["wamid.1", "wamid.2"]);
        changes[1].Messages.Select(message => message.Id).ShouldBe(["wamid.3", "wamid.4"]);
        changes[2].Statuses.Select(status => status.Wamid).ShouldBe(["wamid.5"]);
        changes[2].EntryTime.ShouldBe(1751247548);
    }

    [Fact]
    public void A_stop_of_marketing_is_read()
    {
        var preference = Fixture.Change("user_preferences").Preferences.ShouldHaveSingleItem();
        (preference.WaId, preference.UserId, preference.Category, preference.Value).ShouldBe(("16505551234", "US.13491208655302741918", "marketing_messages", "stop"));
        preference.Detail.ShouldBe("User requested to stop marketing messages");
        preference.TimestampMs.ShouldBe(1750030073000);
    }

    [Fact]
    public void An_echo_is_no_message_of_a_customer()
    {
        var change = Fixture.Change("smb_message_echoes");
        change.Messages.ShouldBeEmpty();
        var echo = change.Echoes.ShouldHaveSingleItem().ShouldBeOfType<IncomingMessage.Text>();
        (echo.From, echo.To, echo.ToUserId, echo.Body).ShouldBe(("15550783881", "16505551234", "US.134", "Sent from the app"));
    }

    [Fact]
    public void Errors_of_the_number_are_read()
    {
        var error = Fixture.Change("value_errors").Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe(130429);
        error.Title.ShouldBe("Rate limit hit");
        error.Details.ShouldNotBeNull().ShouldStartWith("Message failed to send because");
        error.Href.ShouldNotBeNull().ShouldEndWith("/error-codes/");
    }

    [Theory]
    [InlineData("template_status_update", "message_template_status_update", "\"message_template_id\": 1689556908129832")]
    [InlineData("account_update", "account_update", "SCHEDULE_FOR_DISABLE")]
    [InlineData("history", "history", "\"progress\": 55")]
    public void A_field_that_is_not_typed_keeps_its_value_raw(string fixture, string field, string part)
    {
        var change = Fixture.Change(fixture);
        change.Field.ShouldBe(field);
        change.Messages.ShouldBeEmpty();
        Encoding.UTF8.GetString(change.RawValue.Span).ShouldContain(part);
    }

    [Fact]
    public void Account_webhooks_have_a_time() => Fixture.Change("account_update").EntryTime.ShouldBe(1751247548);

    [Fact]
    public void Metas_escapes_are_undone()
    {
        var change = Fixture.Change("text_escaped_as_meta_sends");
        change.Contacts[0].ProfileName.ShouldBe("山田");
        var text = change.Messages[0].ShouldBeOfType<IncomingMessage.Text>();
        text.Id.ShouldBe("wamid.IN/x");
        text.Body.ShouldBe("ann@example.com <3 https://a.jp 😮");
    }

    [Fact]
    public void A_body_that_breaks_off_keeps_what_came_before()
    {
        var whole = Fixture.Bytes("batch");
        var delivery = WebhookReader.Read(whole.AsMemory(0, Fixture.Text("batch").IndexOf("wamid.4", StringComparison.Ordinal)));
        delivery.Problem.ShouldNotBeNull().ShouldContain("breaks off");
        var change = delivery.Changes.ShouldHaveSingleItem();
        change.EntryId.ShouldBe("1");
        change.Statuses.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    [InlineData("{")]
    [InlineData("{}trailing")]
    [InlineData("<html>")]
    public void What_is_no_webhook_is_a_problem_in_a_sentence(string body)
    {
        var delivery = WebhookReader.Read(Encoding.UTF8.GetBytes(body));
        delivery.Changes.ShouldBeEmpty();
        delivery.Problem.ShouldNotBeNull().ShouldEndWith(".");
    }

    [Fact]
    public void Nesting_without_end_is_refused_without_recursion()
    {
        var body = "{\"entry\":[{\"changes\":[{\"value\":" + new string('[', 100_000);
        WebhookReader.Read(Encoding.UTF8.GetBytes(body)).Problem.ShouldNotBeNull();
    }

    [Fact]
    public void A_byte_order_mark_is_stepped_over() =>
        WebhookReader.Read((byte[])[0xEF, 0xBB, 0xBF, .. Fixture.Bytes("text")]).Changes.Count.ShouldBe(1);

    [Fact]
    public void Wrong_types_are_read_as_far_as_they_make_sense()
    {
        var change = WebhookReader.Read(Encoding.UTF8.GetBytes("""
            {"object":7,"entry":[5,null,{"id":102290129340398,"time":"1751247548","changes":[7,{"field":{"a":1},"value":{
              "metadata":[],"contacts":{"a":1},"errors":"none",
              "statuses":[null,{"id":123,"status":{"x":1},"timestamp":"soon","recipient_id":16505551234,"pricing":null,"errors":[1,{"code":"131026","error_data":"no"}]}],
              "messages":[[],{"id":9,"from":16505551234,"timestamp":1749416383,"type":"text","text":{"body":12}}]}}]}]}
            """)).Changes.ShouldHaveSingleItem();
        change.EntryId.ShouldBe("102290129340398");
        change.EntryTime.ShouldBe(1751247548);
        change.Field.ShouldBe("");
        var status = change.Statuses.ShouldHaveSingleItem();
        (status.Wamid, status.StatusText, status.TimestampMs, status.RecipientId).ShouldBe(("123", "", 0, "16505551234"));
        status.Pricing.IsEmpty.ShouldBeTrue();
        status.Errors.ShouldHaveSingleItem().Code.ShouldBe(131026);
        var message = change.Messages.ShouldHaveSingleItem().ShouldBeOfType<IncomingMessage.Text>();
        (message.Id, message.From, message.TimestampMs, message.Body).ShouldBe(("9", "16505551234", 1749416383000, "12"));
    }

    [Theory]
    [InlineData("\\ud83d", "\uFFFD")]
    [InlineData("\\ude2e!", "\uFFFD!")]
    [InlineData("\\ud83d\\ud83d\\ude2e", "\uFFFD😮")]
    [InlineData("a\\/b\\\"c\\\\d\\n\\t\\u00e9", "a/b\"c\\d\n\té")]
    public void Escapes_are_undone_and_half_a_surrogate_pair_does_no_harm(string escaped, string expected) =>
        Text(Encoding.UTF8.GetBytes(escaped)).ShouldBe(expected);

    [Fact]
    public void Bytes_that_are_not_utf8_do_no_harm() => Text([0x61, 0xFF, 0x62]).ShouldBe("a\uFFFDb");

    [Fact]
    public void Long_escaped_texts_are_read_whole() =>
        Text(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\\u3042x", 2000)))).ShouldBe(string.Concat(Enumerable.Repeat("あx", 2000)));

    private static string Text(byte[] escaped)
    {
        byte[] body = [.. "{\"entry\":[{\"changes\":[{\"value\":{\"messages\":[{\"type\":\"text\",\"text\":{\"body\":\""u8, .. escaped, .. "\"}}]}}]}]}"u8];
        return WebhookReader.Read(body).Changes[0].Messages[0].ShouldBeOfType<IncomingMessage.Text>().Body;
    }
}
