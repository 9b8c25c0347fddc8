using System.Globalization;

namespace Kaiwa.Simulator.World;

/// <summary>
/// A phone's business-scoped user id, <c>CC.20digits</c>. It is computed from the phone number and back by a bijection, so that a
/// hundred thousand phones need no table; to the business it is opaque, as Meta's is.
/// </summary>
internal static class UserId
{
    private const ulong Factor = 0x9E3779B97F4A7C15;
    private const ulong Inverse = 0xF1DE83E19937733D;

    public static string Of(ulong phone) =>
        string.Create(CultureInfo.InvariantCulture, $"{CallingCodes.CountryOf(phone)}.{unchecked(phone * Factor):D20}");

    /// <summary>Writes the id and returns its length.</summary>
    public static int Write(Span<char> target, ulong phone)
    {
        target.TryWrite(CultureInfo.InvariantCulture, $"{CallingCodes.CountryOf(phone)}.{unchecked(phone * Factor):D20}", out var written);
        return written;
    }

    public static bool TryReadPhone(ReadOnlySpan<char> userId, out ulong phone)
    {
        phone = 0;
        if (userId.Length != 23 || userId[2] != '.' || !ulong.TryParse(userId[3..], NumberStyles.None, CultureInfo.InvariantCulture, out var mixed))
        {
            return false;
        }

        phone = unchecked(mixed * Inverse);
        return phone is >= 1_000_000 and <= 999_999_999_999_999 && userId[..2].SequenceEqual(CallingCodes.CountryOf(phone));
    }
}
