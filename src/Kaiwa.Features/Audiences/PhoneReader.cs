using Kaiwa.Core.Contacts;
using Kaiwa.Core.Numbers;
using PhoneNumbers;

namespace Kaiwa.Features.Audiences;

/// <summary>Reads numbers as people write them, with the country of the shop where none is given.</summary>
internal sealed class PhoneReader
{
    private const int Longest = 64;
    private static readonly PhoneNumberUtil Numbers = PhoneNumberUtil.GetInstance();
    private readonly string? country;

    private PhoneReader(string? country) => this.country = country;

    /// <summary>Null when the country code is not one.</summary>
    public static PhoneReader? For(string? defaultCountry, Number? first)
    {
        if (string.IsNullOrWhiteSpace(defaultCountry))
        {
            return new PhoneReader(CountryOf(first));
        }

        var code = defaultCountry.Trim().ToUpperInvariant();
        return Numbers.GetSupportedRegions().Contains(code) ? new PhoneReader(code) : null;
    }

    /// <summary>Canonical digits without plus, or null.</summary>
    public string? Read(string text)
    {
        return text.Length <= Longest && Number(text) is { } number ? CanonicalPhone.Of(Numbers.Format(number, PhoneNumberFormat.E164)) : null;
    }

    /// <summary>Spreadsheets like to eat the plus: digits are first read as a number of the country, then as one with its own code.</summary>
    private PhoneNumber? Number(string text)
    {
        if (text.StartsWith('+') || country is null)
        {
            return Possible(Parse(text.StartsWith('+') ? text : "+" + text, null));
        }

        var local = Possible(Parse(text, country));
        if (local is not null && Numbers.IsValidNumber(local))
        {
            return local;
        }

        var whole = Possible(Parse("+" + CanonicalPhone.Of(text), null));
        return whole is not null && Numbers.IsValidNumber(whole) ? whole : local ?? whole;
    }

    private static PhoneNumber? Possible(PhoneNumber? number) => number is not null && Numbers.IsPossibleNumber(number) ? number : null;

    private static PhoneNumber? Parse(string text, string? country)
    {
        try
        {
            return Numbers.Parse(text, country);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    private static string? CountryOf(Number? number)
    {
        if (number is null)
        {
            return null;
        }

        try
        {
            var parsed = Numbers.Parse("+" + string.Concat(number.Display.Where(char.IsAsciiDigit)), null);
            return Numbers.GetRegionCodeForNumber(parsed) ?? Numbers.GetRegionCodeForCountryCode(parsed.CountryCode);
        }
        catch (NumberParseException)
        {
            return null;
        }
    }
}
