using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Api.Json;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>What a request says, wherever it says it: Graph takes parameters from the query, a form and a JSON body alike. Later ones win.</summary>
internal sealed class Parameters(JsonObject values)
{
    public JsonObject All => values;

    /// <summary>Throws <see cref="JsonException"/> when the body is no JSON object.</summary>
    public static async Task<Parameters> ReadAsync(HttpContext http)
    {
        var values = new JsonObject();
        foreach (var (name, value) in http.Request.Query.Where(q => q.Key != "access_token"))
        {
            values[name] = Loose(value.ToString());
        }

        if (http.Request.HasFormContentType)
        {
            foreach (var (name, value) in (await http.Request.ReadFormAsync(http.RequestAborted)).Where(f => f.Key != "access_token"))
            {
                values[name] = Loose(value.ToString());
            }

            return new Parameters(values);
        }

        var body = await StrictJson.ReadAsync(http);
        if (body.IsEmpty)
        {
            return new Parameters(values);
        }

        if (StrictJson.Parse(body.Span) is not JsonObject json)
        {
            throw new JsonException("The body is not an object.");
        }

        foreach (var (name, value) in json.Where(member => member.Key != "access_token"))
        {
            values[name] = value?.DeepClone();
        }

        return new Parameters(values);
    }

    public bool Has(string name) => values.ContainsKey(name);

    /// <summary>A text, a number or a truth as text; null when missing or something else.</summary>
    public string? Text(string name) => TextOf(values[name]);

    public bool? Truth(string name) => Text(name)?.ToLowerInvariant() switch { "true" or "1" => true, "false" or "0" => false, _ => null };

    public long? Number(string name) => long.TryParse(Text(name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    public JsonObject? Object(string name) => values[name] as JsonObject;

    public JsonArray? Array(string name) => values[name] as JsonArray;

    /// <summary>Whether messaging_product is whatsapp, as most of a number's edges demand.</summary>
    public Refusal? NotForWhatsApp() =>
        Text("messaging_product") is not { } product ? Refusal.Required("messaging_product")
        : product.Equals("whatsapp", StringComparison.OrdinalIgnoreCase) ? null
        : Refusal.Parameter($"Param messaging_product must be one of {{WHATSAPP}} - got \"{product}\".");

    public static string? TextOf(JsonNode? node) => node is not JsonValue value ? null
        : value.TryGetValue<string>(out var text) ? text
        : value.ToJsonString();

    private static JsonNode? Loose(string value)
    {
        if (value is not ['{' or '[', ..])
        {
            return JsonValue.Create(value);
        }

        try
        {
            return StrictJson.Parse(value);
        }
        catch (JsonException)
        {
            return JsonValue.Create(value); // a text that begins like JSON: "[Offer] Hello"
        }
    }
}
