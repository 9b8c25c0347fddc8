using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Kaiwa.Simulator.World;

/// <summary>
/// Message ids in Meta's layout: <c>wamid.</c> + base64 of a header, the other party, a direction and a hexadecimal id. The id is the
/// ledger's row number, mixed with a salt of this data file: no table leads from one to the other, and two data files never meet.
/// </summary>
internal sealed class WamidCodec(ulong salt)
{
    private const ulong Factor = 0xD6E8FEB86659FD93;
    private static readonly ulong Inverse = Invert(Factor);

    /// <summary>The most bytes a wamid of ours can take.</summary>
    public const int MaxLength = 128;

    public int Write(Span<byte> target, long seq, bool inbound, ReadOnlySpan<byte> otherParty)
    {
        Span<byte> raw = stackalloc byte[96];
        var n = 0;
        raw[n++] = 0x1C;
        raw[n++] = 0x18;
        raw[n++] = (byte)otherParty.Length;
        otherParty.CopyTo(raw[n..]);
        n += otherParty.Length;
        raw[n++] = 0x15;
        raw[n++] = 0x02;
        raw[n++] = 0x00;
        raw[n++] = (byte)(inbound ? 0x12 : 0x11);
        raw[n++] = 0x18;
        var digits = inbound ? 20 : 18;
        raw[n++] = (byte)digits;
        var mixed = Mix((ulong)seq);
        for (var shift = 60; shift >= 0; shift -= 4)
        {
            raw[n++] = Hex((int)(mixed >> shift) & 15);
        }

        var check = (byte)(mixed ^ (mixed >> 17) ^ (inbound ? 0x5Au : 0u));
        raw[n++] = Hex(check >> 4);
        raw[n++] = Hex(check & 15);
        if (inbound)
        {
            raw[n++] = (byte)'3';
            raw[n++] = (byte)'A';
        }

        raw[n++] = 0x00;
        "wamid."u8.CopyTo(target);
        Base64.EncodeToUtf8(raw[..n], target[6..], out _, out var written);
        return 6 + written;
    }

    public string Text(long seq, bool inbound, string otherParty)
    {
        Span<byte> party = stackalloc byte[40];
        Span<byte> target = stackalloc byte[MaxLength];
        var length = Encoding.ASCII.GetBytes(otherParty, party);
        return Encoding.ASCII.GetString(target[..Write(target, seq, inbound, party[..length])]);
    }

    /// <summary>Finds the row that a wamid of this data file names.</summary>
    public bool TryRead(ReadOnlySpan<char> wamid, out long seq, out bool inbound)
    {
        seq = 0;
        inbound = false;
        Span<byte> raw = stackalloc byte[128];
        if (!wamid.StartsWith("wamid.", StringComparison.Ordinal) || wamid.Length > 150 || !Convert.TryFromBase64Chars(wamid[6..], raw, out var length) || length < 30)
        {
            return false;
        }

        inbound = raw[length - 22] == 20 && raw[length - 23] == 0x18;
        var digits = inbound ? 20 : 18;
        var at = length - 1 - digits;
        if (at < 1 || raw[at - 1] != digits || !ulong.TryParse(raw.Slice(at, 16), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var mixed))
        {
            return false;
        }

        seq = (long)Unmix(mixed);
        var check = (byte)(mixed ^ (mixed >> 17) ^ (inbound ? 0x5Au : 0u));
        return seq > 0 && raw[at + 16] == Hex(check >> 4) && raw[at + 17] == Hex(check & 15);
    }

    private ulong Mix(ulong seq) => unchecked((seq * Factor) ^ salt);

    private ulong Unmix(ulong mixed) => unchecked((mixed ^ salt) * Inverse);

    private static byte Hex(int value) => (byte)(value < 10 ? '0' + value : 'A' + value - 10);

    private static ulong Invert(ulong odd)
    {
        var inverse = odd;
        for (var i = 0; i < 6; i++)
        {
            inverse = unchecked(inverse * (2 - (odd * inverse)));
        }

        return inverse;
    }
}
