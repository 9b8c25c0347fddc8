using Kaiwa.WhatsApp.Messages;

namespace Kaiwa.Tests.WhatsApp.Messages;

public sealed class IncomingMessageTests
{
    [Fact]
    public void What_all_messages_share_is_read()
    {
        var text = Fixture.Message<IncomingMessage.Text>("text");
        text.Body.ShouldBe("Does it come in another color?");
        (text.Id, text.From, text.FromUserId, text.Type).ShouldBe(("wamid.IN", "16505551234", "US.13491208655302741918", "text"));
        text.TimestampMs.ShouldBe(1749416383000);
        text.Raw.ShouldBeJson("""{"from":"16505551234","from_user_id":"US.13491208655302741918","id":"wamid.IN","timestamp":"1749416383","type":"text","text":{"body":"Does it come in another color?"}}""");
    }

    [Fact]
    public void A_customer_who_hides_the_number_has_a_user_id_only()
    {
        var change = Fixture.Change("text_hidden_number");
        var message = change.Messages[0];
        message.From.ShouldBeNull();
        (message.FromUserId, message.FromParentUserId).ShouldBe(("US.13491208655302741918", "US.ENT.11815799212886844830"));
        (change.Contacts[0].WaId, change.Contacts[0].Username, change.Contacts[0].ParentUserId).ShouldBe((null, "sheena.n", "US.ENT.11815799212886844830"));
    }

    [Fact]
    public void A_quote_a_forward_and_a_product_are_context()
    {
        Fixture.Message("text_reply").Context.ShouldBe(new MessageContext("15550783881", "wamid.Q", false, false, null, null));
        Fixture.Message("text_forwarded").Context.ShouldBe(new MessageContext(null, null, true, false, null, null));
        Fixture.Message("text_frequently_forwarded").Context.ShouldBe(new MessageContext(null, null, true, true, null, null));
        Fixture.Message("text_about_product").Context.ShouldBe(new MessageContext("15550783881", "wamid.P", false, false, "194836987003835", "sku-1"));
    }

    [Fact]
    public void An_ad_is_a_referral()
    {
        var referral = Fixture.Message("text_from_ad").Referral.ShouldNotBeNull();
        (referral.SourceType, referral.SourceId, referral.SourceUrl).ShouldBe(("ad", "120226305854810726", "https://fb.me/x"));
        (referral.Headline, referral.Body, referral.ClickId).ShouldBe(("Title", "Primary text", "Aff-n8ZTODi"));
    }

    [Fact]
    public void A_group_message_names_the_group() => Fixture.Message("text_in_group").GroupId.ShouldBe("Y2FwaV9ncm91cA");

    [Theory]
    [InlineData("image", MediaKind.Image, "65463453", "image/jpeg", MessageKind.Image, "The blue one")]
    [InlineData("video", MediaKind.Video, "65463454", "video/mp4", MessageKind.Video, "Unboxing")]
    [InlineData("audio", MediaKind.Audio, "65463455", "audio/mpeg", MessageKind.Audio, "")]
    [InlineData("voice", MediaKind.Audio, "65463456", "audio/ogg; codecs=opus", MessageKind.Voice, "")]
    [InlineData("document", MediaKind.Document, "65463457", "application/pdf", MessageKind.Document, "order.pdf")]
    [InlineData("sticker", MediaKind.Sticker, "65463458", "image/webp", MessageKind.Sticker, "")]
    public void Files_are_read(string fixture, MediaKind mediaKind, string id, string mimeType, MessageKind kind, string preview)
    {
        var media = Fixture.Message<IncomingMessage.Media>(fixture);
        (media.MediaKind, media.MediaId, media.MimeType, media.Kind, media.Preview).ShouldBe((mediaKind, id, mimeType, kind, preview));
    }

    [Fact]
    public void An_image_has_its_hash_and_address()
    {
        var image = Fixture.Message<IncomingMessage.Media>("image");
        (image.Sha256, image.Url).ShouldBe(("4654+8g=", "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=65463453"));
        Fixture.Message<IncomingMessage.Media>("sticker").Animated.ShouldBeTrue();
    }

    [Fact]
    public void A_file_that_could_not_be_fetched_says_why()
    {
        var media = Fixture.Message<IncomingMessage.Media>("media_failed");
        media.MediaId.ShouldBeNull();
        media.Errors.ShouldHaveSingleItem().Code.ShouldBe(131052);
    }

    [Fact]
    public void Places_are_read()
    {
        var place = Fixture.Message<IncomingMessage.Location>("location");
        (place.Latitude, place.Longitude, place.Name, place.Address, place.Url).ShouldBe((37.44216, -122.16155, "Philz Coffee", "101 Forest Ave", "https://philz.example"));
        var pin = Fixture.Message<IncomingMessage.Location>("location_pin");
        (pin.Latitude, pin.Longitude, pin.Preview).ShouldBe((35.6812, 139.7671, "35.6812, 139.7671"));
    }

