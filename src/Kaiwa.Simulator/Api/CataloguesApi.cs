using System.Globalization;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Api.Json;
using Kaiwa.Simulator.Storage;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>Catalogues of a portfolio, which of them an account shows, their products and product sets.</summary>
internal sealed class CataloguesApi(Platform platform)
{
    private const int MostInBatch = 5000;

    // items_batch has the feed's names, the products themselves Graph's.
    private static readonly Dictionary<string, string> GraphNames = new(StringComparer.Ordinal) { ["title"] = "name", ["link"] = "url", ["image_link"] = "image_url" };

    /// <summary>/{business}/owned_product_catalogs.</summary>
    public async Task<bool> PortfolioAsync(HttpContext http, Portfolio portfolio)
    {
        if (HttpMethods.IsGet(http.Request.Method))
        {
            return List(http, platform.Documents.Of("catalogue", portfolio.Id));
        }

        var name = (await Parameters.ReadAsync(http)).Text("name");
        if (name is not { Length: > 0 })
        {
            return GraphJson.Refuse(http, Refusal.Required("name"));
        }

        var id = platform.Documents.NewId();
        await platform.Documents.SaveAsync("catalogue", portfolio.Id, id, new JsonObject { ["name"] = name, ["vertical"] = "commerce" });
        return GraphJson.Write(http, json => json.WriteString("id", id));
    }

    /// <summary>/{waba}/product_catalogs: one at most.</summary>
    public async Task<bool> AccountAsync(HttpContext http, BusinessAccount account)
    {
        if (HttpMethods.IsGet(http.Request.Method))
        {
            return List(http, account.Catalogue is { } id && platform.Documents.Find("catalogue", id) is { } own ? [own] : []);
        }

        var wanted = (await Parameters.ReadAsync(http)).Text("catalog_id");
        if (wanted is null || platform.Documents.Find("catalogue", wanted)?.Owner != account.Portfolio.Id)
        {
            return GraphJson.Refuse(http, Refusal.Parameter("Param catalog_id must be the id of a catalogue of the account's portfolio."));
        }

        await platform.Catalogues.ConnectAsync(account, HttpMethods.IsDelete(http.Request.Method) ? null : wanted);
        return GraphJson.Success(http);
    }

    /// <summary>A catalogue, a product or a set of products; false when the id is none of them.</summary>
    public async Task<bool> HandleAsync(HttpContext http, string node, string edge) =>
        platform.Documents.Find("catalogue", node) is { } catalogue ? await CatalogueAsync(http, catalogue, edge)
        : platform.Documents.Find("product_set", node) is { } set ? await SetAsync(http, set, edge)
        : platform.Documents.Find("product", node) is { } product && edge.Length == 0 && await ProductAsync(http, product);

    private async Task<bool> CatalogueAsync(HttpContext http, Document catalogue, string edge) => (http.Request.Method, edge) switch
    {
        ("GET", "") => Node(http, catalogue),
        ("GET", "products") => List(http, platform.Documents.Of("product", catalogue.Id)),
        ("POST", "products") => await AddProductAsync(http, catalogue),
        ("POST", "items_batch") => await BatchAsync(http, catalogue),
        ("GET", "check_batch_request_status") => GraphJson.Data(http, new JsonObject { ["handle"] = http.Request.Query["handle"].ToString(), ["status"] = "finished", ["errors"] = new JsonArray(), ["warnings"] = new JsonArray(), ["ids_of_invalid_requests"] = new JsonArray() }),
        ("GET", "product_sets") => List(http, platform.Documents.Of("product_set", catalogue.Id)),
        ("POST", "product_sets") => await SaveSetAsync(http, catalogue.Id, platform.Documents.NewId(), []),
        _ => false,
    };

    private async Task<bool> SetAsync(HttpContext http, Document set, string edge)
    {
        switch (http.Request.Method, edge)
        {
            case ("GET", ""):
                return Node(http, set);
            case ("GET", "products"):
                return List(http, InSet(set));
            case ("POST", ""):
                return await SaveSetAsync(http, set.Owner, set.Id, set.Read());
            case ("DELETE", ""):
                await platform.Documents.RemoveAsync("product_set", set.Id);
                return GraphJson.Success(http);
            default:
                return false;
        }
    }

    private async Task<bool> ProductAsync(HttpContext http, Document product)
    {
        switch (http.Request.Method)
        {
            case "GET":
                return Node(http, product);
            case "POST":
                await platform.Catalogues.PutAsync(product.Owner, (string)product.Read()["retailer_id"]!, WithPrice((await Parameters.ReadAsync(http)).All));
                return GraphJson.Success(http);
            case "DELETE":
                await platform.Catalogues.RemoveAsync(product);
                return GraphJson.Success(http);
            default:
                return false;
        }
    }

    private async Task<bool> AddProductAsync(HttpContext http, Document catalogue)
    {
        var given = await Parameters.ReadAsync(http);
        foreach (var name in (string[])["retailer_id", "name", "price", "currency"])
        {
            if (given.Text(name) is not { Length: > 0 })
            {
                return GraphJson.Refuse(http, Refusal.Required(name));
            }
        }

        var id = await platform.Catalogues.PutAsync(catalogue.Id, given.Text("retailer_id")!, WithPrice(given.All));
        return GraphJson.Write(http, json => json.WriteString("id", id));
    }

