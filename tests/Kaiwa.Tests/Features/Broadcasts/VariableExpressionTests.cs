using Kaiwa.Features.Broadcasts;

namespace Kaiwa.Tests.Features.Broadcasts;

public sealed class VariableExpressionTests
{
    private static readonly Dictionary<string, string> Ana = new(StringComparer.Ordinal) { ["name"] = "Ana", ["city"] = "Jakarta" };
    private static readonly Dictionary<string, string> Nobody = new(StringComparer.Ordinal);

    [Theory]
    [InlineData("20% off", "20% off")]
    [InlineData("{{ contact.name }}", "Ana")]
    [InlineData("{{contact.city}}", "Jakarta")]
    [InlineData("{{ contact.name | upcase }}", "ANA")]
    [InlineData("Dear {{ contact.name }} from {{ contact.city }}", "Dear Ana from Jakarta")]
    [InlineData("{% if contact.city == 'Jakarta' %}here{% else %}there{% endif %}", "here")]
    public void Words_properties_and_liquid_are_filled_from_the_contact(string expression, string expected) =>
        VariableExpression.Parse(expression).ShouldNotBeNull().Render(Ana).ShouldBe(expected);

    [Theory]
    [InlineData("{{ contact.name | default: \"there\" }}", "there")]
    [InlineData("{{ contact.name | default: 'friend' }}", "friend")]
    [InlineData("{{ contact.name | upcase | default: \"YOU\" }}", "YOU")]
    [InlineData("{{ contact.name }}", "")]
    public void What_is_not_known_of_a_contact_becomes_the_default(string expression, string expected) =>
        VariableExpression.Parse(expression).ShouldNotBeNull().Render(Nobody).ShouldBe(expected);

    [Theory]
    [InlineData("two\nlines")]
    [InlineData("two \t lines")]
    [InlineData("two      lines")]
    public void What_Meta_refuses_in_a_parameter_becomes_one_space(string text) =>
        VariableExpression.Parse(text).ShouldNotBeNull().Render(Nobody).ShouldBe("two lines");

    [Theory]
    [InlineData("{{ contact.name")]
    [InlineData("{% if contact.name %}open")]
    public void Broken_liquid_is_refused_before_anything_is_sent(string expression) => VariableExpression.Parse(expression).ShouldBeNull();

    [Fact]
    public void A_contacts_name_with_braces_is_not_run_as_liquid()
    {
        var joker = new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = "{{ contact.phone }}", ["phone"] = "+62811" };

        VariableExpression.Parse("Hi {{ contact.name }}!").ShouldNotBeNull().Render(joker).ShouldBe("Hi {{ contact.phone }}!");
    }
}
