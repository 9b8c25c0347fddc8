using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.World;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Flows;

/// <summary>/{number}/whatsapp_business_encryption: the public key with which phones encrypt for the endpoint of a flow.</summary>
internal sealed class EncryptionKeys(Platform platform)
{
    private const string Kind = "encryption_key";

    /// <summary>The number's key, or null.</summary>
    public string? PemOf(BusinessNumber number) => (string?)platform.Documents.Find(Kind, number.Id)?.Read()["pem"];

    public bool Read(HttpContext http, BusinessNumber number)
    {
        var held = platform.Documents.Find(Kind, number.Id)?.Read();
        var matches = held is not null && (long)held["registered_at"]! == RegisteredAt(number);
        return GraphJson.Data(http, new JsonObject
        {
            ["business_public_key"] = (string?)held?["pem"] ?? " ",
            ["business_public_key_signature_status"] = matches ? "VALID" : "MISMATCH",
        });
    }

    public async Task<bool> UploadAsync(HttpContext http, BusinessNumber number)
    {
        if ((await Parameters.ReadAsync(http)).Text("business_public_key") is not { Length: > 0 } pem)
        {
            return GraphJson.Refuse(http, new Refusal(100, Message: "Missing required parameter: business_public_key"));
        }

        if (!IsRsa2048(pem))
        {
            return GraphJson.Refuse(http, new Refusal(100, "The key must be the public half of an RSA key pair of 2,048 bits, in PEM.", "Business public key is invalid"));
        }

        await platform.Documents.SaveAsync(Kind, number.Account.Id, number.Id, new JsonObject { ["pem"] = pem, ["registered_at"] = RegisteredAt(number) });
        return GraphJson.Success(http);
    }

    // A number that was registered anew has signed nothing: its key must be uploaded again.
    private static long RegisteredAt(BusinessNumber number) => number.Registration.RegisteredMs;

    private static bool IsRsa2048(string pem)
    {
        try
        {
            using var key = RSA.Create();
            key.ImportFromPem(pem);
            return key.KeySize == 2048 && !pem.Contains("PRIVATE", StringComparison.Ordinal);
        }
        catch (Exception wrong) when (wrong is ArgumentException or CryptographicException)
        {
            return false;
        }
    }
}
