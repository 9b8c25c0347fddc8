using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Storage;

namespace Kaiwa.Simulator.World;

/// <summary>Catalogues, their products and sets. A business account has none until one is connected.</summary>
internal sealed class Catalogues(DocumentStore documents)
{
    private readonly ConcurrentDictionary<(string Catalogue, string RetailerId), string> byRetailerId = new();

    private readonly Lock gate = new();

    public void Restore(SimulatedMeta meta)
    {
        foreach (var product in documents.All("product"))
        {
            byRetailerId[(product.Owner, (string)product.Read()["retailer_id"]!)] = product.Id;
        }

        foreach (var link in documents.All("catalogue_link"))
        {
            if (meta.Account(link.Id) is { } account)
            {
                account.Catalogue = link.Owner;
            }
        }
    }

    public Task ConnectAsync(BusinessAccount account, string? catalogue)
    {
        account.Catalogue = catalogue;
        return catalogue is null ? documents.RemoveAsync("catalogue_link", account.Id) : documents.SaveAsync("catalogue_link", catalogue, account.Id, []);
    }

    /// <summary>The product that the shop calls so.</summary>
    public Document? Product(string catalogue, string retailerId) =>
        byRetailerId.TryGetValue((catalogue, retailerId), out var id) ? documents.Find("product", id) : null;

    /// <summary>Makes or changes a product; its id is Meta's, <c>retailer_id</c> the shop's.</summary>
    public async Task<string> PutAsync(string catalogue, string retailerId, JsonObject values)
    {
        string id;
        Task saving;
        lock (gate)
        {
            var known = Product(catalogue, retailerId);
            var product = known?.Read() ?? [];
            foreach (var (name, value) in values)
            {
                product[name] = value?.DeepClone();
            }

            product["retailer_id"] = retailerId;
            id = known?.Id ?? documents.NewId();
            byRetailerId[(catalogue, retailerId)] = id;
            saving = documents.SaveAsync("product", catalogue, id, product);
        }

        await saving;
        return id;
    }

    public Task RemoveAsync(Document product)
    {
        byRetailerId.TryRemove((product.Owner, (string)product.Read()["retailer_id"]!), out _);
        return documents.RemoveAsync("product", product.Id);
    }

    /// <summary>The price as the catalogue says it: <c>9.99 USD</c>.</summary>
    public (decimal Amount, string Currency)? PriceOf(string catalogue, string retailerId) =>
        Parameters.TextOf(Product(catalogue, retailerId)?.Read()["price"]) is { } price && price.Split(' ') is [var amount, var currency]
            && decimal.TryParse(amount, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? (number, currency) : null;
}
