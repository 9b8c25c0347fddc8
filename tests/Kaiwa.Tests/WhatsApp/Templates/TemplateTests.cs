using Kaiwa.WhatsApp.Messages;
using Kaiwa.WhatsApp.Templates;

namespace Kaiwa.Tests.WhatsApp.Templates;

public sealed class TemplateTests
{
    [Fact]
    public void Positional_variables_come_in_the_order_of_their_numbers() =>
        TemplateVariables.Find(Fixture.Text("template_components")).ShouldBe(
        [
            new TemplateVariable("header", null, "1", "text", "42"),
            new TemplateVariable("body", null, "1", "text", "42"),
            new TemplateVariable("body", null, "2", "text", "山田"),
            new TemplateVariable("button", 1, "1", "text", "https://example.com/t/42"),
            new TemplateVariable("button", 2, "code", "coupon_code", "SAVE10"),
        ]);

    [Fact]
    public void Named_variables_come_once_with_their_examples() =>
        TemplateVariables.Find(Fixture.Text("template_components_named")).ShouldBe(
        [
            new TemplateVariable("header", null, "image", "image", "https://scontent.example/1.jpg"),
            new TemplateVariable("body", null, "first_name", "text", "Ann"),
            new TemplateVariable("body", null, "order_id", "text", "42"),
        ]);

    [Fact]
    public void A_preview_is_filled_by_number()
    {
        var text = TemplateText.Fill(Fixture.Text("template_components"),
        [
            new TemplateComponent.Header([new TemplateParameter.Text("42")]),
            new TemplateComponent.Body([new TemplateParameter.Text("42"), new TemplateParameter.Text("山田")]),
            new TemplateComponent.Button("url", 1, [new TemplateParameter.Text("42")]),
        ]);
        (text.HeaderFormat, text.Header, text.Body, text.Footer).ShouldBe(("TEXT", "Order 42", "山田さん、注文 42 を発送しました。", "Lucky Shrub"));
        text.Buttons.ShouldBe(
        [
            new TemplateText.Button("QUICK_REPLY", "Stop", null),
            new TemplateText.Button("URL", "Track", "https://example.com/t/42"),
            new TemplateText.Button("COPY_CODE", "Copy offer code", null),
        ]);
    }

    [Fact]
    public void A_preview_is_filled_by_name_and_shows_what_is_missing() =>
        TemplateText.Fill(
            Fixture.Text("template_components_named"),
            [new TemplateComponent.Body([new TemplateParameter.Text("Ann", "first_name")])])
            .Body.ShouldBe("Hi Ann, order {{order_id}} is ready, Ann.");

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1,{\"type\":7},{\"type\":\"BODY\"}]")]
    [InlineData("[{\"type\":\"BODY\",\"text\":\"\\ud83d {{1}}\"}]")]
    public void Components_that_are_not_readable_have_no_variables(string json)
    {
        TemplateVariables.Find(json).ShouldBeEmpty();
        TemplateText.Fill(json, []).Body.ShouldBe("");
    }
}
