using System.Globalization;
using System.Text.Json.Nodes;
using Bunit;
using Kaiwa.Console.Inbox;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Web;
using Kaiwa.Features.Inbox;

namespace Kaiwa.Console.Tests;

/// <summary>Every documented kind of message as an agent sees it.</summary>
public sealed class MessageKindsTests : BunitContext
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Fixtures", "whatsapp");

    public MessageKindsTests() => this.AddConsole();

    public static TheoryData<string> Sent => [.. Directory.EnumerateFiles(Folder, "send_*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Where(name => name is not "send_mark_as_read").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Sent))]
    public void No_kind_that_can_be_sent_is_shown_as_JSON(string fixture)
    {
        var bubble = Render<MessageBubble>(parameters => parameters.Add(part => part.Message, Outgoing(fixture)));

        bubble.FindAll("pre").ShouldBeEmpty();
        bubble.Find(".bubble").TextContent.ShouldNotContain("{");
    }

    [Theory]
    [InlineData("send_cta_url", "Pick a date|See dates")]
    [InlineData("send_location_request", "Asks for the location|Where are you?|Send location")]
    [InlineData("send_product", "Product|Nice|sku-1|View product")]
    [InlineData("send_product_list", "Products|Deals|Our picks|sku-1|Plants|sku-2|View items")]
    [InlineData("send_catalog_message", "Catalogue|Shop|View catalogue")]
    [InlineData("send_flow", "Form|Book|Book now")]
    [InlineData("send_address_message", "Asks for an address|Where shall we deliver?|Asha|Provide address")]
    [InlineData("send_carousel", "Cards|Look|https://x.example/a.jpg|A|Buy|B|Buy")]
    [InlineData("send_carousel_replies", "Cards|Look|Like|Like")]
    [InlineData("send_carousel_products", "Cards|Look|sku-1|sku-2")]
    [InlineData("send_call_permission_request", "Permission to call|May we call?|Allow calls")]
    [InlineData("send_voice_call", "Call button|Talk to us|Call now")]
    [InlineData("send_request_contact_info", "Asks for the number|Please share your number|Share contact info")]
    [InlineData("send_order_details", "Bill|https://x.example/i.jpg|Your order|2 × Bread|1.00 INR|Tax|10.00 INR|Shipping|Discount|−10.00 INR|Total|210.00 INR|Thanks|Review and pay")]
    [InlineData("send_order_status", "Order status|On its way|Order|order-42|Status|Shipped|DHL|Payment|Paid")]
    [InlineData("send_template_limited_time_offer", "Offer ends|2030-01-01 00:00 UTC|Coupon code|CARIBE25")]
    [InlineData("send_template_carousel", "Picture|10%")]
    [InlineData("send_template_mpm", "sku-1|Popular")]
    [InlineData("send_template_order_details", "2 × Bread|Total|210.00 INR")]
    [InlineData("send_template_order_status", "order-42|Shipped|DHL")]
    public void A_kind_shows_its_parts_in_the_order_of_reading(string fixture, string parts) => ShouldRead(Outgoing(fixture), parts);

    [Fact]
    public void The_words_of_the_phone_are_in_the_readers_language()
    {
        var before = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = new CultureInfo("ja");
            ShouldRead(Outgoing("send_order_details"), "請求|税|送料|割引|合計|確認して支払う");
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    [Theory]
    [InlineData("""{"type":"nfm_reply","nfm_reply":{"name":"flow","body":"Sent","response_json":"{\"flow_token\":\"tok-1\",\"date\":\"2026-01-02\",\"extras\":[\"a\",\"b\"]}"}}""", "Filled in a form|date|2026-01-02|extras|a, b")]
    [InlineData("""{"type":"nfm_reply","nfm_reply":{"name":"address_message","body":"Sent","response_json":"{\"values\":{\"in_pin_code\":\"400063\"}}"}}""", "Gave an address|in pin code|400063")]
    [InlineData("""{"type":"nfm_reply","nfm_reply":{"name":"flow","response_json":"broken"}}""", "Filled in a form")]
    [InlineData("""{"type":"nfm_reply","nfm_reply":{"name":"flow","response_json":"{\"a\":\"\\ud800\"}"}}""", "Filled in a form")]
    [InlineData("""{"type":"nfm_reply","nfm_reply":{"name":"flow","response_json":"{\"\\ud800\":1}"}}""", "Filled in a form")]
    [InlineData("""{"type":"call_permission_reply","call_permission_reply":{"response":"accept","expiration_timestamp":1778155200,"response_source":"user_action"}}""", "Permission to call|allowed until|7 May")]
    [InlineData("""{"type":"call_permission_reply","call_permission_reply":{"response":"reject"}}""", "Permission to call|not allowed")]
    public void An_answer_is_told_in_words(string interactive, string parts)
    {
        var message = Some.Message(1, kind: "interactive", text: "", content: $$"""{"type":"interactive","interactive":{{interactive}}}""");
        ShouldRead(message, parts);
        Render<MessageBubble>(parameters => parameters.Add(part => part.Message, message)).Find(".bubble").TextContent.ShouldNotContain("tok-1");
    }

    [Theory]
    [InlineData("""{"value":1e300,"offset":100}""", "0.00 INR")]
    [InlineData("""{"value":79228162514264337593543950335,"offset":1e-28}""", "79,228,162,514,264,337,593,543,950,335.00 INR")]
    [InlineData("""{"value":"much","offset":null}""", "0.00 INR")]
    [InlineData("""{"value":10050,"offset":100}""", "100.50 INR")]
    public void No_amount_of_money_makes_a_conversation_unreadable(string amount, string shown)
    {
        var message = Some.Message(1, Direction.Outgoing, text: "", kind: "interactive", content: """
            {"type":"interactive","interactive":{"type":"order_details","body":{"text":"Bill"},"action":{"parameters":{"currency":"INR","total_amount":AMOUNT,
            "order":{"items":[{"name":"Tea","quantity":1,"amount":AMOUNT,"sale_amount":null}]}}}}}
            """.Replace("AMOUNT", amount, StringComparison.Ordinal));

        ShouldRead(message, "1 × Tea|" + shown + "|" + shown);
    }

    [Fact]
    public void A_customers_order_at_any_price_can_be_read() => ShouldRead(
        Some.Message(1, kind: "order", text: "", content: """{"type":"order","order":{"product_items":[{"product_retailer_id":"sku-1","quantity":1,"item_price":1e300,"currency":"INR"}]}}"""),
        "sku-1");

    [Fact]
    public void Metas_own_words_about_a_failure_are_shown_with_the_sentence()
    {
        var message = Some.Message(1, Direction.Outgoing) with { State = MessageState.Failed, Problem = new Problem("meta-100", 422, "100", "Param video['id'] is not valid") };

        Render<MessageBubble>(parameters => parameters.Add(part => part.Message, message)).Find(".fate").TextContent.ShouldContain("Meta says: Param video['id'] is not valid");
    }

    [Fact]
    public void What_WhatsApp_itself_says_is_no_JSON_either()
    {
        ShouldRead(Some.Message(1, kind: "system", content: """{"type":"system","system":{"type":"user_changed_number","body":"Ana changed her number"}}"""), "Note by WhatsApp|Ana changed her number");
        ShouldRead(Some.Message(1, kind: "unsupported", text: "", content: """{"type":"unsupported","unsupported":{"type":"poll"}}"""), "Unsupported message");
    }

    private static ThreadMessage Outgoing(string fixture)
    {
        var request = JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, fixture + ".json")))!.AsObject();
        var kind = request["type"]?.GetValue<string>() ?? "text";
        return Some.Message(1, Direction.Outgoing, text: "", kind: kind, content: request.ToJsonString());
    }

    private void ShouldRead(ThreadMessage message, string parts)
    {
        var text = Render<MessageBubble>(parameters => parameters.Add(part => part.Message, message)).Find(".bubble").TextContent;
        var at = 0;
        foreach (var part in parts.Split('|'))
        {
            var found = text.IndexOf(part, at, StringComparison.Ordinal);
            found.ShouldBeGreaterThanOrEqualTo(0, $"\"{part}\" after place {at} of \"{text}\"");
            at = found + part.Length;
        }
    }
}
