using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.World;

namespace Kaiwa.Simulator.OnPremises;

/// <summary>What <c>settings/backup</c> gives: the number and its settings, sealed with the password. The Cloud's <c>register</c> takes it when the number moves.</summary>
internal static class Backup
{
    private const int Salt = 16;
    private const int Nonce = 12;
    private const int Tag = 16;

    public static string Seal(BusinessNumber number, JsonObject application, string password)
    {
        var plain = Encoding.UTF8.GetBytes(new JsonObject { ["number"] = number.Id, ["application"] = application.DeepClone() }.ToJsonString());
        var whole = RandomNumberGenerator.GetBytes(Salt + Nonce + Tag + plain.Length);
        var (salt, nonce, tag, sealedText) = Parts(whole);
        using var cipher = new AesGcm(Key(password, salt), Tag);
        cipher.Encrypt(nonce.Span, plain, sealedText.Span, tag.Span);
        return Convert.ToBase64String(whole);
    }

    /// <summary>The application settings; null when it is no backup of this number, or the password is another.</summary>
    public static JsonObject? Open(string? data, string? password, BusinessNumber number)
    {
        var whole = new byte[data?.Length ?? 0];
        if (data is null || password is null || !Convert.TryFromBase64String(data, whole, out var length) || length <= Salt + Nonce + Tag)
        {
            return null;
        }

        var (salt, nonce, tag, sealedText) = Parts(whole.AsMemory(0, length));
        var plain = new byte[sealedText.Length];
        try
        {
            using var cipher = new AesGcm(Key(password, salt), Tag);
            cipher.Decrypt(nonce.Span, sealedText.Span, tag.Span, plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        var kept = JsonNode.Parse(plain)!;
        return (string?)kept["number"] == number.Id ? kept["application"]!.DeepClone().AsObject() : null;
    }

    private static (Memory<byte> Salt, Memory<byte> Nonce, Memory<byte> Tag, Memory<byte> Text) Parts(Memory<byte> whole) =>
        (whole[..Salt], whole.Slice(Salt, Nonce), whole.Slice(Salt + Nonce, Tag), whole[(Salt + Nonce + Tag)..]);

    private static byte[] Key(string password, Memory<byte> salt) => Rfc2898DeriveBytes.Pbkdf2(password, salt.Span, 10_000, HashAlgorithmName.SHA256, 32);
}
