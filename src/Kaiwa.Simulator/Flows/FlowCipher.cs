using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace Kaiwa.Simulator.Flows;

/// <summary>The key of one request to a flow's endpoint and of its answer: AES-128-GCM, with the request's IV and then with its bits turned over.</summary>
internal sealed class FlowCipher(byte[] key, byte[] iv)
{
    private const int TagBits = 128;

    /// <summary>A new key, as a phone makes one for each request.</summary>
    public static FlowCipher New() => new(RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(16));

    /// <summary>The body of the request: data and key in Base64, the key for the owner of the number's key pair alone.</summary>
    public byte[] Seal(RSA publicKey, byte[] plain) => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["encrypted_flow_data"] = Convert.ToBase64String(Run(forEncryption: true, iv, plain)),
        ["encrypted_aes_key"] = Convert.ToBase64String(publicKey.Encrypt(key, RSAEncryptionPadding.OaepSHA256)),
        ["initial_vector"] = Convert.ToBase64String(iv),
    });

    /// <summary>What the endpoint answered; throws <see cref="FormatException"/> when it is not Base64 or not encrypted with this key and the inverted IV.</summary>
    public byte[] Open(string base64)
    {
        try
        {
            return Run(forEncryption: false, [.. iv.Select(b => (byte)~b)], Convert.FromBase64String(base64.Trim()));
        }
        catch (InvalidCipherTextException wrong)
        {
            throw new FormatException("The answer is not encrypted with the request's key and inverted IV.", wrong);
        }
    }

    // .NET's AesGcm takes nonces of 12 bytes only.
    private byte[] Run(bool forEncryption, byte[] nonce, byte[] input)
    {
        var cipher = new GcmBlockCipher(new AesEngine());
        cipher.Init(forEncryption, new AeadParameters(new KeyParameter(key), TagBits, nonce));
        var output = new byte[cipher.GetOutputSize(input.Length)];
        var written = cipher.ProcessBytes(input, 0, input.Length, output, 0);
        cipher.DoFinal(output, written);
        return output;
    }
}
