using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Features.Gateway.OnPremisesApi;
using Kaiwa.Tests.WhatsApp;

namespace Kaiwa.Tests.Features.OnPremises;

/// <summary>Cloud webhooks in the flat shape of the On-Premises API.</summary>
public sealed class FlatWebhookTests
{
    private static readonly FlatNames Names = new(wamid => "old:" + wamid, media => "file:" + media);
    private static readonly FlatSwitches All = new(true, true, true);

    [Fact]
    public void A_text_is_flat_with_the_contact_and_its_old_id() => JsonNode.DeepEquals(Flat("text"), JsonNode.Parse(
        $$"""
        {"contacts":[{"profile":{"name":"Sheena Nelson"},"wa_id":"16505551234"}],
         "messages":[{"from":"16505551234","id":"old:{{Value("text")["messages"]![0]!["id"]}}","timestamp":"{{Value("text")["messages"]![0]!["timestamp"]}}","type":"text","text":{{Value("text")["messages"]![0]!["text"]!.ToJsonString()}}}]}
        """)).ShouldBeTrue(Flat("text")!.ToJsonString());

    [Fact]
    public void A_voice_note_is_of_type_voice()
    {
        var message = Flat("voice")!["messages"]![0]!;

        message["type"]!.GetValue<string>().ShouldBe("voice");
        message["audio"].ShouldBeNull();
        message["voice"]!["id"]!.GetValue<string>().ShouldBe("file:65463456");
        message["voice"]!["voice"].ShouldBeNull();
    }

