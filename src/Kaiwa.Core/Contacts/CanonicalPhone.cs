namespace Kaiwa.Core.Contacts;

/// <summary>One spelling per phone: Brazil with the ninth digit, Mexico without the old 1, Argentina with the mobile 9.</summary>
public static class CanonicalPhone
{
    public static string Of(string phone)
    {
        var digits = OnlyDigits(phone);
        return digits switch
        {
            // 55 + area + 8 digits, the first of them 6-9: a mobile number written without its ninth digit.
            ['5', '5', _, _, >= '6' and <= '9', ..] when digits.Length == 12 => string.Concat(digits.AsSpan(0, 4), "9", digits.AsSpan(4)),
            ['5', '2', '1', ..] when digits.Length == 13 => string.Concat("52", digits.AsSpan(3)),
            ['5', '4', not '9', ..] when digits.Length == 12 => string.Concat("549", digits.AsSpan(2)),
            _ => digits,
        };
    }

    private static string OnlyDigits(string phone) =>
        phone.All(char.IsAsciiDigit) ? phone : string.Concat(phone.Where(char.IsAsciiDigit));
}
