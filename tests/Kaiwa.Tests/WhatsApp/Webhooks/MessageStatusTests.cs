using Kaiwa.WhatsApp.Webhooks;

namespace Kaiwa.Tests.WhatsApp.Webhooks;

public sealed class MessageStatusTests
{
    [Theory]
    [InlineData("status_sent", MessageStatusKind.Sent, "sent")]
    [InlineData("status_delivered", MessageStatusKind.Delivered, "delivered")]
    [InlineData("status_read", MessageStatusKind.Read, "read")]
    [InlineData("status_played", MessageStatusKind.Played, "played")]
    [InlineData("status_failed_131047", MessageStatusKind.Failed, "failed")]
    [InlineData("status_deleted", MessageStatusKind.Deleted, "deleted")]
    [InlineData("status_warning", MessageStatusKind.Warning, "warning")]
    [InlineData("status_unknown", MessageStatusKind.Unknown, "teleported")]
    public void Every_kind_is_read(string fixture, MessageStatusKind kind, string text)
    {
        var status = Fixture.Status(fixture);
        (status.Kind, status.StatusText, status.Wamid, status.RecipientId).ShouldBe((kind, text, "wamid.OUT", "16505551234"));
    }

    [Fact]
    public void Everything_of_a_sent_status_is_read()
    {
        var status = Fixture.Status("status_sent");
        status.TimestampMs.ShouldBe(1750030073000);
        status.RecipientUserId.ShouldBe("US.13491208655302741918");
        status.RecipientParentUserId.ShouldBe("US.ENT.118");
        status.CallbackData.ShouldBe("k.0123456789abcdefghijkl");
        status.Pricing.ShouldBeJson("""{"billable":true,"pricing_model":"PMP","type":"regular","category":"marketing"}""");
        status.Conversation.ShouldBeJson("""{"id":"72b14d6bd5407799e66f64d1b338e567","expiration_timestamp":"1750116480","origin":{"type":"marketing"}}""");
        status.Errors.ShouldBeEmpty();
    }

    [Fact]
    public void A_failed_status_says_why()
    {
        var error = Fixture.Status("status_failed_131049").Errors.ShouldHaveSingleItem();
        error.Code.ShouldBe(131049);
        error.Details.ShouldBe("In order to maintain a healthy ecosystem engagement, the message failed to be delivered.");
    }

    [Fact]
    public void A_customer_who_hides_the_number_is_known_by_user_id()
    {
        var status = Fixture.Status("status_hidden_number");
        status.RecipientId.ShouldBeNull();
        status.RecipientUserId.ShouldBe("US.13491208655302741918");
    }

    [Theory]
    [InlineData("status_group")]
    [InlineData("status_group_old_spelling")]
    public void A_group_status_names_the_participant(string fixture)
    {
        var status = Fixture.Status(fixture);
        (status.RecipientType, status.RecipientId, status.ParticipantId).ShouldBe(("group", "Y2FwaV9ncm91cA", "16505551234"));
    }

    [Fact]
    public void A_payment_status_keeps_its_type_and_its_raw_json()
    {
        var status = Fixture.Status("status_payment");
        (status.Type, status.Kind, status.StatusText).ShouldBe(("payment", MessageStatusKind.Unknown, "captured"));
        status.Raw.ShouldBeJson("""{"id":"wamid.OUT","status":"captured","timestamp":"1750030073","recipient_id":"16505551234","type":"payment","payment":{"reference_id":"order-42"}}""");
    }
}