    [Fact]
    public void The_hash_of_a_file_is_hexadecimal_and_its_address_is_gone()
    {
        var value = Value("image");
        var image = (JsonObject)value["messages"]![0]!["image"]!;
        image["sha256"] = Convert.ToBase64String(Enumerable.Range(0, 32).Select(at => (byte)at).ToArray());
        image["url"] = "https://lookaside.example/x";

        var flat = FlatWebhook.From(value, Names, All)!["messages"]![0]!["image"]!;

        flat["sha256"]!.GetValue<string>().ShouldBe("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        flat["url"].ShouldBeNull();
    }

    [Theory]
    [InlineData("button", "button")]
    [InlineData("button_reply", "interactive")]
    [InlineData("list_reply", "interactive")]
    [InlineData("document", "document")]
    [InlineData("audio", "audio")]
    [InlineData("video", "video")]
    [InlineData("sticker", "sticker")]
    [InlineData("location", "location")]
    [InlineData("contacts", "contacts")]
    [InlineData("order", "order")]
    [InlineData("flow_reply", "interactive")]
    public void Known_types_keep_their_object(string fixture, string type)
    {
        var message = Flat(fixture)!["messages"]![0]!;

        message["type"]!.GetValue<string>().ShouldBe(type);
        message[type].ShouldNotBeNull();
        message["from_user_id"].ShouldBeNull();
    }

    [Theory]
    [InlineData("unsupported")]
    [InlineData("reaction")]
    public void Types_that_the_old_client_did_not_know_are_unknown_with_501(string fixture)
    {
        var message = Flat(fixture)!["messages"]![0]!;

        message["type"]!.GetValue<string>().ShouldBe("unknown");
        message["errors"]![0]!["code"]!.GetValue<int>().ShouldBe(501);
        message["errors"]![0]!["title"]!.GetValue<string>().ShouldBe("Message type is not currently supported");
    }

    [Fact]
    public void Types_that_the_old_client_did_not_know_can_be_left_out() => FlatWebhook.From(Value("reaction"), Names, All with { UnknownTypes = false }).ShouldBeNull();

    [Fact]
    public void A_changed_number_is_told_with_new_wa_id_and_without_the_contact()
    {
        var flat = Flat("system_changed_number")!;

        flat["contacts"].ShouldBeNull();
        flat["messages"]![0]!["system"]!["type"]!.GetValue<string>().ShouldBe("user_changed_number");
        flat["messages"]![0]!["system"]!["new_wa_id"]!.GetValue<string>().ShouldBe("12195555358");
        flat["messages"]![0]!["system"]!["wa_id"].ShouldBeNull();
    }

    [Fact]
    public void A_changed_identity_has_its_old_type() => Flat("system_identity_changed")!["messages"]![0]!["system"]!["type"]!.GetValue<string>().ShouldBe("user_identity_changed");

    [Fact]
    public void A_reply_quotes_by_the_old_id() => Flat("text_reply")!["messages"]![0]!["context"]!["id"]!.GetValue<string>().ShouldStartWith("old:");

    [Fact]
    public void A_customer_who_hides_the_number_is_told_by_user_id() => Flat("text_hidden_number")!["messages"]![0]!["from"]!.GetValue<string>().ShouldNotBeEmpty();

    [Theory]
    [InlineData("status_sent", "sent")]
    [InlineData("status_delivered", "delivered")]
    [InlineData("status_read", "read")]
    [InlineData("status_played", "read")]
    [InlineData("status_deleted", "deleted")]
    public void A_status_has_the_old_id_the_recipient_twice_and_a_type(string fixture, string kind)
    {
        var status = Flat(fixture)!["statuses"]![0]!;

        status["status"]!.GetValue<string>().ShouldBe(kind);
        status["id"]!.GetValue<string>().ShouldStartWith("old:wamid");
        status["type"]!.GetValue<string>().ShouldBe("message");
        status["message"]!["recipient_id"]!.ToString().ShouldBe(status["recipient_id"]!.ToString());
        if (status["conversation"]?["expiration_timestamp"] is { } expires)
        {
            expires.GetValueKind().ShouldBe(JsonValueKind.Number);
        }
    }

    [Fact]
    public void Switches_hold_statuses_back()
    {
        FlatWebhook.From(Value("status_sent"), Names, All with { Sent = false }).ShouldBeNull();
        FlatWebhook.From(Value("status_delivered"), Names, All with { Delivered = false }).ShouldBeNull();
        FlatWebhook.From(Value("status_read"), Names, All with { Read = false }).ShouldBeNull();
        FlatWebhook.From(Value("status_failed_131047"), Names, new FlatSwitches(false, false, false)).ShouldNotBeNull();
    }

    [Fact]
    public void No_status_is_invented() => Flat("status_unknown").ShouldBeNull();

    [Fact]
    public void A_failure_has_the_old_code_and_title_and_no_error_data()
    {
        var error = Flat("status_failed_131047")!["statuses"]![0]!["errors"]![0]!;

        error["code"]!.GetValue<int>().ShouldBe(470);
        error["title"]!.GetValue<string>().ShouldBe("Re-engagement message");
        error["details"]!.GetValue<string>().ShouldContain("24 hours");
        error["message"].ShouldBeNull();
        error["error_data"].ShouldBeNull();
    }

    [Fact]
    public void Errors_of_the_value_are_at_the_top() => Flat("value_errors")!["errors"]!.AsArray().Count.ShouldBeGreaterThan(0);

    [Fact]
    public void No_shape_that_Meta_sends_breaks_the_translation()
    {
        foreach (var name in Fixture.Names)
        {
            if (JsonNode.Parse(Fixture.Text(name)) is JsonObject json && json["entry"]?[0]?["changes"]?[0]?["value"] is JsonObject value)
            {
                Should.NotThrow(() => FlatWebhook.From(value, Names, All)?.ToJsonString(), name);
            }
        }
    }

    [Theory]
    [InlineData(190, 500, 1014)]
    [InlineData(200, 500, 1014)]
    [InlineData(131016, 503, 1016)]
    [InlineData(130429, 429, 1015)]
    [InlineData(131048, 400, 471)]
    [InlineData(131056, 429, 1015)]
    [InlineData(132000, 400, 2000)]
    [InlineData(131021, 400, 1021)]
    [InlineData(131031, 403, 1031)]
    [InlineData(999999, 500, 1000)]
    public void A_refusal_of_Metas_is_said_in_the_old_words(int cloud, int http, int code)
    {
        var error = CloudErrors.ToAnswer(Kaiwa.WhatsApp.Errors.GraphError.Of(cloud, "why"));

        (error.Http, error.Code).ShouldBe((http, code));
    }

    private static JsonObject? Flat(string fixture) => FlatWebhook.From(Value(fixture), Names, All);

    private static JsonObject Value(string fixture) => (JsonObject)JsonNode.Parse(Fixture.Text(fixture))!["entry"]![0]!["changes"]![0]!["value"]!;
}
