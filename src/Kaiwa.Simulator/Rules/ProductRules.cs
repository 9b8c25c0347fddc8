using System.Text.Json;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.Rules;

/// <summary>Products in messages must be in the account's catalogue, when it has one.</summary>
internal static class ProductRules
{
    public static Refusal? Check(BusinessAccount account, Catalogues catalogues, ReadOnlySpan<byte> content)
    {
        if (account.Catalogue is not { } catalogue || content.IndexOf("product_retailer_id"u8) < 0)
        {
            return null;
        }

        var reader = new Utf8JsonReader(content);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            var isProduct = reader.ValueTextEquals("product_retailer_id"u8) || reader.ValueTextEquals("thumbnail_product_retailer_id"u8);
            var isCatalogue = reader.ValueTextEquals("catalog_id"u8);
            reader.Read();
            if (reader.TokenType == JsonTokenType.String && ((isProduct && catalogues.Product(catalogue, reader.GetString()!) is null) || (isCatalogue && reader.GetString() != catalogue)))
            {
                return Refusal.Invalid($"Products not found in FB Catalog: {reader.GetString()} is not {(isProduct ? "a product of" : "")} the catalogue {catalogue} of this account.");
            }
        }

        return null;
    }
}
