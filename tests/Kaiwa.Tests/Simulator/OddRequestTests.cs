using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Kaiwa.Tests.Simulator;

/// <summary>Whatever a program sends by mistake, it is told what is wrong: no request ends in a crash, and none spoils what is read later.</summary>
public sealed class OddRequestTests
{
    private const string Number = "/v23.0/" + SimulatedWorld.NumberId;
    private const string Account = "/v23.0/" + SimulatedWorld.AccountId;
    private const string App = "/v23.0/670843887433847";
    private const string Portfolio = "/v23.0/506914307656634";
    private const string Hole = "\"@\"";

    private static readonly string[] Odd =
        ["null", "5", "-1", "1e999", "99999999999999999999999", "1.5", "true", "\"\"", "\"x\"", "\"99999999999999999999999\"", "\"\\ud800\"", "\"[\"", "[]", "[[]]", "[5]", "[null]", "[\"\\udc00\"]", "{}", "{\"a\":1}", "{\"a\":1,\"a\":2}", "{\"\\ud800\":1}",
            string.Concat(Enumerable.Repeat("[", 60)) + string.Concat(Enumerable.Repeat("]", 60)), string.Concat(Enumerable.Repeat("[", 5000)) + string.Concat(Enumerable.Repeat("]", 5000))];

