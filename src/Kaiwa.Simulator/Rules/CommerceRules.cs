using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Api.Json;

namespace Kaiwa.Simulator.Rules;

/// <summary>Messages that show products. Whether the products exist is the matter of <see cref="ProductRules"/>.</summary>
internal static class CommerceRules
{
    private const int MostProducts = 30;

    public static Refusal? Product(JsonSlice action) =>
        Need(action, "catalog_id"u8, "catalog_id") ?? Need(action, "product_retailer_id"u8, "product_retailer_id");

    public static Refusal? ProductList(JsonSlice interactive, JsonSlice action) =>
        !interactive["header"u8].Exists ? Refusal.Missing("header is required for product_list") : Need(action, "catalog_id"u8, "catalog_id") ?? Sections(action);

    public static Refusal? Catalogue(JsonSlice action)
    {
        var thumbnail = action["parameters"u8]["thumbnail_product_retailer_id"u8];
        return InteractiveRules.Named(action, "catalog_message")
            ?? (thumbnail.Exists && !thumbnail.IsString ? Refusal.Invalid("thumbnail_product_retailer_id must be a string.") : null);
    }

    /// <summary>Sections of products: in a message, or on a template's button.</summary>
    public static Refusal? Sections(JsonSlice action)
    {
        var sections = action["sections"u8];
        if (!sections.IsArray || sections.Count is 0 or > 10)
        {
            return Refusal.Invalid("Invalid sections count. Min allowed sections: 1, Max allowed sections: 10");
        }

        var count = 0;
        var items = new JsonItems(sections.Raw);
        while (items.MoveNext())
        {
            var title = items.Value["title"u8];
            if ((sections.Count > 1 && title.Length == 0) || title.Length > 24)
            {
                return Refusal.Invalid("Section title length invalid. Min length: 1, Max length: 24");
            }

            if (items.Value["product_items"u8].Count == 0)
            {
                return Refusal.Missing($"product_items are required in section {items.Index}");
            }

            var products = new JsonItems(items.Value["product_items"u8].Raw);
            while (products.MoveNext())
            {
                count++;
                if (Need(products.Value, "product_retailer_id"u8, "product_retailer_id") is { } wrong)
                {
                    return wrong;
                }
            }
        }

        return count <= MostProducts ? null : Refusal.Invalid($"Total product count exceed max allowed count: {MostProducts} (got {count}).");
    }

    public static Refusal? Need(JsonSlice parent, ReadOnlySpan<byte> member, string name) =>
        parent[member].IsString && !parent[member].Inner.IsEmpty ? null : Refusal.Missing($"{name} is required");
}
