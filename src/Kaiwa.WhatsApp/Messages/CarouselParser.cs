using System.Text.Json;
using static Kaiwa.WhatsApp.Messages.InteractiveParser;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Reads a carousel and checks that its cards are alike.</summary>
internal static class CarouselParser
{
    private const int FewestCards = 2;
    private const int MostCards = 10;
    private const int LongestCardBody = 160;
    private const int MostLineBreaks = 2;
    private const string Path = "interactive.action.cards";

    public static OutgoingMessage.Carousel Parse(JsonElement content, Checks checks)
    {
        RefuseHeader(content, "carousel", checks);
        var body = Body(content, LongestBody, checks);
        var cards = new List<CarouselCard>();
        if (checks.TryObject(content, "action", "interactive.action", out var action))
        {
            foreach (var card in checks.List(action, "cards", Path, FewestCards, MostCards))
            {
                if (checks.Integer(card, "card_index", Path + ".card_index", 0, MostCards - 1) != cards.Count)
                {
                    checks.Refuse(Checks.Invalid, $"The parameter {Path}.card_index must be the position of its card, from 0.");
                }

                cards.Add(Card(card, checks));
            }
        }

        if (cards.Select(Likeness).Distinct(StringComparer.Ordinal).Count() > 1)
        {
            checks.Refuse(Checks.Invalid, "The cards of a carousel must be alike: the same kind of header, the same kind and number of buttons, products of one catalogue.");
        }

        return new OutgoingMessage.Carousel(body, cards);
    }

    private static CarouselCard Card(JsonElement card, Checks checks)
    {
        var action = checks.TryObject(card, "action", Path + ".action", out var given) ? given : Checks.Nothing;
        switch (checks.OneOf(card, "type", Path + ".type", "cta_url", "product"))
        {
            case "product":
                return Product(card, action, checks);
            default:
                var header = Header(card, Path + ".header", checks);
                if (header is not (InteractiveHeader.Image or InteractiveHeader.Video))
                {
                    checks.Refuse(header is null ? Checks.Missing : Checks.Invalid, $"The parameter {Path}.header is required and must be image or video.");
                }

                var body = CardBody(card, checks);
                return Checks.Has(action, "buttons") ? Replies(header, action, body, checks) : Link(header, action, body, checks);
        }
    }

    private static CarouselCard.Product Product(JsonElement card, JsonElement action, Checks checks)
    {
        if (Checks.Has(card, "header") || Checks.Has(card, "footer") || Checks.Has(action, "buttons"))
        {
            checks.Refuse(Checks.Invalid, "A product card of a carousel has no header, footer or buttons.");
        }

        return new CarouselCard.Product(
            checks.Required(action, "catalog_id", Path + ".action.catalog_id", CommerceParser.LongestCatalogId),
            checks.Required(action, "product_retailer_id", Path + ".action.product_retailer_id", CommerceParser.LongestRetailerId));
    }

    private static CarouselCard.Link Link(InteractiveHeader? header, JsonElement action, string? body, Checks checks)
    {
        var parameters = checks.TryObject(action, "parameters", Path + ".action.parameters", out var given) ? given : Checks.Nothing;
        var (label, url) = InteractiveParser.Link(parameters, Path + ".action.parameters", checks);
        return new CarouselCard.Link(header ?? Nothing, label, url, body);
    }

    private static CarouselCard.Replies Replies(InteractiveHeader? header, JsonElement action, string? body, Checks checks)
    {
        var buttons = new List<ReplyButton>();
        foreach (var button in checks.List(action, "buttons", Path + ".action.buttons", 1, 3))
        {
            checks.OneOf(button, "type", Path + ".action.buttons.type", "quick_reply");
            if (checks.TryObject(button, "quick_reply", Path + ".action.buttons.quick_reply", out var reply))
            {
                buttons.Add(new ReplyButton(
                    checks.Required(reply, "id", Path + ".action.buttons.quick_reply.id", 256),
                    checks.Required(reply, "title", Path + ".action.buttons.quick_reply.title", LongestLabel)));
            }
        }

        return new CarouselCard.Replies(header ?? Nothing, buttons, body);
    }

    private static string? CardBody(JsonElement card, Checks checks)
    {
        var body = OptionalBody(card, Path + ".body", LongestCardBody, checks);
        if (body is not null && body.Count('\n') > MostLineBreaks)
        {
            checks.Refuse(Checks.Invalid, $"The parameter {Path}.body.text may have at most 2 line breaks.");
        }

        return body;
    }

    private static string Likeness(CarouselCard card) => card switch
    {
        CarouselCard.Link link => "link " + link.Header.GetType().Name,
        CarouselCard.Replies replies => $"replies {replies.Header.GetType().Name} {replies.Buttons.Count}",
        CarouselCard.Product product => "product " + product.CatalogId,
        _ => "",
    };

    private static readonly InteractiveHeader Nothing = new InteractiveHeader.Image(new MediaSource.ById(""));
}
