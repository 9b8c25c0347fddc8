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
        if (text.Length > Longest || Parse(text) is not { } number || !Numbers.IsPossibleNumber(number))
        {
            return null;
        }

        return CanonicalPhone.Of(Numbers.Format(number, PhoneNumberFormat.E164));
    }

    private PhoneNumber? Parse(string text)
    {
        try
        {
            // Spreadsheets like to eat the plus. Without a country the digits must carry their own code.
            return country is not null || text.StartsWith('+') ? Numbers.Parse(text, country) : Numbers.Parse("+" + text, null);
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
