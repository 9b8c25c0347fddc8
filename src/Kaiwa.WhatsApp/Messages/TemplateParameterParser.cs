using System.Globalization;
using System.Text.Json;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Reads one value of a template.</summary>
internal static class TemplateParameterParser
{
    public const string Path = "template.components.parameters";
    private const int TooLong = 132005;
    private const int BadCharacters = 132007;
    private const int LongestValue = 1024;
    private const int LongestTtl = 43_200;

    // The subType is the button's kind; null for header and body.
    public static TemplateParameter Parse(JsonElement parameter, string? subType, bool inBody, Checks checks)
    {
        var name = checks.Optional(parameter, "parameter_name", Path + ".parameter_name", 512);
        switch (Checks.Lower(checks.Required(parameter, "type", Path + ".type", 64)))
        {
            case "text":
                var text = checks.Required(parameter, "text", Path + ".text", int.MaxValue);
                CheckValue(text, inBody, checks);
                return new TemplateParameter.Text(text, name);
            case "currency" when checks.TryObject(parameter, "currency", Path + ".currency", out var currency):
                return new TemplateParameter.Currency(
                    checks.Required(currency, "fallback_value", Path + ".currency.fallback_value", LongestValue),
                    checks.Required(currency, "code", Path + ".currency.code", 3),
                    (long)checks.Number(currency, "amount_1000", Path + ".currency.amount_1000", -1e15, 1e15),
                    name);
            case "date_time" when checks.TryObject(parameter, "date_time", Path + ".date_time", out var date):
                return new TemplateParameter.DateTime(checks.Required(date, "fallback_value", Path + ".date_time.fallback_value", LongestValue), name);
            case "image" when checks.TryObject(parameter, "image", Path + ".image", out var image):
                return new TemplateParameter.Image(OutgoingMessageParser.Source(image, Path + ".image", checks));
            case "video" when checks.TryObject(parameter, "video", Path + ".video", out var video):
                return new TemplateParameter.Video(OutgoingMessageParser.Source(video, Path + ".video", checks));
            case "document" when checks.TryObject(parameter, "document", Path + ".document", out var document):
                return new TemplateParameter.Document(
                    OutgoingMessageParser.Source(document, Path + ".document", checks), checks.Optional(document, "filename", Path + ".document.filename", 1000));
            case "gif" when checks.TryObject(parameter, "gif", Path + ".gif", out var gif):
                return new TemplateParameter.Gif(OutgoingMessageParser.Source(gif, Path + ".gif", checks));
            case "product" when checks.TryObject(parameter, "product", Path + ".product", out var product):
                return new TemplateParameter.Product(
                    checks.Required(product, "product_retailer_id", Path + ".product.product_retailer_id", CommerceParser.LongestRetailerId),
                    checks.Required(product, "catalog_id", Path + ".product.catalog_id", CommerceParser.LongestCatalogId));
            case "location" when checks.TryObject(parameter, "location", Path + ".location", out var location):
                return new TemplateParameter.Location(
                    checks.Number(location, "latitude", Path + ".location.latitude", -90, 90),
                    checks.Number(location, "longitude", Path + ".location.longitude", -180, 180),
                    checks.Optional(location, "name", Path + ".location.name", LongestValue),
                    checks.Optional(location, "address", Path + ".location.address", LongestValue));
            case "payload":
                return new TemplateParameter.Payload(checks.Required(parameter, "payload", Path + ".payload", 256));
            case "coupon_code":
                return new TemplateParameter.CouponCode(checks.Required(parameter, "coupon_code", Path + ".coupon_code", 20));
            case "group_id":
                return new TemplateParameter.Group(checks.Required(parameter, "group_id", Path + ".group_id", LongestValue), name);
            case "ttl_minutes":
                return new TemplateParameter.TtlMinutes((int)checks.Integer(parameter, "ttl_minutes", Path + ".ttl_minutes", 1, LongestTtl));
            case "action" when checks.TryObject(parameter, "action", Path + ".action", out var action):
                return Action(action, subType, checks) ?? new TemplateParameter.Other(Checks.Raw(parameter));
            default:
                return new TemplateParameter.Other(Checks.Raw(parameter));
        }
    }

    // What a button's action means is told by the button's kind.
    private static TemplateParameter? Action(JsonElement action, string? subType, Checks checks)
    {
        const string Thumbnail = "thumbnail_product_retailer_id";
        switch (subType)
        {
            case "flow":
                string? data = null;
                if (action.TryGetProperty("flow_action_data", out var given) && given.ValueKind != JsonValueKind.Null && checks.TryObject(action, "flow_action_data", Path + ".action.flow_action_data", out given))
                {
                    data = given.GetRawText();
                }

                return new TemplateParameter.FlowStart(checks.Optional(action, "flow_token", Path + ".action.flow_token", LongestValue), data);
            case "catalog":
                return new TemplateParameter.CatalogueStart(checks.Optional(action, Thumbnail, Path + ".action." + Thumbnail, CommerceParser.LongestRetailerId));
            case "mpm":
                return new TemplateParameter.Products(
                    checks.Required(action, Thumbnail, Path + ".action." + Thumbnail, CommerceParser.LongestRetailerId), CommerceParser.Sections(action, Path + ".action.sections", checks));
            case "order_details" when checks.TryObject(action, "order_details", Path + ".action.order_details", out var bill):
                return new TemplateParameter.Bill(PaymentParser.Request(bill, Path + ".action.order_details", checks));
            default:
                return null;
        }
    }

    private static void CheckValue(string text, bool inBody, Checks checks)
    {
        if (text.Length > LongestValue && text.EnumerateRunes().Count() > LongestValue)
        {
            checks.Refuse(TooLong, string.Create(CultureInfo.InvariantCulture, $"A value of a template must be at most {LongestValue} characters long."));
        }

        if (inBody && (text.AsSpan().IndexOfAny('\n', '\r', '\t') >= 0 || text.Contains("     ", StringComparison.Ordinal)))
        {
            checks.Refuse(BadCharacters, "Param text cannot have new-line/tab characters or more than 4 consecutive spaces.");
        }
    }
}
