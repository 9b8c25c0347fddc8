using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>A backup in a form of our own: the settings, encrypted under the program's password. Meta's blobs cannot be read.</summary>
internal static class SettingsBackup
{
    private const string Mark = "kaiwa1.";
    private const int Salt = 16;
    private const int Nonce = 12;
    private const int Tag = 16;
    private const int Rounds = 100_000;

    public static string Write(NumberSettings settings, string password)
    {
        var plain = Encoding.UTF8.GetBytes(new JsonObject { ["application"] = settings.Application.DeepClone(), ["providers"] = settings.Providers.DeepClone() }.ToJsonString());
        var whole = new byte[Salt + Nonce + Tag + plain.Length];
        RandomNumberGenerator.Fill(whole.AsSpan(0, Salt + Nonce));
        using var aes = new AesGcm(Key(password, whole.AsSpan(0, Salt)), Tag);
        aes.Encrypt(whole.AsSpan(Salt, Nonce), plain, whole.AsSpan(Salt + Nonce + Tag), whole.AsSpan(Salt + Nonce, Tag));
        return Mark + Convert.ToBase64String(whole);
    }

    public static NumberSettings? Read(string data, string password)
    {
        if (!data.StartsWith(Mark, StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            var whole = Convert.FromBase64String(data[Mark.Length..]);
            if (whole.Length < Salt + Nonce + Tag)
            {
                return null;
            }

            var plain = new byte[whole.Length - Salt - Nonce - Tag];
            using var aes = new AesGcm(Key(password, whole.AsSpan(0, Salt)), Tag);
            aes.Decrypt(whole.AsSpan(Salt, Nonce), whole.AsSpan(Salt + Nonce + Tag), whole.AsSpan(Salt + Nonce, Tag), plain);
            return JsonNode.Parse(plain) is JsonObject json && json["application"] is JsonObject application && json["providers"] is JsonArray providers
                ? new NumberSettings { Application = (JsonObject)application.DeepClone(), Providers = (JsonArray)providers.DeepClone() }
                : null;
        }
        catch (Exception e) when (e is FormatException or CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static byte[] Key(string password, ReadOnlySpan<byte> salt) => Rfc2898DeriveBytes.Pbkdf2(password, salt, Rounds, HashAlgorithmName.SHA256, 32);
}
