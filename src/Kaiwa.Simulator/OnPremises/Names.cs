using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Kaiwa.Simulator.OnPremises;

/// <summary>Ids as the self-hosted client gave them: messages <c>gBEG…</c> and <c>ABEG…</c>, files as UUIDs. No table: they are the ledger's row and the file's number in disguise.</summary>
internal static class Names
{
    private const ulong Disguise = 0x7C1D_5A93_E04B_2F86;

    public static string Message(long seq, bool inbound)
    {
        Span<byte> raw = stackalloc byte[18];
        Write(raw, (ulong)seq);
        return (inbound ? "ABEG" : "gBEG") + Convert.ToBase64String(raw).Replace('+', '-').Replace('/', '_');
    }

    public static bool TryReadMessage(string id, out long seq, out bool inbound)
    {
        (seq, inbound) = (0, id.StartsWith("ABEG", StringComparison.Ordinal));
        Span<byte> raw = stackalloc byte[18];
        if (id.Length != 28 || !(inbound || id.StartsWith("gBEG", StringComparison.Ordinal))
            || !Convert.TryFromBase64String(id[4..].Replace('-', '+').Replace('_', '/'), raw, out _))
        {
            return false;
        }

        return TryRead(raw, out seq);
    }

    public static string Media(string number)
    {
        Span<byte> raw = stackalloc byte[16];
        Write(raw, ulong.Parse(number, CultureInfo.InvariantCulture));
        return new Guid(raw).ToString("D");
    }

    public static string? TryReadMedia(string? id)
    {
        Span<byte> raw = stackalloc byte[16];
        return Guid.TryParse(id, out var guid) && guid.TryWriteBytes(raw) && TryRead(raw, out var number) ? number.ToString(CultureInfo.InvariantCulture) : null;
    }

    private static void Write(Span<byte> raw, ulong number)
    {
        BinaryPrimitives.WriteUInt64BigEndian(raw, number ^ Disguise);
        SHA256.HashData(raw[..8]).AsSpan(0, raw.Length - 8).CopyTo(raw[8..]);
    }

    private static bool TryRead(ReadOnlySpan<byte> raw, out long number)
    {
        number = (long)(BinaryPrimitives.ReadUInt64BigEndian(raw) ^ Disguise);
        return SHA256.HashData(raw[..8]).AsSpan(0, raw.Length - 8).SequenceEqual(raw[8..]);
    }
}
