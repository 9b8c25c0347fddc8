using System.Globalization;
using System.Text.Json;
using static Kaiwa.WhatsApp.Messages.InteractiveParser;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Reads bills and what becomes of orders. The rules are India's for rupees, Brazil's for reais.</summary>
internal static class PaymentParser
{
    private const int Offset = 100;
    private const int LongestReferenceInIndia = 35;
    private const int LongestReferenceInBrazil = 60;
    private const int LongestItem = 60;
    private const int LongestReceipt = 40;

    // Not documented: a generous bound for what Meta bounds without telling.
    private const int LongestValue = 1024;
    private const int MostItems = 1000;

    private static readonly string[] OrderStates = ["pending", "processing", "partially-shipped", "shipped", "completed", "canceled"];

    public static OutgoingMessage Parse(string type, JsonElement content, Checks checks)
    {
        var body = Body(content, LongestBody, checks);
        const string Path = "interactive.action.parameters";
        if (type == "order_details")
        {
            var header = Header(content, checks);
            if (header is InteractiveHeader.Text)
            {
                checks.Refuse(Checks.Invalid, "The header of an order must be image, video or document.");
            }

            return new OutgoingMessage.OrderDetails(body, Request(Parameters(content, "review_and_pay", checks), Path, checks), header, Footer(content, checks));
        }

        var parameters = Parameters(content, "review_order", checks);
        var (reference, status, description) = Status(parameters, Path, checks);
        return new OutgoingMessage.OrderStatus(body, reference, status, description, Payment(parameters, Path + ".payment", checks), Footer(content, checks));
    }

    /// <summary>The state of an order: in a message, or in a template.</summary>
    public static (string Reference, string Status, string? Description) Status(JsonElement parameters, string path, Checks checks)
    {
        var reference = checks.Required(parameters, "reference_id", path + ".reference_id", LongestReferenceInBrazil);
        return checks.TryObject(parameters, "order", path + ".order", out var order)
            ? (reference, checks.OneOf(order, "status", path + ".order.status", OrderStates), checks.Optional(order, "description", path + ".order.description", LongestValue))
            : (reference, "", null);
    }

    /// <summary>A bill: in a message, or on a template's button.</summary>
    public static PaymentRequest Request(JsonElement parameters, string path, Checks checks)
    {
        var currency = checks.OneOf(parameters, "currency", path + ".currency", "INR", "BRL");
        var inIndia = currency == "INR";
        var reference = checks.Required(parameters, "reference_id", path + ".reference_id", inIndia ? LongestReferenceInIndia : LongestReferenceInBrazil);
        if (inIndia && !reference.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '.' or '-'))
        {
            checks.Refuse(Checks.Invalid, $"The parameter {path}.reference_id may have letters, digits, _ . and - only.");
        }

        var goods = checks.OneOf(parameters, "type", path + ".type", "digital-goods", "physical-goods");
        var total = Amount(parameters, "total_amount", path + ".total_amount", checks);
        var settings = new List<PaymentSetting>();
        foreach (var setting in checks.List(parameters, "payment_settings", path + ".payment_settings", 1, 10))
        {
            settings.Add(Setting(setting, path + ".payment_settings", checks));
        }

        var order = parameters.TryGetProperty("order", out var given) && given.ValueKind != JsonValueKind.Null
            ? Order(parameters, path + ".order", inIndia && goods == "physical-goods", checks)
            : null;
        if (order is not null && total.Value != order.Subtotal.Value + Value(order.Tax) + Value(order.Shipping) - Value(order.Discount))
        {
            checks.Refuse(Checks.Invalid, $"The parameter {path}.total_amount must be subtotal plus tax plus shipping less the discount.");
        }

