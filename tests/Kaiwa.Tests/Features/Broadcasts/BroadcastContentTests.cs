using System.Text.Json.Nodes;
using Kaiwa.Features.Broadcasts;
using Kaiwa.WhatsApp.Templates;

namespace Kaiwa.Tests.Features.Broadcasts;

public sealed class BroadcastContentTests
{
    private const string Named = """[{"type":"BODY","text":"Hi {{first_name}}, take {{discount}} off."}]""";
    private const string Everything = """
        [{"type":"HEADER","format":"TEXT","text":"Order {{1}}"},
         {"type":"BODY","text":"Hello {{1}}, it arrives on {{2}}."},
         {"type":"FOOTER","text":"Hinode Tea"},
         {"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Thanks"},{"type":"URL","text":"Track","url":"https://shop.example/{{1}}"}]}]
        """;

    [Fact]
    public void A_template_without_variables_has_no_components()
    {
        var content = Of("""[{"type":"BODY","text":"Hello"}]""", named: false, []);

        Same(content.Fill(null), """{"type":"template","template":{"name":"t","language":{"code":"en_US"}}}""");
        content.IsSameForAll.ShouldBeTrue();
    }

    [Fact]
    public void Named_parameters_carry_their_names()
    {
        var content = Of(Named, named: true, new() { ["first_name"] = "{{ contact.name }}", ["discount"] = "20%" });

        content.TryRender(new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = "Ana \"A\"" }, out var kept).ShouldBeTrue();

        Same(content.Fill(kept), """
            {"type":"template","template":{"name":"t","language":{"code":"en_US"},"components":[{"type":"body","parameters":[
              {"type":"text","parameter_name":"first_name","text":"Ana \"A\""},{"type":"text","parameter_name":"discount","text":"20%"}]}]}}
            """);
    }

    [Fact]
    public void Header_body_and_button_are_filled_in_their_places()
    {
        var content = Of(Everything, named: false, new() { ["header.1"] = "#1042", ["1"] = "{{ contact.name }}", ["2"] = "Friday", ["button.1"] = "1042" });

        content.TryRender(new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = "Ana" }, out var kept).ShouldBeTrue();

        Same(content.Fill(kept), """
            {"type":"template","template":{"name":"t","language":{"code":"en_US"},"components":[
              {"type":"header","parameters":[{"type":"text","text":"#1042"}]},
              {"type":"body","parameters":[{"type":"text","text":"Ana"},{"type":"text","text":"Friday"}]},
              {"type":"button","sub_type":"url","index":"1","parameters":[{"type":"text","text":"1042"}]}]}}
            """);
    }

    [Fact]
    public void Values_go_in_the_order_of_their_numbers_which_a_translation_may_have_turned_around()
    {
        var content = Of("""[{"type":"BODY","text":"On {{2}} it arrives, {{1}}."}]""", named: false, new() { ["1"] = "Ana", ["2"] = "Friday" });

        Same(content.Fill(null), """
            {"type":"template","template":{"name":"t","language":{"code":"en_US"},"components":[{"type":"body","parameters":[{"type":"text","text":"Ana"},{"type":"text","text":"Friday"}]}]}}
            """);
    }

    [Fact]
    public void A_place_above_and_a_code_below_are_filled_as_Meta_wants_them()
    {
        var content = Of(
            """[{"type":"HEADER","format":"LOCATION"},{"type":"BODY","text":"{{1}} is your code."},{"type":"BUTTONS","buttons":[{"type":"OTP","otp_type":"COPY_CODE","text":"Copy"}]}]""",
            named: false,
            new() { ["header.media"] = "35.6812, 139.7671, Tokyo Station", ["1"] = "4711", ["button.0"] = "4711" });

        Same(content.Fill(null), """
            {"type":"template","template":{"name":"t","language":{"code":"en_US"},"components":[
              {"type":"header","parameters":[{"type":"location","location":{"latitude":35.6812,"longitude":139.7671,"name":"Tokyo Station"}}]},
              {"type":"body","parameters":[{"type":"text","text":"4711"}]},
              {"type":"button","sub_type":"url","index":"0","parameters":[{"type":"text","text":"4711"}]}]}}
            """);
    }

    [Theory]
    [InlineData("""[{"type":"BODY","text":"Look"},{"type":"CAROUSEL","cards":[]}]""", "CAROUSEL")]
    [InlineData("""[{"type":"HEADER","format":"PRODUCT"},{"type":"BODY","text":"Look"}]""", "PRODUCT")]
    [InlineData("""[{"type":"BODY","text":"Look"},{"type":"BUTTONS","buttons":[{"type":"MPM","text":"Items"}]}]""", "MPM")]
    [InlineData("""[{"type":"HEADER","format":"TEXT","text":"Hi"},{"type":"BODY","text":"Look"},{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Yes"}]}]""", null)]
    public void A_part_that_no_broadcast_fills_is_named(string components, string? part) => TemplateVariables.Unfilled(components).ShouldBe(part);

    [Theory]
    [InlineData("https://shop.example/a.jpg", "link")]
    [InlineData("1013859600971550", "id")]
    public void A_media_header_takes_a_link_or_a_media_id(string value, string member)
    {
        var content = Of("""[{"type":"HEADER","format":"IMAGE"},{"type":"BODY","text":"Look"}]""", named: false, new() { ["header.media"] = value });

        var image = JsonNode.Parse(content.Fill(null))!["template"]!["components"]![0]!["parameters"]![0]!["image"]!;

        image[member]!.GetValue<string>().ShouldBe(value);
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        var (content, missing, unreadable) = BroadcastContent.Of("t", "en_US", Named, true, new Dictionary<string, string>(StringComparer.Ordinal) { ["first_name"] = "{{ broken" });

        content.ShouldBeNull();
        missing.ShouldBe(["discount"]);
        unreadable.ShouldBe(["first_name"]);
    }

    [Fact]
    public void Somebody_without_a_value_is_left_out()
    {
        var content = Of(Named, named: true, new() { ["first_name"] = "{{ contact.name }}", ["discount"] = "20%" });

        content.TryRender(new Dictionary<string, string>(StringComparer.Ordinal), out _).ShouldBeFalse();
    }

    private static BroadcastContent Of(string components, bool named, Dictionary<string, string> variables) =>
        BroadcastContent.Of("t", "en_US", components, named, variables).Content.ShouldNotBeNull();

    private static void Same(string actual, string expected) => JsonNode.DeepEquals(JsonNode.Parse(actual), JsonNode.Parse(expected)).ShouldBeTrue(actual);
}