    [Fact]
    public void Contact_cards_are_read()
    {
        var contacts = Fixture.Message<IncomingMessage.Contacts>("contacts");
        var card = contacts.Cards.ShouldHaveSingleItem();
        card.Name.ShouldBe(new ContactName("Ann Lee", "Ann", "Lee"));
        card.Phones.ShouldHaveSingleItem().ShouldBe(new ContactPhone("+1 650-555-9999", "CELL", "16505559999"));
        card.Emails.ShouldHaveSingleItem().ShouldBe(new ContactEmail("ann@example.com", "WORK"));
        card.Organization.ShouldBe(new ContactOrganization("Shrub"));
        contacts.Preview.ShouldBe("Ann Lee");
        Fixture.Message<IncomingMessage.Contacts>("contacts_requested").Origin.ShouldBe("contact_request");
    }

    [Fact]
    public void A_reaction_may_be_taken_away()
    {
        var reaction = Fixture.Message<IncomingMessage.Reaction>("reaction");
        (reaction.MessageId, reaction.Emoji).ShouldBe(("wamid.B", "😮"));
        Fixture.Message<IncomingMessage.Reaction>("reaction_removed").Emoji.ShouldBeNull();
    }

    [Fact]
    public void Taps_and_choices_are_read()
    {
        var button = Fixture.Message<IncomingMessage.Button>("button");
        (button.Payload, button.Label, button.Context?.Id).ShouldBe(("more-0", "Tell me more", "wamid.T"));
        var reply = Fixture.Message<IncomingMessage.ButtonReply>("button_reply");
        (reply.ButtonId, reply.Title).ShouldBe(("cancel", "Cancel"));
        var row = Fixture.Message<IncomingMessage.ListReply>("list_reply");
        (row.RowId, row.Title, row.Description, row.Kind).ShouldBe(("exp", "Express", "1-2 days", MessageKind.Tap));
    }

    [Fact]
    public void A_form_and_a_call_permission_are_read()
    {
        var form = Fixture.Message<IncomingMessage.FlowReply>("flow_reply");
        (form.Name, form.Body, form.ResponseJson).ShouldBe(("flow", "Sent", """{"flow_token":"tok-1","date":"2026-01-02"}"""));
        var permission = Fixture.Message<IncomingMessage.CallPermissionReply>("call_permission_reply");
        (permission.Response, permission.IsPermanent, permission.ExpiresAtMs, permission.Source).ShouldBe(("accept", false, 1753186982000, "user_action"));
    }

    [Fact]
    public void An_order_is_read_whether_its_numbers_are_numbers_or_text()
    {
        var order = Fixture.Message<IncomingMessage.Order>("order");
        (order.CatalogId, order.Note).ShouldBe(("194836987003835", "Love these!"));
        order.Items.ShouldBe([new OrderItem("sku-1", 2, 30m, "USD"), new OrderItem("sku-2", 1, 12.50m, "USD")]);
    }

    [Fact]
    public void Notices_about_a_customer_are_read()
    {
        var number = Fixture.Message<IncomingMessage.System>("system_changed_number");
        (number.Event, number.From, number.WaId).ShouldBe(("user_changed_number", "16505551234", "12195555358"));
        Fixture.Message<IncomingMessage.System>("system_changed_number_legacy").WaId.ShouldBe("12195555358");
        var userId = Fixture.Message<IncomingMessage.System>("system_changed_user_id");
        (userId.UserId, userId.PreviousUserId, userId.ParentUserId, userId.PreviousParentUserId).ShouldBe(("US.2", "US.1", "US.ENT.2", "US.ENT.1"));
        Fixture.Message<IncomingMessage.System>("system_identity_changed").Event.ShouldBe("customer_identity_changed");
    }

    [Fact]
    public void What_whatsapp_cannot_pass_on_says_what_it_was()
    {
        var unsupported = Fixture.Message<IncomingMessage.Unsupported>("unsupported");
        (unsupported.UnsupportedType, unsupported.Preview).ShouldBe(("poll", "Message type is currently not supported."));
    }

    [Fact]
    public void Edits_and_revocations_name_the_original()
    {
        var edit = Fixture.Message<IncomingMessage.Edit>("edit");
        edit.OriginalMessageId.ShouldBe("wamid.O");
        edit.Message.ShouldBeOfType<IncomingMessage.Text>().Body.ShouldBe("fixed");
        edit.Preview.ShouldBe("fixed");
        Fixture.Message<IncomingMessage.Revoke>("revoke").OriginalMessageId.ShouldBe("wamid.O");
    }

    [Theory]
    [InlineData("unknown_type", "hologram")]
    [InlineData("interactive_unknown", "interactive")]
    public void What_is_not_known_is_kept_raw(string fixture, string type)
    {
        var message = Fixture.Message<IncomingMessage.Unknown>(fixture);
        (message.Type, message.From, message.Kind).ShouldBe((type, "16505551234", MessageKind.Unknown));
        System.Text.Encoding.UTF8.GetString(message.Raw.Span).ShouldContain("hologram");
    }

    [Fact]
    public void A_preview_is_one_line_of_at_most_160_characters()
    {
        new IncomingMessage.Text("  two\n\n lines\t").Preview.ShouldBe("two lines");
        new IncomingMessage.Text(new string('a', 161)).Preview.ShouldBe(new string('a', 159) + "…");
        new IncomingMessage.Text(new string('a', 158) + "😮😮").Preview.ShouldBe(new string('a', 158) + "…");
    }
}
