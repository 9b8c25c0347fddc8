using Kaiwa.Console.Inbox;

namespace Kaiwa.Console.Tests;

public sealed class MessageBodyTests
{
    [Fact]
    public void A_kind_nobody_knows_keeps_its_raw_form() =>
        MessageBody.Of(Some.Message(1, kind: "hologram", content: """{"type":"hologram","hologram":{"beam":[1,2]}}"""))
            .ShouldBeOfType<MessageBody.Unknown>().Raw.ShouldContain("\"beam\"");

    [Fact]
    public void What_is_not_even_JSON_is_shown_as_it_is() =>
        MessageBody.Of(Some.Message(1, kind: "odd", content: "<xml/>")).ShouldBe(new MessageBody.Unknown("odd", "<xml/>"));

    [Fact]
    public void A_location_without_a_name_keeps_its_coordinates() =>
        MessageBody.Of(Some.Message(1, kind: "location", content: """{"type":"location","location":{"latitude":35.5,"longitude":139.25}}"""))
            .ShouldBe(new MessageBody.Location(35.5, 139.25, null, null));

    [Fact]
    public void A_tapped_button_is_a_choice() =>
        MessageBody.Of(Some.Message(1, kind: "interactive", content: """{"type":"interactive","interactive":{"type":"button_reply","button_reply":{"id":"m","title":"Medium"}}}"""))
            .ShouldBe(new MessageBody.Choice("Medium", null));

    [Fact]
    public void A_menu_lists_its_buttons_and_its_rows()
    {
        var buttons = MessageBody.Of(Some.Message(1, kind: "interactive", content: """{"interactive":{"type":"button","body":{"text":"Size?"},"action":{"buttons":[{"type":"reply","reply":{"id":"s","title":"Small"}}]}}}"""));
        var rows = MessageBody.Of(Some.Message(2, kind: "interactive", content: """{"interactive":{"type":"list","body":{"text":"Size?"},"action":{"button":"See","sections":[{"rows":[{"id":"l","title":"Large"}]}]}}}"""));

        buttons.ShouldBeOfType<MessageBody.Menu>().Choices.Select(choice => choice.Label).ShouldBe(["Small"]);
        rows.ShouldBeOfType<MessageBody.Menu>().Choices.Select(choice => choice.Label).ShouldBe(["Large"]);
    }

    [Fact]
    public void An_order_lists_products_and_prices_written_as_numbers_or_words()
    {
        var order = MessageBody.Of(Some.Message(1, kind: "order", content: """{"order":{"text":"Gift","product_items":[{"product_retailer_id":"A","quantity":2,"item_price":6.5,"currency":"USD"},{"product_retailer_id":"B","quantity":"1","item_price":"7","currency":"USD"}]}}""")).ShouldBeOfType<MessageBody.Order>();

        order.Note.ShouldBe("Gift");
        order.Items.ShouldBe([("A", 2, 6.5m, "USD"), ("B", 1, 7m, "USD")]);
    }

    [Fact]
    public void Contact_cards_may_lack_phones() =>
        MessageBody.Of(Some.Message(1, kind: "contacts", content: """{"contacts":[{"name":{"formatted_name":"Ana"}}]}"""))
            .ShouldBeOfType<MessageBody.Cards>().People.ShouldHaveSingleItem().Name.ShouldBe("Ana");
}