    public static TheoryData<string, string> Graph => new()
    {
        { Number, """{"pin":"123456"}""" },
        { Number, """{"webhook_configuration":{"override_callback_uri":"http://127.0.0.1:1/","verify_token":"x"}}""" },
        { Number, """{"new_display_name":"Hinode"}""" },
        { Number + "/request_code", """{"code_method":"SMS","language":"en"}""" },
        { Number + "/verify_code", """{"code":"123456"}""" },
        { Number + "/register", """{"messaging_product":"whatsapp","pin":"123456"}""" },
        { Number + "/deregister", """{"a":1}""" },
        { Number + "/settings", """{"storage_configuration":{"status":"NO_STORAGE_ENABLED"},"calling":{"status":"ENABLED"},"user_identity_change":{"a":1}}""" },
        { Number + "/whatsapp_business_profile", """{"messaging_product":"whatsapp","about":"Tea","address":"1 Street","description":"Tea","email":"a@b.c","websites":["https://a.example"],"vertical":"RETAIL","profile_picture_handle":"x"}""" },
        { Number + "/whatsapp_commerce_settings", """{"is_cart_enabled":true,"is_catalog_visible":true}""" },
        { Number + "/conversational_automation", """{"prompts":["Hi"],"commands":[{"command_name":"a","command_description":"b"}]}""" },
        { Number + "/official_business_account", """{"supporting_links":["https://a.example"]}""" },
        { Number + "/business_compliance_info", """{"messaging_product":"whatsapp","entity_name":"A","entity_type":"B","grievance_officer_details":{"name":"A"}}""" },
        { Number + "/whatsapp_business_encryption", """{"business_public_key":"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"}""" },
        { Number + "/block_users", """{"messaging_product":"whatsapp","block_users":[{"user":"+16505551234"},{"user_id":"US.12345678901234567890"}]}""" },
        { Number + "/message_qrdls", """{"prefilled_message":"Hi","generate_qr_image":"SVG","code":"X"}""" },
        { Account, """{"is_enabled_for_insights":true}""" },
        { Account + "/phone_numbers", """{"cc":"1","phone_number":"6505550000","verified_name":"Tea"}""" },
        { Account + "/subscribed_apps", """{"override_callback_uri":"http://127.0.0.1:1/","verify_token":"x"}""" },
        { Account + "/flows", """{"name":"a#","categories":["OTHER"],"endpoint_uri":"http://127.0.0.1:1/","flow_json":"{}","publish":true,"clone_flow_id":"1"}""" },
        { Account + "/product_catalogs", """{"catalog_id":"1"}""" },
        { Account + "/message_templates", """{"name":"odd_#","language":"en","category":"UTILITY","parameter_format":"NAMED","components":[{"type":"HEADER","format":"TEXT","text":"a"},{"type":"BODY","text":"b"},{"type":"BUTTONS","buttons":[{"type":"URL","text":"a","url":"https://a.example"}]},{"type":"CAROUSEL","cards":[{"components":[{"type":"BODY","text":"c"}]}]},{"type":"LIMITED_TIME_OFFER","limited_time_offer":{"text":"a","has_expiration":true}}]}""" },
        { App + "/subscriptions", """{"object":"whatsapp_business_account","callback_url":"http://127.0.0.1:1/","verify_token":"x"}""" },
        { App + "/uploads", """{"file_length":"5","file_type":"image/png"}""" },
        { Portfolio + "/owned_product_catalogs", """{"name":"Tea"}""" },
        { "{flow}", """{"name":"b","categories":["OTHER"],"endpoint_uri":"http://127.0.0.1:1/","application_id":"1"}""" },
        { "{catalogue}/products", """{"retailer_id":"a","name":"b","price":"100","currency":"USD"}""" },
        { "{catalogue}/items_batch", """{"item_type":"PRODUCT_ITEM","allow_upsert":true,"requests":[{"method":"CREATE","data":{"id":"a","title":"b","price":"9.99 USD"}}]}""" },
        { "{catalogue}/product_sets", """{"name":"a","filter":{"retailer_id":{"is_any":["a"]}}}""" },
        { "{product}", """{"name":"b","price":"100","currency":"USD","retailer_id":"a"}""" },
        { Number + "/messages", """{"messaging_product":"whatsapp","recipient_type":"individual","to":"+16505551234","type":"text","text":{"body":"Hi","preview_url":true},"context":{"message_id":"wamid.x"},"biz_opaque_callback_data":"x"}""" },
        { Number + "/messages", """{"messaging_product":"whatsapp","to":"+16505551234","type":"contacts","contacts":[{"name":{"formatted_name":"A","first_name":"A"},"phones":[{"phone":"1","type":"CELL"}]}]}""" },
        { Number + "/messages", """{"messaging_product":"whatsapp","to":"+16505551234","type":"interactive","interactive":{"type":"flow","body":{"text":"x"},"action":{"name":"flow","parameters":{"flow_message_version":"3","flow_id":"1","flow_cta":"Go","flow_token":"t","mode":"draft","flow_action":"navigate","flow_action_payload":{"screen":"A","data":{"a":1}}}}}}""" },
        { Number + "/messages", """{"messaging_product":"whatsapp","to":"+16505551234","type":"interactive","interactive":{"type":"list","header":{"type":"text","text":"h"},"body":{"text":"x"},"action":{"button":"b","sections":[{"title":"t","rows":[{"id":"1","title":"r","description":"d"}]}]}}}""" },
        { Number + "/messages", """{"messaging_product":"whatsapp","to":"+16505551234","type":"interactive","interactive":{"type":"product","body":{"text":"x"},"action":{"catalog_id":"1","product_retailer_id":"sencha"}}}""" },
        { Number + "/messages", """{"messaging_product":"whatsapp","to":"+16505551234","type":"location","location":{"latitude":1,"longitude":2,"name":"a","address":"b"}}""" },
        { Number + "/messages", """{"messaging_product":"whatsapp","to":"+16505551234","type":"image","image":{"link":"https://a.example/a.png","caption":"x"}}""" },
        { Number + "/messages", """{"messaging_product":"whatsapp","to":"+16505551234","type":"template","template":{"name":"hello_world","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"x"}]}]}}""" },
        { Number + "/messages", """{"messaging_product":"whatsapp","status":"read","message_id":"wamid.x","typing_indicator":{"type":"text"}}""" },
        { "/phones/16505551234", """{"name":"Ana","username":"ana","online":true,"blocks":false,"autoReply":"x","blockedNumbers":["1"],"optedOutNumbers":["1"]}""" },
        { "/phones/16505551234/messages", """{"to":"106540352242922","text":"Hi","replyTo":"x"}""" },
        { "/phones/16505551234/messages", """{"raw":{"type":"text","text":{"body":"x"}},"referral":{"source_id":"1"}}""" },
        { "/phones/16505551234/messages", """{"contacts":[{"name":{"formatted_name":"A"},"phones":[{"phone":"1"}]}]}""" },
        { "/phones/16505551234/messages", """{"order":{"catalog_id":"1","text":"a","product_items":[{"product_retailer_id":"a","quantity":1,"item_price":1,"currency":"USD"}]}}""" },
        { "/phones/16505551234/messages", """{"cart":[{"product":"sencha","quantity":1,"price":1,"currency":"USD"}]}""" },
        { "/phones/16505551234/messages", """{"media":{"kind":"image","caption":"x","base64":"AAAA","mimeType":"image/png","filename":"a"}}""" },
        { "/phones/16505551234/messages", """{"location":{"latitude":1,"longitude":2,"name":"a","address":"b"}}""" },
        { "/phones/16505551234/messages", """{"reaction":{"messageId":"x","emoji":"y"}}""" },
        { "/phones/16505551234/messages", """{"form":{"a":1},"button":"x","choice":"y"}""" },
        { "/phones/16505551234/flow", """{"action":"open","message":"x","screen":"A","data":{"a":1}}""" },
        { "/phones/16505551234/flow", """{"action":"navigate","screen":"A","data":{"a":1}}""" },
        { "/numbers/106540352242922", """{"quality":"GREEN","limit":"TIER_250","event":"FLAGGED"}""" },
        { "/templates/594425479261111", """{"quality":"GREEN","status":"APPROVED","category":"UTILITY","from":"2026-12-01T00:00:00Z"}""" },
        { "/notices", """{"field":"account_update","value":{"event":"A"},"account":"102290129340398"}""" },
        { "/clock", """{"advance":"00:00:01","now":"2020-12-01T00:00:00Z"}""" },
        { "/faults", """{"seed":1,"dropStatuses":0,"shuffleMs":1}""" },
        { "/shoppers", """{"on":false,"opening":0,"seed":1}""" },
        { "/webhook", """{"url":"http://127.0.0.1:1/","verify":true}""" },
    };

