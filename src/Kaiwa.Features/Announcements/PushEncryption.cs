using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Kaiwa.Features.Announcements;

/// <summary>Encrypts a push message so that only the browser it is for can read it (RFC 8291, with the content coding <c>aes128gcm</c> of RFC 8188).</summary>
internal static class PushEncryption
{
    public const int PointSize = 65;
    public const int AuthSize = 16;

    /// <summary>One record has to hold it: 4,096 bytes less the header, the tag and the delimiter.</summary>
    public const int LongestMessage = 3993;
    private const int SaltSize = 16;
    private const int TagSize = 16;
    private const int RecordSize = 4096;

    public static byte[] Encrypt(ReadOnlySpan<byte> message, byte[] browser, byte[] auth)
    {
        using var sender = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        return Encrypt(message, browser, auth, sender, RandomNumberGenerator.GetBytes(SaltSize));
    }

    /// <param name="message">At most <see cref="LongestMessage"/> bytes.</param>
    /// <param name="browser">The browser's public key, uncompressed.</param>
    /// <param name="auth">The secret that the browser shares with us.</param>
    /// <param name="sender">A key pair for this message alone.</param>
    /// <param name="salt">Sixteen random bytes.</param>
    internal static byte[] Encrypt(ReadOnlySpan<byte> message, byte[] browser, byte[] auth, ECDiffieHellman sender, byte[] salt)
    {
        if (message.Length > LongestMessage)
        {
            throw new ArgumentException($"A push message has at most {LongestMessage} bytes.", nameof(message));
        }

        using var receiver = ECDiffieHellman.Create(Point(browser));
        var own = Write(sender.ExportParameters(includePrivateParameters: false).Q);
        var shared = HKDF.DeriveKey(HashAlgorithmName.SHA256, sender.DeriveRawSecretAgreement(receiver.PublicKey), 32, auth, [.. "WebPush: info\0"u8, .. browser, .. own]);
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 16, salt, "Content-Encoding: aes128gcm\0"u8.ToArray());
        var nonce = HKDF.DeriveKey(HashAlgorithmName.SHA256, shared, 12, salt, "Content-Encoding: nonce\0"u8.ToArray());

        var headerSize = SaltSize + 4 + 1 + own.Length;
        var body = new byte[headerSize + message.Length + 1 + TagSize];
        salt.CopyTo(body, 0);
        BinaryPrimitives.WriteUInt32BigEndian(body.AsSpan(SaltSize), RecordSize);
        body[SaltSize + 4] = (byte)own.Length;
        own.CopyTo(body, SaltSize + 5);
        byte[] plain = [.. message, 2]; // the delimiter of the last record
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, plain, body.AsSpan(headerSize, plain.Length), body.AsSpan(headerSize + plain.Length));
        return body;
    }

    /// <summary>Whether these bytes are a public key on the curve.</summary>
    public static bool IsPoint(byte[] bytes)
    {
        try
        {
            using var key = bytes is [4, ..] and { Length: PointSize } ? ECDiffieHellman.Create(Point(bytes)) : null;
            return key is not null;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    /// <summary>A point in the uncompressed form: 4, X, Y.</summary>
    public static byte[] Write(ECPoint point) => [4, .. point.X!, .. point.Y!];

    private static ECParameters Point(byte[] bytes) => new() { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = bytes[1..33], Y = bytes[33..65] } };
}
