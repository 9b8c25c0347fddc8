using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;

namespace Kaiwa.Features.People;

/// <summary>The six figures of an authenticator app: <see href="https://www.rfc-editor.org/rfc/rfc6238">RFC 6238</see> with SHA-1 and steps of 30 seconds, which is what every app does.</summary>
internal static class Totp
{
    public const int SecretBytes = 20;
    private const int Seconds = 30;
    private const int Million = 1_000_000;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static long Step(DateTimeOffset at) => at.ToUnixTimeSeconds() / Seconds;

    [SuppressMessage("Security", "CA5350", Justification = "The apps know no other hash; keyed hashing with SHA-1 is not broken.")]
    public static string Code(byte[] secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        var hash = HMACSHA1.HashData(secret, counter);
        var offset = hash[^1] & 0xf;
        return ((BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(offset)) & int.MaxValue) % Million).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The step that the code belongs to, if it is the present one or a neighbour: clocks differ a little, and people type slowly.</summary>
    public static long? Match(byte[] secret, string code, DateTimeOffset now)
    {
        var present = Step(now);
        for (var step = present - 1; step <= present + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(Code(secret, step)), System.Text.Encoding.UTF8.GetBytes(code)))
            {
                return step;
            }
        }

        return null;
    }

    /// <summary>Base32 without padding, as apps take a key by hand.</summary>
    public static string Text(byte[] bytes)
    {
        var text = new System.Text.StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var one in bytes)
        {
            (buffer, bits) = ((buffer << 8) | one, bits + 8);
            while (bits >= 5)
            {
                bits -= 5;
                text.Append(Alphabet[(buffer >> bits) & 31]);
            }

            buffer &= (1 << bits) - 1;
        }

        return bits > 0 ? text.Append(Alphabet[(buffer << (5 - bits)) & 31]).ToString() : text.ToString();
    }
}
