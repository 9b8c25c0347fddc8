using System.Security.Cryptography;
using System.Text;
using Kaiwa.Core.Storage;
using Microsoft.Extensions.Options;

namespace Kaiwa.Core.Numbers;

/// <summary>Encrypts secrets at rest: AES-256-GCM under the key in <c>KAIWA_MASTER_KEY</c> (base64), else under DATA/master.key (mode 0600).</summary>
public sealed class Sealer
{
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private readonly byte[] key;

    public Sealer(IOptions<DatabaseOptions> options)
    {
        if (Environment.GetEnvironmentVariable("KAIWA_MASTER_KEY") is { Length: > 0 } text)
        {
            key = Convert.FromBase64String(text);
            if (key.Length != 32)
            {
                throw new InvalidOperationException("KAIWA_MASTER_KEY must be 32 bytes in base64. Make one with `openssl rand -base64 32`.");
            }

            return;
        }

        var path = Path.Combine(options.Value.DataFolder, "master.key");
        Directory.CreateDirectory(options.Value.DataFolder);
        if (!File.Exists(path))
        {
            Create(path);
        }

        key = File.ReadAllBytes(path);
    }

    public byte[] Seal(string secret)
    {
        var plain = Encoding.UTF8.GetBytes(secret);
        var sealedBytes = new byte[NonceSize + TagSize + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceSize);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(key, TagSize);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceSize + TagSize), sealedBytes.AsSpan(NonceSize, TagSize));
        return sealedBytes;
    }

    public string Open(byte[] sealedBytes)
    {
        var plain = new byte[sealedBytes.Length - NonceSize - TagSize];
        using var aes = new AesGcm(key, TagSize);
        aes.Decrypt(sealedBytes.AsSpan(0, NonceSize), sealedBytes.AsSpan(NonceSize + TagSize), sealedBytes.AsSpan(NonceSize, TagSize), plain);
        return Encoding.UTF8.GetString(plain);
    }

    private static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var file = new FileStream(path, options);
        file.Write(RandomNumberGenerator.GetBytes(32));
    }
}
