using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.WhatsApp.Messages;

namespace Kaiwa.Tests.WhatsApp.Messages;

/// <summary>Every documented kind of message is a type of its own: read, written and equal to what was read.</summary>
public sealed class MessageKindsTests
{
    private static readonly Dictionary<string, Type> Kinds = new(StringComparer.Ordinal)
    {
        ["send_cta_url"] = typeof(OutgoingMessage.UrlButton),
        ["send_location_request"] = typeof(OutgoingMessage.LocationRequest),
        ["send_product"] = typeof(OutgoingMessage.Product),
        ["send_product_list"] = typeof(OutgoingMessage.ProductList),
        ["send_catalog_message"] = typeof(OutgoingMessage.Catalogue),
        ["send_flow"] = typeof(OutgoingMessage.Flow),
        ["send_address_message"] = typeof(OutgoingMessage.AddressRequest),
        ["send_carousel"] = typeof(OutgoingMessage.Carousel),
        ["send_carousel_replies"] = typeof(OutgoingMessage.Carousel),
        ["send_carousel_products"] = typeof(OutgoingMessage.Carousel),
        ["send_call_permission_request"] = typeof(OutgoingMessage.CallPermissionRequest),
        ["send_voice_call"] = typeof(OutgoingMessage.CallButton),
        ["send_request_contact_info"] = typeof(OutgoingMessage.ContactRequest),
        ["send_order_details"] = typeof(OutgoingMessage.OrderDetails),
        ["send_order_details_brazil"] = typeof(OutgoingMessage.OrderDetails),
        ["send_order_status"] = typeof(OutgoingMessage.OrderStatus),
    };

    private static readonly string[] Templates =
    [
        "authentication", "limited_time_offer", "carousel", "carousel_products", "mpm", "flow", "catalog", "order_details", "order_status", "voice_call", "spm", "headers", "gif",
    ];

    public static TheoryData<string> Fixtures => [.. Kinds.Keys, .. Templates.Select(name => "send_template_" + name)];

    public static TheoryData<string> TemplateFixtures => [.. Templates.Select(name => "send_template_" + name)];

    public static TheoryData<string> Sends => [.. Fixture.Names.Where(name => name.StartsWith("send_", StringComparison.Ordinal) && name is not ("send_answer_template" or "send_mark_as_read"))];

