using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using Kaiwa.Core.Numbers;
using Microsoft.Extensions.Options;

namespace Kaiwa.Features.Announcements;

/// <summary>Says who sends a push: a token signed with this server's own key (RFC 8292). The key is made when it is first needed and never changes: browsers are bound to it.</summary>
internal sealed class PushKeys(PushKeyStore store, Sealer sealer, TimeProvider time, IOptions<PushOptions> options) : IDisposable
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
    private readonly SemaphoreSlim gate = new(1);
    private ECDsa? key;

    /// <summary>The public key as browsers want it.</summary>
    public async Task<string> PublicKeyAsync(CancellationToken ct) => PublicKey(await KeyAsync(ct));

    /// <summary>The header <c>Authorization</c> for a push service.</summary>
    public async Task<string> AuthorizationAsync(Uri endpoint, CancellationToken ct)
    {
        var own = await KeyAsync(ct);
        return $"vapid t={Token(own, endpoint, time.GetUtcNow() + Lifetime, options.Value.Contact)}, k={PublicKey(own)}";
    }

    public void Dispose()
    {
        key?.Dispose();
        gate.Dispose();
    }

    internal static string Token(ECDsa key, Uri endpoint, DateTimeOffset until, string contact)
    {
        var head = Base64Url.EncodeToString("""{"typ":"JWT","alg":"ES256"}"""u8);
        var body = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { aud = endpoint.GetLeftPart(UriPartial.Authority), exp = until.ToUnixTimeSeconds(), sub = contact }));
        var signed = System.Text.Encoding.ASCII.GetBytes(head + "." + body);
        return $"{head}.{body}.{Base64Url.EncodeToString(key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))}";
    }

    private static string PublicKey(ECDsa key) => Base64Url.EncodeToString(PushEncryption.Write(key.ExportParameters(includePrivateParameters: false).Q));

    private async Task<ECDsa> KeyAsync(CancellationToken ct)
    {
        if (key is { } known)
        {
            return known;
        }

        await gate.WaitAsync(ct);
        try
        {
            if (key is null)
            {
                using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                var kept = await store.FirstAsync(sealer.Seal(Convert.ToBase64String(made.ExportECPrivateKey())), ct);
                var read = ECDsa.Create();
                read.ImportECPrivateKey(Convert.FromBase64String(sealer.Open(kept)), out _);
                key = read;
            }

            return key;
        }
        finally
        {
            gate.Release();
        }
    }
}
