using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Api.Json;

namespace Kaiwa.Simulator.Rules;

/// <summary>Two to ten cards that must be alike.</summary>
internal static class CarouselRules
{
    public static Refusal? Check(JsonSlice action, Func<string, bool> mediaExists)
    {
        var cards = action["cards"u8];
        if (cards.Count is < 2 or > 10)
        {
            return Refusal.Invalid($"Invalid cards count. Min allowed cards: 2, Max allowed cards: 10 (got {cards.Count}).");
        }

        string? first = null;
        var items = new JsonItems(cards.Raw);
        while (items.MoveNext())
        {
            if (Card(items.Value, items.Index, mediaExists, out var likeness) is { } wrong)
            {
                return wrong;
            }

            first ??= likeness;
            if (first != likeness)
            {
                return Refusal.Invalid($"Card {items.Index} differs: all cards must have the same kind of header, the same kind and number of buttons, and one catalogue.");
            }
        }

        return null;
    }

    private static Refusal? Card(JsonSlice card, int index, Func<string, bool> mediaExists, out string likeness)
    {
        var action = card["action"u8];
        likeness = "";
        if (!card["card_index"u8].TryInteger(out var given) || given != index)
        {
            return Refusal.Invalid($"card_index of card {index} must be {index}.");
        }

        if (card["type"u8].IsIgnoringCase("product"u8))
        {
            likeness = "product " + action["catalog_id"u8].Text;
            return card["header"u8].Exists || card["footer"u8].Exists || action["buttons"u8].Exists
                ? Refusal.Invalid("A product card has no header, footer or buttons.")
                : CommerceRules.Product(action);
        }

        if (!card["type"u8].IsIgnoringCase("cta_url"u8))
        {
            return Refusal.Invalid($"type of card {index} must be one of cta_url, product.");
        }

        var header = card["header"u8];
        var isImage = header["type"u8].IsIgnoringCase("image"u8);
        var body = card["body"u8]["text"u8];
        if (!isImage && !header["type"u8].IsIgnoringCase("video"u8))
        {
            return Refusal.Invalid($"header of card {index} must be an image or a video.");
        }

        if (body.Length > 160 || body.Text.Count('\n') > 2)
        {
            return Refusal.Invalid("Card body length invalid. Max length: 160, with at most 2 line breaks.");
        }

        likeness = $"{isImage} {action["buttons"u8].Count}";
        return ContentRules.Media($"card {index}", header[isImage ? "image"u8 : "video"u8], mediaExists, captionAllowed: false)
            ?? (action["buttons"u8].Exists ? Buttons(action["buttons"u8]) : InteractiveRules.Url(action["parameters"u8]));
    }

    private static Refusal? Buttons(JsonSlice buttons)
    {
        if (buttons.Count == 0)
        {
            return Refusal.Missing("buttons are required");
        }

        var items = new JsonItems(buttons.Raw);
        while (items.MoveNext())
        {
            var reply = items.Value["quick_reply"u8];
            if (!items.Value["type"u8].IsIgnoringCase("quick_reply"u8) || reply["id"u8].Length is 0 or > 256 || reply["title"u8].Length is 0 or > 20)
            {
                return Refusal.Invalid("A button of a card is a quick_reply with an id of 1 to 256 and a title of 1 to 20 characters.");
            }
        }

        return null;
    }
}