    [Theory]
    [MemberData(nameof(Sends))]
    public void A_whole_send_is_read_and_written_again_without_a_difference(string fixture)
    {
        var reading = OutgoingMessageJson.Read(Fixture.Bytes(fixture));
        reading.Problem?.Details.ShouldBeNull();
        var written = new System.Buffers.ArrayBufferWriter<byte>();

        OutgoingMessageJson.WriteBody(written, reading.Recipient!, OutgoingMessageJson.WriteContent(reading.Message!), reading.CallbackData);

        var wanted = JsonNode.Parse(Fixture.Text(fixture))!.AsObject();
        wanted["recipient_type"] = "individual"; // Meta takes these two for granted; they are always written
        wanted["type"] ??= "text";
        written.WrittenSpan.ToArray().ShouldBeJson(wanted.ToJsonString());
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_kind_is_read_and_written_again_without_a_difference(string fixture)
    {
        var reading = OutgoingMessageJson.Read(Fixture.Bytes(fixture));

        reading.Problem?.Details.ShouldBeNull();
        reading.Message.ShouldBeOfType(Kinds.GetValueOrDefault(fixture, typeof(OutgoingMessage.Template)));
        OutgoingMessageJson.WriteContent(reading.Message!).ShouldBeJson(ContentOf(fixture));
        OutgoingMessageJson.Check(reading.Message!)?.Details.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void A_member_that_is_not_known_survives_in_every_kind(string fixture)
    {
        var request = JsonNode.Parse(Fixture.Text(fixture))!.AsObject();
        var content = (request["interactive"] ?? request["template"])!.AsObject();
        content["future_option"] = new JsonObject { ["a"] = 1 };
        var reading = OutgoingMessageJson.Read(Encoding.UTF8.GetBytes(request.ToJsonString()));
        reading.Problem?.Details.ShouldBeNull();
        Encoding.UTF8.GetString(reading.Content.Span).ShouldContain("future_option");
    }

    [Theory]
    [MemberData(nameof(TemplateFixtures))]
    public void No_part_of_a_template_is_left_untyped(string fixture)
    {
        var template = OutgoingMessageJson.Read(Fixture.Bytes(fixture)).Message.ShouldBeOfType<OutgoingMessage.Template>();
        var components = template.Components.Concat(template.Components.OfType<TemplateComponent.Carousel>().SelectMany(carousel => carousel.Cards).SelectMany(card => card.Components)).ToList();
        components.ShouldNotContain(component => component is TemplateComponent.Other);
        components.SelectMany(component => component switch
        {
            TemplateComponent.Header header => header.Parameters,
            TemplateComponent.Body body => body.Parameters,
            TemplateComponent.Button button => button.Parameters,
            _ => [],
        }).ShouldNotContain(parameter => parameter is TemplateParameter.Other);
    }

    [Fact]
    public void The_parts_of_an_order_are_read_as_numbers()
    {
        var order = OutgoingMessageJson.Read(Fixture.Bytes("send_order_details")).Message.ShouldBeOfType<OutgoingMessage.OrderDetails>().Payment;
        (order.Currency, order.Total, order.Order!.ExpiresAt).ShouldBe(("INR", new Amount(21000), 1893456000));
        order.Order.Items.ShouldHaveSingleItem().ShouldBe(new PaymentItem("Bread", new Amount(10000), 2, "sku-1", new Amount(100)));
        order.Order.Discount.ShouldBe(new PaymentPart(new Amount(1000), null, "x"));
        order.Settings.ShouldHaveSingleItem().ShouldBeOfType<PaymentSetting.Gateway>().ConfigurationName.ShouldBe("razorpay-prod");
    }

    [Theory]
    [InlineData("""{"type":"pin","pin":{"type":"pin","message_id":"wamid.A","expiration_days":7}}""", 7)]
    [InlineData("""{"type":"pin","pin":{"type":"unpin","message_id":"wamid.A"}}""", null)]
    public void A_message_is_pinned_in_a_group_and_taken_off_again(string content, int? days)
    {
        var reading = OutgoingMessageJson.Read(Encoding.UTF8.GetBytes("{\"messaging_product\":\"whatsapp\",\"recipient_type\":\"group\",\"to\":\"G\"," + content[1..]));
        reading.Problem.ShouldBeNull();
        reading.Message.ShouldBe(new OutgoingMessage.Pin("wamid.A", days));
        OutgoingMessageJson.WriteContent(reading.Message!).ShouldBeJson(content);
    }

    /// <summary>A fixture, the member to change, what to put there, and what Meta says to that.</summary>
    [Theory]
    [InlineData("send_cta_url", "interactive.action.parameters.display_text", "\"123456789012345678901\"", 100, "at most 20")]
    [InlineData("send_cta_url", "interactive.action.parameters.url", "\"shop\"", 131009, "web address")]
    [InlineData("send_cta_url", "interactive.action.parameters.url", "\"/shop\"", 131009, "web address")]
    [InlineData("send_cta_url", "interactive.action.parameters.url", "\"javascript:x\"", 131009, "web address")]
    [InlineData("send_carousel", "interactive.action.cards.1.action.parameters.url", "\"mailto:a@b.example\"", 131009, "web address")]
    [InlineData("send_cta_url", "interactive.action.name", "\"other\"", 131009, "must be cta_url")]
    [InlineData("send_cta_url", "interactive.body", "\"Hi\"", 131009, "interactive.body must be a JSON object")]
    [InlineData("send_cta_url", "interactive.header", "\"Hi\"", 131009, "interactive.header must be a JSON object")]
    [InlineData("send_cta_url", "interactive.footer", "[]", 131009, "interactive.footer must be a JSON object")]
    [InlineData("send_product", "interactive.body", "\"Hi\"", 131009, "interactive.body must be a JSON object")]
    [InlineData("send_carousel", "interactive.action.cards.0.body", "\"Hi\"", 131009, "cards.body must be a JSON object")]
    [InlineData("send_cta_url", "interactive.body", "null", 131008, "interactive.body")]
    [InlineData("send_location_request", "interactive.header", """{"type":"text","text":"x"}""", 131009, "not allowed")]
    [InlineData("send_product", "interactive.action.product_retailer_id", "null", 131008, "product_retailer_id")]
    [InlineData("send_product", "interactive.header", """{"type":"text","text":"x"}""", 131009, "not allowed")]
    [InlineData("send_product_list", "interactive.header", "null", 131008, "header")]
    [InlineData("send_product_list", "interactive.header", """{"type":"image","image":{"id":"1"}}""", 131009, "header")]
    [InlineData("send_product_list", "interactive.action.sections", "[]", 131009, "1 to 10")]
    [InlineData("send_product_list", "interactive.action.sections.0.title", "\"1234567890123456789012345\"", 100, "at most 24")]
    [InlineData("send_product_list", "interactive.action.sections.0.product_items", "[]", 131009, "1 to 30")]
    [InlineData("send_flow", "interactive.action.parameters.flow_cta", "null", 131008, "flow_cta")]
    [InlineData("send_flow", "interactive.action.parameters.flow_id", "null", 131008, "flow_id")]
    [InlineData("send_flow", "interactive.action.parameters.flow_name", "\"n\"", 100, "flow_name")]
    [InlineData("send_flow", "interactive.action.parameters.flow_message_version", "\"2\"", 131009, "must be 3")]
    [InlineData("send_flow", "interactive.action.parameters.mode", "\"secret\"", 131009, "published, draft")]
    [InlineData("send_flow", "interactive.action.parameters.flow_action", "\"data_exchange\"", 100, "flow_action_payload")]
    [InlineData("send_flow", "interactive.action.parameters.flow_action_payload.data", "{}", 131009, "not empty")]
    [InlineData("send_address_message", "interactive.action.parameters.country", "null", 131008, "country")]
    [InlineData("send_address_message", "interactive.action.parameters.values.in_pin_code", "\"4000631\"", 100, "at most 6")]
    [InlineData("send_carousel", "interactive.action.cards", "[]", 131009, "2 to 10")]
    [InlineData("send_carousel", "interactive.action.cards.0.header", """{"type":"video","video":{"id":"1"}}""", 131009, "alike")]
    [InlineData("send_carousel", "interactive.action.cards.1.card_index", "2", 131009, "position")]
    [InlineData("send_carousel", "interactive.action.cards.0.card_index", "null", 131008, "card_index")]
    [InlineData("send_carousel", "interactive.action.cards.1.body.text", "\"a\\nb\\nc\\nd\"", 131009, "line breaks")]
    [InlineData("send_carousel_products", "interactive.action.cards.1.action.catalog_id", "\"2\"", 131009, "one catalogue")]
    [InlineData("send_carousel_products", "interactive.action.cards.1.header", """{"type":"image","image":{"id":"1"}}""", 131009, "no header")]
    [InlineData("send_voice_call", "interactive.action.parameters.ttl_minutes", "43201", 131009, "43200")]
    [InlineData("send_order_details", "interactive.action.parameters.total_amount.value", "21001", 131009, "subtotal")]
    [InlineData("send_order_details", "interactive.action.parameters.currency", "\"SGD\"", 131009, "INR, BRL")]
    [InlineData("send_order_details", "interactive.action.parameters.reference_id", "\"order 42\"", 131009, "letters")]
    [InlineData("send_order_details", "interactive.action.parameters.reference_id", "\"123456789012345678901234567890123456\"", 100, "at most 35")]
    [InlineData("send_order_details", "interactive.action.parameters.total_amount.offset", "1000", 131009, "must be 100")]
    [InlineData("send_order_details", "interactive.action.parameters.order.items.0.name", "\"1234567890123456789012345678901234567890123456789012345678901\"", 100, "at most 60")]
    [InlineData("send_order_status", "interactive.action.parameters.order.status", "\"lost\"", 131009, "shipped")]
    [InlineData("send_order_status", "interactive.action.parameters.payment.status", "\"maybe\"", 131009, "captured")]
    [InlineData("send_template_carousel", "template.components.1.cards.0.components.2.index", "0.5", 131009, "whole number")]
    [InlineData("send_template_carousel", "template.components.1.cards.1.card_index", "0", 131009, "card_index")]
    [InlineData("send_template_mpm", "template.components.0.parameters.0.action.thumbnail_product_retailer_id", "null", 131008, "thumbnail")]
    [InlineData("send_template_limited_time_offer", "template.components.1.parameters.0.limited_time_offer.expiration_time_ms", "null", 131008, "expiration_time_ms")]
    [InlineData("send_template_order_status", "template.components.0.parameters.0.order_status.order.status", "\"lost\"", 131009, "shipped")]
    [InlineData("send_template_order_details", "template.components.0.parameters.0.action.order_details.total_amount.value", "1", 131009, "subtotal")]
    public void A_wrong_member_is_refused_with_metas_code(string fixture, string path, string value, int code, string part)
    {
        var problem = Changed(fixture, (path, value)).Problem.ShouldNotBeNull();

        problem.Details.ShouldNotBeNull().ShouldContain(part);
        problem.Code.ShouldBe(code);
    }

    [Theory]
    [InlineData("send_cta_url", "interactive.header")]
    [InlineData("send_cta_url", "interactive.footer")]
    [InlineData("send_product", "interactive.header")]
    [InlineData("send_call_permission_request", "interactive.body")]
    [InlineData("send_carousel_products", "interactive.action.cards.0.header")]
    [InlineData("send_carousel_products", "interactive.action.cards.0.footer")]
    public void A_part_that_is_null_is_absent(string fixture, string path) => Changed(fixture, (path, "null")).Problem?.Details.ShouldBeNull();

    /// <summary>India wants to know where goods come from that no catalogue describes.</summary>
    [Theory]
    [InlineData("\"1948\"", "\"sku-1\"", "null", true)]
    [InlineData("\"1948\"", "null", "null", false)]
    [InlineData("null", "\"sku-1\"", "null", false)]
    [InlineData("null", "null", "\"India\"", true)]
    public void Physical_goods_are_in_a_catalogue_or_say_where_they_come_from(string catalogue, string retailer, string origin, bool passes)
    {
        const string Bill = "interactive.action.parameters.";
        var problem = Changed(
            "send_order_details",
            (Bill + "type", "\"physical-goods\""),
            (Bill + "order.catalog_id", catalogue),
            (Bill + "order.items.0.retailer_id", retailer),
            (Bill + "order.items.0.country_of_origin", origin),
            (Bill + "order.items.0.importer_name", origin),
            (Bill + "order.items.0.importer_address", origin == "null" ? origin : """{"city":"Pune"}""")).Problem;

        problem?.Code.ShouldBe(131008);
        (problem is null).ShouldBe(passes);
    }

    [Fact]
    public void A_product_list_has_at_most_thirty_products_in_all_sections_together()
    {
        static JsonObject Section(string title, int count) => new()
        {
            ["title"] = title,
            ["product_items"] = new JsonArray([.. Enumerable.Range(0, count).Select(n => new JsonObject { ["product_retailer_id"] = title + n })]),
        };
        static byte[] List(int second)
        {
            var request = JsonNode.Parse(Fixture.Text("send_product_list"))!;
            request["interactive"]!["action"]!["sections"] = new JsonArray(Section("A", 20), Section("B", second));
            return Encoding.UTF8.GetBytes(request.ToJsonString());
        }

        OutgoingMessageJson.Read(List(10)).Problem.ShouldBeNull();
        OutgoingMessageJson.Read(List(11)).Problem.ShouldNotBeNull().Details.ShouldNotBeNull().ShouldContain("30 products");
    }

    private static OutgoingMessageReading Changed(string fixture, params ReadOnlySpan<(string Path, string Value)> changes)
    {
        var request = JsonNode.Parse(Fixture.Text(fixture))!;
        foreach (var (path, value) in changes)
        {
            var steps = path.Split('.');
            var parent = steps[..^1].Aggregate(request, (node, step) => int.TryParse(step, out var index) ? node[index]! : node[step]!);
            parent[steps[^1]] = JsonNode.Parse(value);
        }

        return OutgoingMessageJson.Read(Encoding.UTF8.GetBytes(request.ToJsonString()));
    }

    private static string ContentOf(string fixture)
    {
        var content = JsonNode.Parse(Fixture.Text(fixture))!.AsObject();
        foreach (var member in new[] { "messaging_product", "recipient_type", "to" })
        {
            content.Remove(member);
        }

        return content.ToJsonString(new JsonSerializerOptions());
    }
}