    private async Task<bool> BatchAsync(HttpContext http, Document catalogue)
    {
        var given = await Parameters.ReadAsync(http);
        if (given.Text("item_type") != "PRODUCT_ITEM")
        {
            return GraphJson.Refuse(http, Refusal.Parameter("Param item_type must be one of {PRODUCT_ITEM}."));
        }

        if (given.Array("requests") is not { Count: > 0 and <= MostInBatch } requests)
        {
            return GraphJson.Refuse(http, Refusal.Parameter($"Param requests takes 1 to {MostInBatch} items."));
        }

        var verdicts = new JsonArray();
        foreach (var request in requests.OfType<JsonObject>())
        {
            verdicts.Add((JsonNode)await ApplyAsync(catalogue.Id, request, given.Truth("allow_upsert") ?? true));
        }

        var answer = new JsonObject { ["handles"] = new JsonArray("Acz" + platform.Documents.NewId()), ["validation_status"] = verdicts };
        return Write(http, answer);
    }

    private async Task<JsonObject> ApplyAsync(string catalogue, JsonObject request, bool upsert)
    {
        var data = request["data"] as JsonObject ?? [];
        var id = Parameters.TextOf(data["id"]) ?? Parameters.TextOf(request["retailer_id"]) ?? "";
        var known = platform.Catalogues.Product(catalogue, id);
        var method = Parameters.TextOf(request["method"])?.ToUpperInvariant();
        var wrong = id.Length is 0 or > 100 ? "id must be 1 to 100 characters long."
            : method is not ("CREATE" or "UPDATE" or "DELETE") ? "method must be one of CREATE, UPDATE, DELETE."
            : method != "CREATE" && known is null && !(method == "UPDATE" && upsert) ? "There is no such item." : null;
        if (wrong is null && method == "DELETE")
        {
            await platform.Catalogues.RemoveAsync(known!);
        }
        else if (wrong is null)
        {
            var values = new JsonObject();
            foreach (var (name, value) in data.Where(member => member.Key != "id"))
            {
                values[GraphNames.GetValueOrDefault(name, name)] = value?.DeepClone();
            }

            await platform.Catalogues.PutAsync(catalogue, id, values);
        }

        return new JsonObject { ["retailer_id"] = id, ["errors"] = wrong is null ? [] : new JsonArray(new JsonObject { ["message"] = wrong }), ["warnings"] = new JsonArray() };
    }

    private async Task<bool> SaveSetAsync(HttpContext http, string catalogue, string id, JsonObject set)
    {
        var given = await Parameters.ReadAsync(http);
        set["name"] = given.Text("name") ?? (string?)set["name"];
        var filter = given.Object("filter") ?? (given.Text("filter") is { } text ? StrictJson.Parse(text) as JsonObject : null);
        if (given.Has("filter") && filter is null)
        {
            return GraphJson.Refuse(http, Refusal.Parameter("Param filter must be an object."));
        }

        set["filter"] = (given.Has("filter") ? filter : set["filter"])?.DeepClone();
        if (set["name"] is null)
        {
            return GraphJson.Refuse(http, Refusal.Required("name"));
        }

        var isNew = platform.Documents.Find("product_set", id) is null;
        await platform.Documents.SaveAsync("product_set", catalogue, id, set);
        return isNew ? GraphJson.Write(http, json => json.WriteString("id", id)) : GraphJson.Success(http);
    }

    /// <summary>Sets by the shop's ids; without a filter all products.</summary>
    private IReadOnlyList<Document> InSet(Document set)
    {
        var products = platform.Documents.Of("product", set.Owner);
        var any = (set.Read()["filter"]?["retailer_id"] as JsonObject)?["is_any"] as JsonArray;
        return any is null ? products : [.. products.Where(product => any.Any(id => Parameters.TextOf(id) == (string?)product.Read()["retailer_id"]))];
    }

    // Graph's own price is in minor units with a currency beside it; the feed's, and ours, is "9.99 USD".
    private static JsonObject WithPrice(JsonObject values)
    {
        if (long.TryParse(Parameters.TextOf(values["price"]), NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
        {
            values["price"] = string.Create(CultureInfo.InvariantCulture, $"{minor / 100m:0.00} {Parameters.TextOf(values["currency"]) ?? "USD"}");
        }

        return values;
    }

    private bool List(HttpContext http, IReadOnlyList<Document> documents)
    {
        var fields = GraphJson.Fields(http);
        return GraphJson.Page(http, documents, PublicUrl.Origin(http, platform.Options), (json, document) => Shown(document, fields).WriteTo(json));
    }

    private static bool Node(HttpContext http, Document document) => Write(http, Shown(document, GraphJson.Fields(http)));

    private static bool Write(HttpContext http, JsonObject node) => GraphJson.Write(http, json =>
    {
        foreach (var (name, value) in node)
        {
            json.WritePropertyName(name);
            if (value is null)
            {
                json.WriteNullValue();
            }
            else
            {
                value.WriteTo(json);
            }
        }
    });

    private static JsonObject Shown(Document document, HashSet<string>? fields)
    {
        var node = new JsonObject { ["id"] = document.Id };
        foreach (var (name, value) in document.Read().Where(member => fields?.Contains(member.Key) ?? member.Key is "name" or "retailer_id"))
        {
            node[name] = value?.DeepClone();
        }

        return node;
    }
}