    [Theory, MemberData(nameof(Graph))]
    public async Task What_has_the_wrong_type_is_refused_in_words(string path, string body)
    {
        await using var world = await SimulatedWorld.StartAsync();
        var pages = await FurnishAsync(world);
        path = pages.Aggregate(path, (text, page) => text.Replace(page.Key, page.Value, StringComparison.Ordinal));
        var crashes = new List<string>();

        var made = 0;
        foreach (var sent in Variants(body).Select(variant => variant.Replace("#", (++made).ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)))
        {
            using var content = new StringContent(sent, Encoding.UTF8, "application/json");
            using var answer = await world.Client.PostAsync(path, content, TestContext.Current.CancellationToken);
            if (answer.StatusCode == HttpStatusCode.InternalServerError)
            {
                crashes.Add(sent[..Math.Min(200, sent.Length)]);
            }
        }

        foreach (var page in (string[])[Number, Account, Number + "/whatsapp_business_profile", Number + "/settings", Number + "/whatsapp_commerce_settings", Number + "/business_compliance_info", Number + "/message_qrdls", Number + "/block_users",
            Number + "/whatsapp_business_encryption", Number + "?fields=conversational_automation,new_display_name", Account + "/flows?limit=1000", Account + "/phone_numbers", Account + "/message_templates?limit=1000", Account + "/subscribed_apps", Account + "/product_catalogs",
            .. pages.Values.Select(page => page), pages["{catalogue}"] + "/products?limit=1000&fields=name,price", pages["{catalogue}"] + "/product_sets", "/phones", "/phones/16505551234", "/ledger", "/ledger/messages", "/ledger/inbound", "/numbers", "/webhook"])
        {
            using var answer = await world.Client.GetAsync(page, TestContext.Current.CancellationToken);
            if (answer.StatusCode == HttpStatusCode.InternalServerError)
            {
                crashes.Add("GET " + page);
            }
        }

        crashes.ShouldBeEmpty();
    }

    private static async Task<Dictionary<string, string>> FurnishAsync(SimulatedWorld world)
    {
        await world.PostAsync("/phones/16505551234/messages", new { text = "Tea?" });
        var flow = (await world.PostAsync(Account + "/flows", new { name = "survey", categories = new[] { "SURVEY" } })).Json.Text("id");
        var catalogue = (await world.PostAsync(Portfolio + "/owned_product_catalogs", new { name = "Tea" })).Json.Text("id");
        var product = (await world.PostAsync($"/v23.0/{catalogue}/products", new { retailer_id = "sencha", name = "Sencha", price = 999, currency = "USD" })).Json.Text("id");
        return new Dictionary<string, string> { ["{flow}"] = "/v23.0/" + flow, ["{catalogue}"] = "/v23.0/" + catalogue, ["{product}"] = "/v23.0/" + product };
    }

    /// <summary>The body with each of its values, one after the other, replaced by something odd, and some that are no object at all.</summary>
    private static IEnumerable<string> Variants(string body)
    {
        foreach (var odd in Odd)
        {
            yield return odd;
            foreach (var place in Places(JsonNode.Parse(body)!).ToList())
            {
                var copy = JsonNode.Parse(body)!;
                Replace(copy, place);
                yield return copy.ToJsonString().Replace(Hole, odd, StringComparison.Ordinal);
            }
        }

        yield return "";
        yield return body[..^1];
        yield return body[..^1] + ",\"a\":1,\"a\":2}";
        yield return "{" + body[1..^1] + "," + body[1..];
    }

    private static IEnumerable<string[]> Places(JsonNode node)
    {
        var children = node is JsonObject json ? json.Select(member => (member.Key, member.Value!)) : node is JsonArray list ? list.Select((item, index) => (index.ToString(System.Globalization.CultureInfo.InvariantCulture), item!)) : [];
        foreach (var (name, child) in children)
        {
            yield return [name];
            foreach (var inner in Places(child))
            {
                yield return [name, .. inner];
            }
        }
    }

    private static void Replace(JsonNode node, string[] place)
    {
        for (var depth = 0; depth < place.Length; depth++)
        {
            var (step, isLast) = (place[depth], depth == place.Length - 1);
            if (node is JsonArray list && int.Parse(step, System.Globalization.CultureInfo.InvariantCulture) is var index)
            {
                node = isLast ? list[index] = "@" : list[index]!;
            }
            else
            {
                node = isLast ? node[step] = "@" : node[step]!;
            }
        }
    }
}
