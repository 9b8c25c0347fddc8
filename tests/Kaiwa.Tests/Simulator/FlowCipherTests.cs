using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Kaiwa.Simulator.Flows;

namespace Kaiwa.Tests.Simulator;

/// <summary>Our side of Meta's encryption against vectors that Node's crypto made.</summary>
public sealed class FlowCipherTests
{
    private static readonly JsonElement Vectors = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Fixtures", "flows", "vectors.json"))).RootElement;

    public static TheoryData<int> All => [.. Enumerable.Range(0, Vectors.GetArrayLength())];

    [Theory, MemberData(nameof(All))]
    public void A_request_is_what_Node_encrypts(int index)
    {
        var vector = Vectors[index];
        using var pair = RSA.Create(2048);
        using var publicKey = RSA.Create();
        publicKey.ImportFromPem(pair.ExportSubjectPublicKeyInfoPem());

        var request = JsonDocument.Parse(Cipher(vector).Seal(publicKey, Encoding.UTF8.GetBytes(vector.Text("request")))).RootElement;

        request.Text("encrypted_flow_data").ShouldBe(vector.Text("encryptedRequest"));
        request.Text("initial_vector").ShouldBe(vector.Text("iv"));
        // RSA-OAEP is random: what counts is what the owner of the key pair reads.
        Convert.ToBase64String(pair.Decrypt(request.GetProperty("encrypted_aes_key").GetBytesFromBase64(), RSAEncryptionPadding.OaepSHA256)).ShouldBe(vector.Text("key"));
    }

    [Theory, MemberData(nameof(All))]
    public void An_answer_with_the_inverted_IV_is_read(int index)
    {
        var vector = Vectors[index];

        Encoding.UTF8.GetString(Cipher(vector).Open(vector.Text("encryptedResponse"))).ShouldBe(vector.Text("response"));
    }

    [Fact]
    public void An_answer_with_the_requests_own_IV_is_refused()
    {
        var vector = Vectors[0];

        Should.Throw<FormatException>(() => Cipher(vector).Open(vector.Text("encryptedRequest")));
        Should.Throw<FormatException>(() => Cipher(vector).Open("no base64"));
        Should.Throw<FormatException>(() => Cipher(vector).Open(""));
    }

    private static FlowCipher Cipher(JsonElement vector) => new(vector.GetProperty("key").GetBytesFromBase64(), vector.GetProperty("iv").GetBytesFromBase64());
}
