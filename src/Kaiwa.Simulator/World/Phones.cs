using System.Collections.Concurrent;
using System.Globalization;

namespace Kaiwa.Simulator.World;

/// <summary>Customers' phones. Any valid number is a phone; only what differs from an ordinary one is kept.</summary>
internal sealed class Phones
{
    private readonly ConcurrentDictionary<ulong, Handset> special = new();

    public bool AnySpecial => !special.IsEmpty;

    public Handset? Find(ulong phone) => special.IsEmpty ? null : special.GetValueOrDefault(phone);

    public Handset Special(ulong phone) => special.GetOrAdd(phone, static p => new Handset(p));

    public void Clear() => special.Clear();

    public string NameOf(ulong phone) => Find(phone)?.Name ?? People.NameOf(phone);

    /// <summary>Reads a number that carries its country: with or without plus, spaces, hyphens and brackets tolerated.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out ulong phone)
    {
        phone = 0;
        var digits = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                if (++digits > 15)
                {
                    return false;
                }

                phone = (phone * 10) + (ulong)(c - '0');
                if (phone == 0)
                {
                    return false;
                }
            }
            else if (c is not ('+' or ' ' or '-' or '(' or ')' or '.'))
            {
                return false;
            }
        }

        return digits >= 7;
    }

    /// <summary>
    /// Reads <c>to</c> as Meta does: with a plus it is whole; without one, digits that begin like a full international number are
    /// taken as they are, and anything else gets the country code of the business in front.
    /// </summary>
    public static bool TryParseRecipient(ReadOnlySpan<byte> to, ulong business, out ulong phone)
    {
        phone = 0;
        var digits = 0;
        var plus = false;
        var leadingZero = false;
        foreach (var b in to)
        {
            if (char.IsAsciiDigit((char)b))
            {
                leadingZero |= digits == 0 && b == '0';
                if (++digits > 15)
                {
                    return false;
                }

                phone = (phone * 10) + (ulong)(b - '0');
            }
            else if (b == '+' && digits == 0)
            {
                plus = true;
            }
            else if (b is not ((byte)' ' or (byte)'-' or (byte)'(' or (byte)')' or (byte)'.'))
            {
                return false;
            }
        }

        if (!plus && (leadingZero || digits < 10))
        {
            var code = (ulong)CallingCodes.CodeOf(business);
            var scale = 1UL;
            for (var i = leadingZero ? 1 : 0; i < digits; i++)
            {
                scale *= 10;
            }

            phone = code == 0 || phone >= scale ? phone : (code * scale) + phone;
            digits += 1;
            leadingZero = false;
        }

        return digits is >= 7 and <= 15 && !leadingZero;
    }

    public static string Digits(ulong phone) => phone.ToString(CultureInfo.InvariantCulture);
}
