using Kaiwa.WhatsApp;

namespace Kaiwa.Tests.WhatsApp;

public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("+1 (650) 555-1234", "16505551234")]
    [InlineData("16505551234", "16505551234")]
    [InlineData("+81 90-1234-5678", "819012345678")]
    [InlineData("+81　90‐1234‐5678", "819012345678")]
    [InlineData("+55.11.91234.5678", "5511912345678")]
    public void A_number_is_read_as_people_write_it(string text, string digits)
    {
        PhoneNumber.TryParse(text, out var number).ShouldBeTrue();
        number.Digits.ShouldBe(digits);
        number.ToString().ShouldBe("+" + digits);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("+")]
    [InlineData("123456")]
    [InlineData("1234567890123456")]
    [InlineData("090-1234-5678")]
    [InlineData("call me")]
    [InlineData("+1650555+1234")]
    [InlineData("++16505551234")]
    [InlineData("US.13491208655302741918")]
    public void What_is_no_number_with_its_country_code_is_refused(string? text)
    {
        PhoneNumber.TryParse(text, out var number).ShouldBeFalse();
        number.Digits.ShouldBe("");
    }

    [Fact]
    public void Full_width_digits_count() =>
        (PhoneNumber.TryParse("\uFF0B\uFF18\uFF11\uFF19\uFF10\uFF11\uFF12\uFF13\uFF14\uFF15\uFF16\uFF17\uFF18", out var number) ? number.Digits : "").ShouldBe("819012345678");
}