        return new PaymentRequest(reference, goods, currency, total, settings, order, checks.Optional(parameters, "payment_type", path + ".payment_type", 64));
    }

    private static long Value(PaymentPart? part) => part?.Amount.Value ?? 0;

    private static PaymentSetting Setting(JsonElement setting, string path, Checks checks)
    {
        var type = checks.Required(setting, "type", path + ".type", 64);
        path = path + "." + type;
        switch (type)
        {
            case "payment_gateway" when checks.TryObject(setting, type, path, out var gateway):
                var provider = checks.Required(gateway, "type", path + ".type", 64);
                var own = gateway.TryGetProperty(provider, out var given) && given.ValueKind == JsonValueKind.Object ? given : (JsonElement?)null;
                if (own is { } values)
                {
                    checks.Optional(values, "receipt", $"{path}.{provider}.receipt", LongestReceipt);
                }

                return new PaymentSetting.Gateway(provider, checks.Required(gateway, "configuration_name", path + ".configuration_name", LongestValue), own?.GetRawText());
            case "pix_dynamic_code" when checks.TryObject(setting, type, path, out var pix):
                return new PaymentSetting.Pix(
                    checks.Required(pix, "code", path + ".code", LongestValue),
                    checks.Required(pix, "merchant_name", path + ".merchant_name", LongestValue),
                    checks.Required(pix, "key", path + ".key", LongestValue),
                    checks.OneOf(pix, "key_type", path + ".key_type", "CPF", "CNPJ", "EMAIL", "PHONE", "EVP"));
            case "payment_link" when checks.TryObject(setting, type, path, out var link):
                return new PaymentSetting.Link(checks.Address(link, "uri", path + ".uri", 2048));
            case "boleto" when checks.TryObject(setting, type, path, out var boleto):
                return new PaymentSetting.Boleto(checks.Required(boleto, "digitable_line", path + ".digitable_line", LongestValue));
            case "offsite_card_pay" when checks.TryObject(setting, type, path, out var card):
                return new PaymentSetting.KnownCard(
                    checks.Required(card, "last_four_digits", path + ".last_four_digits", 4), checks.Required(card, "credential_id", path + ".credential_id", LongestValue));
            default:
                return new PaymentSetting.Other(Checks.Raw(setting));
        }
    }

    private static PaymentOrder Order(JsonElement parameters, string path, bool needsOrigin, Checks checks)
    {
        var order = checks.TryObject(parameters, "order", path, out var given) ? given : Checks.Nothing;
        var expiration = order.TryGetProperty("expiration", out var until) && until.ValueKind == JsonValueKind.Object ? until : Checks.Nothing;
        var catalogId = checks.Optional(order, "catalog_id", path + ".catalog_id", CommerceParser.LongestCatalogId);
        var items = checks.List(order, "items", path + ".items", 1, MostItems).Select(item => Item(item, path + ".items", needsOrigin, hasCatalogue: !string.IsNullOrEmpty(catalogId), checks)).ToList();
        return new PaymentOrder(checks.Required(order, "status", path + ".status", 64), items, Amount(order, "subtotal", path + ".subtotal", checks))
        {
            CatalogId = catalogId,
            ExpiresAt = checks.OptionalInteger(expiration, "timestamp", path + ".expiration.timestamp", 0, 253_402_300_799),
            ExpiredText = checks.Optional(expiration, "description", path + ".expiration.description", LongestValue),
            Tax = Part(order, "tax", path, checks),
            Shipping = Part(order, "shipping", path, checks),
            Discount = Part(order, "discount", path, checks),
        };
    }

    private static PaymentItem Item(JsonElement item, string path, bool needsOrigin, bool hasCatalogue, Checks checks)
    {
        var read = new PaymentItem(
            checks.Required(item, "name", path + ".name", LongestItem),
            Amount(item, "amount", path + ".amount", checks),
            (int)checks.Integer(item, "quantity", path + ".quantity", 1, int.MaxValue),
            checks.Optional(item, "retailer_id", path + ".retailer_id", CommerceParser.LongestRetailerId),
            item.TryGetProperty("sale_amount", out var sale) && sale.ValueKind != JsonValueKind.Null ? Amount(item, "sale_amount", path + ".sale_amount", checks) : null)
        {
            CountryOfOrigin = checks.Optional(item, "country_of_origin", path + ".country_of_origin", LongestValue),
            ImporterName = checks.Optional(item, "importer_name", path + ".importer_name", LongestValue),
            ImporterAddress = checks.Texts(item, "importer_address", path + ".importer_address", LongestValue),
        };
        var inCatalogue = hasCatalogue && !string.IsNullOrEmpty(read.RetailerId);
        if (needsOrigin && !inCatalogue && (read.CountryOfOrigin is null || read.ImporterName is null || read.ImporterAddress is null))
        {
            checks.Refuse(Checks.Missing, "Physical goods need catalog_id and retailer_id, or country_of_origin, importer_name and importer_address.");
        }

        return read;
    }

    private static PaymentPart? Part(JsonElement order, string name, string path, Checks checks)
    {
        if (!order.TryGetProperty(name, out var part) || part.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        path = path + "." + name;
        var amount = Amount(order, name, path, checks);
        return part.ValueKind == JsonValueKind.Object
            ? new PaymentPart(amount, checks.Optional(part, "description", path + ".description", LongestValue), checks.Optional(part, "discount_program_name", path + ".discount_program_name", LongestValue))
            : new PaymentPart(amount);
    }

    private static Amount Amount(JsonElement parent, string name, string path, Checks checks)
    {
        if (!checks.TryObject(parent, name, path, out var amount))
        {
            return new Amount(0);
        }

        if (checks.Integer(amount, "offset", path + ".offset", 1, 10_000) != Offset)
        {
            checks.Refuse(Checks.Invalid, string.Create(CultureInfo.InvariantCulture, $"The parameter {path}.offset must be {Offset}."));
        }

        return new Amount(checks.Integer(amount, "value", path + ".value", 0, 1_000_000_000_000), Offset);
    }

    private static PaymentState? Payment(JsonElement parameters, string path, Checks checks) =>
        parameters.TryGetProperty("payment", out var payment) && payment.ValueKind == JsonValueKind.Object
            ? new PaymentState(
                checks.OneOf(payment, "status", path + ".status", "pending", "captured", "failed"),
                checks.OptionalInteger(payment, "timestamp", path + ".timestamp", 0, 253_402_300_799))
            : null;
}
