using Bunit;
using Kaiwa.Console.Inbox;

namespace Kaiwa.Console.Tests;

public sealed class MarkupTests : BunitContext
{
    [Theory]
    [InlineData("A *bold* word", "A <strong>bold</strong> word")]
    [InlineData("_italic_ and ~gone~ and `code`", "<em>italic</em> and <del>gone</del> and <code>code</code>")]
    [InlineData("*bold and _both_*", "<strong>bold and <em>both</em></strong>")]
    [InlineData("2*3*4 and snake_case_name", "2*3*4 and snake_case_name")]
    [InlineData("* not bold * and *open", "<div class=\"point\"><span>•</span><span>not bold * and *open</span></div>")]
    [InlineData("> quoted", "<blockquote>quoted</blockquote>")]
    [InlineData("2. second", "<div class=\"point\"><span>2.</span><span>second</span></div>")]
    [InlineData("```let *x* = 1```", "<pre tabindex=\"0\">let *x* = 1</pre>")]
    [InlineData("A lone ``` stays", "A lone ``` stays")]
    [InlineData("<img src=x onerror=alert(1)> *<b>*", "&lt;img src=x onerror=alert(1)&gt; <strong>&lt;b&gt;</strong>")]
    [InlineData("See https://shop.example/a_b?c=1.", "See <a href=\"https://shop.example/a_b?c=1\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">https://shop.example/a_b?c=1</a>.")]
    [InlineData("javascript:alert(1)", "javascript:alert(1)")]
    public void Marks_are_shown_as_on_the_phone_and_nothing_becomes_an_element(string text, string expected) =>
        Render<MarkupBlocks>(parameters => parameters.Add(part => part.Text, text)).MarkupMatches(expected);

    [Fact]
    public void Lines_stay_lines() =>
        string.Concat(Markup.Read("First\n\nThird").Select((block, index) => (index > 0 ? "\n" : "") + string.Concat(block.Spans.Select(span => span.Text)))).ShouldBe("First\n\nThird");
}
