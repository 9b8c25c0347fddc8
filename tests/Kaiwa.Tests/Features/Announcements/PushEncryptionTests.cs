using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Features.Announcements;

namespace Kaiwa.Tests.Features.Announcements;

public sealed class PushEncryptionTests
{
    // The example of RFC 8291, section 5 and appendix A.
    private const string SenderPublic = "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
    private const string SenderPrivate = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
    private const string BrowserPublic = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private const string Auth = "BTBZMqHH6r4Tts7J_aSIgg";
    private const string Salt = "DGv6ra1nlYgDCS1FRnbzlw";
    private const string Body =
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

    [Fact]
    public void The_example_of_the_RFC_comes_out_byte_for_byte()
    {
        var point = Decode(SenderPublic);
        using var sender = ECDiffieHellman.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, D = Decode(SenderPrivate), Q = new ECPoint { X = point[1..33], Y = point[33..] } });

        var body = PushEncryption.Encrypt("When I grow up, I want to be a watermelon"u8, Decode(BrowserPublic), Decode(Auth), sender, Decode(Salt));

        Base64Url.EncodeToString(body).ShouldBe(Body);
    }

    [Fact]
    public void Each_message_has_a_key_and_a_salt_of_its_own()
    {
        var (one, two) = (PushEncryption.Encrypt("Hello"u8, Decode(BrowserPublic), Decode(Auth)), PushEncryption.Encrypt("Hello"u8, Decode(BrowserPublic), Decode(Auth)));

        one[..16].ShouldNotBe(two[..16]);
        one[21..86].ShouldNotBe(two[21..86]);
    }

    [Fact]
    public void A_point_off_the_curve_or_of_another_length_is_no_key()
    {
        PushEncryption.IsPoint(Decode(BrowserPublic)).ShouldBeTrue();
        var off = Decode(BrowserPublic);
        off[64] ^= 1;
        PushEncryption.IsPoint(off).ShouldBeFalse();
        PushEncryption.IsPoint(Decode(BrowserPublic)[1..]).ShouldBeFalse();
        PushEncryption.IsPoint([]).ShouldBeFalse();
    }

    // RFC 8292, section 2.4: the example's own token, checked with the key that stands beside it, so that our reading of the form is the RFC's.
    [Fact]
    public void The_token_of_the_RFC_and_ours_have_the_same_form()
    {
        const string Theirs = "eyJ0eXAiOiJKV1QiLCJhbGciOiJFUzI1NiJ9.eyJhdWQiOiJodHRwczovL3B1c2guZXhhbXBsZS5uZXQiLCJleHAiOjE0NTM1MjM3NjgsInN1YiI6Im1haWx0bzpwdXNoQGV4YW1wbGUuY29tIn0.i3CYb7t4xfxCDquptFOepC9GAu_HLGkMlMuCGSK2rpiUfnK9ojFwDXb1JrErtmysazNjjvW2L9OkSSHzvoD1oA";
        const string TheirKey = "BA1Hxzyi1RUM1b5wjxsn7nGxAszw2u61m164i3MrAIxHF6YK5h4SDYic-dRuU_RCPCfA5aq9ojSwk5Y2EmClBPs";
        Verifies(Theirs, TheirKey).ShouldBeTrue();

        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var ours = PushKeys.Token(key, new Uri("https://push.example.net/p/JzLQ3raZJfFBR0aqvOMsLrt54w4rJUsV"), DateTimeOffset.FromUnixTimeSeconds(1453523768), "mailto:push@example.com");
        ours.Split('.')[..2].ShouldBe(Theirs.Split('.')[..2]);
        Verifies(ours, Base64Url.EncodeToString(PushEncryption.Write(key.ExportParameters(false).Q))).ShouldBeTrue();
        Verifies(ours, TheirKey).ShouldBeFalse();
    }

    internal static bool Verifies(string token, string key)
    {
        var (parts, point) = (token.Split('.'), Decode(key));
        using var ecdsa = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = point[1..33], Y = point[33..] } });
        JsonNode.Parse(Decode(parts[0]))!["alg"]!.GetValue<string>().ShouldBe("ES256");
        return ecdsa.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Decode(parts[2]), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    internal static byte[] Decode(string text) => Base64Url.DecodeFromChars(text);
}
