using System.Text.Json.Nodes;
using Kaiwa.Features.Broadcasts;

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
