using System.Text.Json;
using static Kaiwa.WhatsApp.Messages.InteractiveParser;

namespace Kaiwa.WhatsApp.Messages;

/// <summary>Reads interactive messages that show products of the catalogue.</summary>
internal static class CommerceParser
{
    public const int LongestRetailerId = 100;
    public const int LongestCatalogId = 64;
    private const int MostSections = 10;
    private const int MostProducts = 30;

    public static OutgoingMessage Parse(string type, JsonElement content, Checks checks) => type switch
    {
        "product" => ParseProduct(content, checks),
        "product_list" => ParseProductList(content, checks),
        _ => ParseCatalogue(content, checks),
    };

    /// <summary>Sections of products: in a message, or on a template's button.</summary>
    public static List<ProductSection> Sections(JsonElement parent, string path, Checks checks)
    {
        var sections = new List<ProductSection>();
        var found = checks.List(parent, "sections", path, 1, MostSections);
        foreach (var section in found)
        {
            var title = checks.Optional(section, "title", path + ".title", 24);
            if (found.Length > 1 && string.IsNullOrEmpty(title))
            {
                checks.Refuse(Checks.Missing, $"The parameter {path}.title is required when there are several sections.");
            }

            var products = checks.List(section, "product_items", path + ".product_items", 1, MostProducts);
            sections.Add(new ProductSection(
                title, [.. products.Select(product => checks.Required(product, "product_retailer_id", path + ".product_items.product_retailer_id", LongestRetailerId))]));
        }

        if (sections.Sum(section => section.ProductRetailerIds.Count) > MostProducts)
        {
            checks.Refuse(Checks.Invalid, "There may be at most 30 products in all sections together.");
        }

        return sections;
    }

    private static OutgoingMessage.Product ParseProduct(JsonElement content, Checks checks)
    {
        RefuseHeader(content, "product", checks);
        var body = OptionalBody(content, "interactive.body", LongestBody, checks);
        var action = checks.TryObject(content, "action", "interactive.action", out var given) ? given : Checks.Nothing;
        return new OutgoingMessage.Product(
            checks.Required(action, "catalog_id", "interactive.action.catalog_id", LongestCatalogId),
            checks.Required(action, "product_retailer_id", "interactive.action.product_retailer_id", LongestRetailerId),
            body,
            Footer(content, checks));
    }

    private static OutgoingMessage.ProductList ParseProductList(JsonElement content, Checks checks)
    {
        var header = Header(content, checks);
        if (header is not InteractiveHeader.Text)
        {
            checks.Refuse(header is null ? Checks.Missing : Checks.Invalid, "The parameter interactive.header of a product list is required and must be text.");
        }

        var body = Body(content, LongestBody, checks);
        var action = checks.TryObject(content, "action", "interactive.action", out var given) ? given : Checks.Nothing;
        return new OutgoingMessage.ProductList(
            checks.Required(action, "catalog_id", "interactive.action.catalog_id", LongestCatalogId),
            (header as InteractiveHeader.Text)?.Value ?? "",
            body,
            Sections(action, "interactive.action.sections", checks),
            Footer(content, checks));
    }

    private static OutgoingMessage.Catalogue ParseCatalogue(JsonElement content, Checks checks)
    {
        RefuseHeader(content, "catalog_message", checks);
        var body = Body(content, LongestBody, checks);
        var action = Action(content, "catalog_message", checks);
        var parameters = action.TryGetProperty("parameters", out var given) && given.ValueKind == JsonValueKind.Object ? given : Checks.Nothing;
        return new OutgoingMessage.Catalogue(
            body,
            checks.Optional(parameters, "thumbnail_product_retailer_id", "interactive.action.parameters.thumbnail_product_retailer_id", LongestRetailerId),
            Footer(content, checks));
    }
}
