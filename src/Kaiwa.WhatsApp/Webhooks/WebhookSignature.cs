using System.Security.Cryptography;

namespace Kaiwa.WhatsApp.Webhooks;

/// <summary>
/// Meta's signature over a webhook: HMAC-SHA256 of the raw request body with the app secret. Sign and verify the bytes as they
/// travelled; Meta escapes <c>/</c>, <c>@</c> and everything outside ASCII, so a body that was parsed and written again never verifies.
/// </summary>
public static class WebhookSignature
{
    /// <summary>The header that carries the signature.</summary>
    public const string HeaderName = "X-Hub-Signature-256";

    private const string Prefix = "sha256=";

    /// <summary>The header value for a body: <c>sha256=</c> and 64 lower-case hexadecimal digits.</summary>
    public static string Sign(ReadOnlySpan<byte> body, ReadOnlySpan<byte> secretUtf8)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secretUtf8, body, hash);
        return Prefix + Convert.ToHexStringLower(hash);
    }

    /// <summary>
    /// Whether the header is the body's signature, compared in fixed time. False for a missing or malformed header and for an empty
    /// secret: an app without a secret accepts nothing.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> body, string? header, ReadOnlySpan<byte> secretUtf8)
    {
        if (secretUtf8.IsEmpty || header is null
            || header.Length != Prefix.Length + (2 * HMACSHA256.HashSizeInBytes)
            || !header.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return false;
        }

        Span<byte> claimed = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (Convert.FromHexString(header.AsSpan(Prefix.Length), claimed, out _, out var written) != System.Buffers.OperationStatus.Done
            || written != HMACSHA256.HashSizeInBytes)
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(secretUtf8, body, hash);
        return CryptographicOperations.FixedTimeEquals(hash, claimed);
    }
}
