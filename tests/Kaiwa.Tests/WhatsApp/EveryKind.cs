using System.Text.Json.Nodes;
using Kaiwa.Simulator;

namespace Kaiwa.Tests.WhatsApp;

/// <summary>A send of every documented kind, made from the fixtures, and the templates that they fill in.</summary>
internal static class EveryKind
{
    public static readonly string[] Interactive =
    [
        "buttons", "list", "cta_url", "location_request", "product", "product_list", "catalog_message", "flow", "address_message", "carousel", "carousel_replies",
        "carousel_products", "call_permission_request", "voice_call", "request_contact_info", "order_details", "order_details_brazil", "order_status",
    ];

    private static readonly Dictionary<string, (string Category, string Components)> Shapes = new(StringComparer.Ordinal)
    {
        ["authentication"] = ("AUTHENTICATION", """[{"type":"BODY","text":"*{{1}}* is your verification code."},{"type":"BUTTONS","buttons":[{"type":"URL","text":"Copy code","url":"https://www.whatsapp.com/otp/code/?otp_type=COPY_CODE&code=otp{{1}}"}]}]"""),
        ["limited_time_offer"] = ("MARKETING", """[{"type":"LIMITED_TIME_OFFER","limited_time_offer":{"text":"Ends soon","has_expiration":true}},{"type":"BODY","text":"Hi {{1}}, use the code."},{"type":"BUTTONS","buttons":[{"type":"COPY_CODE","text":"Copy"},{"type":"URL","text":"Shop","url":"https://shop.example/{{1}}"}]}]"""),
        ["carousel"] = ("MARKETING", $$$"""[{"type":"BODY","text":"Hi {{1}}, look."},{"type":"CAROUSEL","cards":[{{{Card}}},{{{Card}}}]}]"""),
        ["carousel_products"] = ("MARKETING", $$"""[{"type":"BODY","text":"Look."},{"type":"CAROUSEL","cards":[{{ProductCard}},{{ProductCard}}]}]"""),
        ["mpm"] = ("MARKETING", """[{"type":"BODY","text":"Our picks."},{"type":"BUTTONS","buttons":[{"type":"MPM","text":"View items"}]}]"""),
        ["flow"] = ("UTILITY", """[{"type":"BODY","text":"Book a table."},{"type":"BUTTONS","buttons":[{"type":"FLOW","text":"Book","flow_id":"1234567890"}]}]"""),
        ["catalog"] = ("MARKETING", """[{"type":"BODY","text":"All our teas."},{"type":"BUTTONS","buttons":[{"type":"CATALOG","text":"View catalog"}]}]"""),
        ["order_details"] = ("UTILITY", """[{"type":"BODY","text":"Your order."},{"type":"BUTTONS","buttons":[{"type":"ORDER_DETAILS","text":"Review and Pay"}]}]"""),
        ["order_status"] = ("UTILITY", """[{"type":"BODY","text":"On its way."}]"""),
        ["voice_call"] = ("UTILITY", """[{"type":"BODY","text":"Talk to us."},{"type":"BUTTONS","buttons":[{"type":"VOICE_CALL","text":"Call"}]}]"""),
        ["spm"] = ("MARKETING", """[{"type":"HEADER","format":"PRODUCT"},{"type":"BODY","text":"New."},{"type":"BUTTONS","buttons":[{"type":"SPM","text":"View"}]}]"""),
        ["headers"] = ("UTILITY", """[{"type":"HEADER","format":"LOCATION"},{"type":"BODY","text":"Join {{1}} here."}]"""),
        ["gif"] = ("MARKETING", """[{"type":"HEADER","format":"GIF"},{"type":"BODY","text":"It moves."}]"""),
    };

    private const string Card = """{"components":[{"type":"HEADER","format":"IMAGE"},{"type":"BODY","text":"{{1}} off"},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"More"},{"type":"URL","text":"Buy","url":"https://shop.example/{{1}}"}]}]}""";
    private const string ProductCard = """{"components":[{"type":"HEADER","format":"PRODUCT"},{"type":"BUTTONS","buttons":[{"type":"SPM","text":"View"}]}]}""";

    public static IReadOnlyList<string> Templates => [.. Shapes.Keys];

    /// <summary>Everything that is sent as <c>interactive</c> or <c>template</c>, by the name of its fixture.</summary>
    public static IReadOnlyList<string> All => [.. Interactive, .. Shapes.Keys.Select(name => "template_" + name)];

    /// <summary>Puts the templates, and the flow that they open, into the simulator's seed.</summary>
    public static void Seed(SimulatorOptions options)
    {
        options.Seed.Portfolios[0].BusinessAccounts[0].Flows.Add(new SeedFlow("1234567890", "booking", """{"version":"7.3","screens":[{"id":"FIRST","terminal":true}]}"""));
        foreach (var (name, (category, components)) in Shapes)
        {
            options.Seed.Portfolios[0].BusinessAccounts[0].Templates.Add(new SeedTemplate($"7{options.Seed.Portfolios[0].BusinessAccounts[0].Templates.Count:D14}", "kind_" + name, "en_US", category, components));
        }
    }

    /// <summary>The request for one kind. Files are by link: the fixtures' media ids exist nowhere.</summary>
    public static JsonObject Request(string kind, string to)
    {
        var request = JsonNode.Parse(Fixture.Text("send_" + kind))!.AsObject();
        request["to"] = to;
        if (request["template"] is JsonObject template)
        {
            template["name"] = "kind_" + kind["template_".Length..];
        }

        ByLink(request);
        return request;
    }

    private static void ByLink(JsonNode? node)
    {
        foreach (var child in node switch { JsonObject members => members.Select(member => member.Value).ToList(), JsonArray items => [.. items], _ => [] })
        {
            ByLink(child);
        }

        if (node is JsonObject file && file.Count == 1 && file["id"] is not null)
        {
            file.Remove("id");
            file["link"] = "https://shop.example/file";
        }
    }
}
