using System.Text;
using Kaiwa.WhatsApp.Webhooks;

namespace Kaiwa.Tests.WhatsApp.Webhooks;

// The expected hashes were made with `openssl dgst -sha256 -hmac`.
public sealed class WebhookSignatureTests
{
    private const string Good = "sha256=61c82ebd67039bc1f718895e795a0e17821dce82776d9a6943e87398647a5fb7";

    private static readonly byte[] Secret = Encoding.UTF8.GetBytes("app secret 秘密");

    private static byte[] Body => "{\"a\":1}"u8.ToArray();

    [Fact]
    public void A_body_is_signed_as_openssl_signs_it() => WebhookSignature.Sign(Body, Secret).ShouldBe(Good);

    [Fact]
    public void An_empty_body_is_signed_too() =>
        WebhookSignature.Sign([], "k"u8).ShouldBe("sha256=8bb990c40a7d61cb97597a942125025be50ac8beb74436e3735b98893a7f6620");

    [Fact]
    public void A_body_escaped_as_meta_escapes_it_verifies_by_its_raw_bytes() =>
        WebhookSignature.Verify(
            Fixture.Bytes("text_escaped_as_meta_sends"),
            "sha256=c9358ea44233eb73aaff91eb504b4c743e25d7624bb8a20a525bff27a5f7c41d",
            "0123456789abcdef0123456789abcdef"u8).ShouldBeTrue();

    [Fact]
    public void Upper_case_hexadecimal_is_accepted() => WebhookSignature.Verify(Body, "sha256=" + Good[7..].ToUpperInvariant(), Secret).ShouldBeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("sha256=")]
    [InlineData("61c82ebd67039bc1f718895e795a0e17821dce82776d9a6943e87398647a5fb7")]
    [InlineData("SHA256=61c82ebd67039bc1f718895e795a0e17821dce82776d9a6943e87398647a5fb7")]
    [InlineData("sha256=61c82ebd67039bc1f718895e795a0e17821dce82776d9a6943e87398647a5fb")]
    [InlineData("sha256=61c82ebd67039bc1f718895e795a0e17821dce82776d9a6943e87398647a5fb70")]
    [InlineData("sha256=61c82ebd67039bc1f718895e795a0e17821dce82776d9a6943e87398647a5fbz")]
    [InlineData("sha256=61c82ebd67039bc1f718895e795a0e17821dce82776d9a6943e87398647a5fb8")]
    [InlineData("sha256=0000000000000000000000000000000000000000000000000000000000000000")]
    public void A_missing_malformed_or_wrong_header_is_refused(string? header) => WebhookSignature.Verify(Body, header, Secret).ShouldBeFalse();

    [Fact]
    public void A_changed_body_is_refused() => WebhookSignature.Verify("{\"a\":2}"u8, Good, Secret).ShouldBeFalse();

    [Fact]
    public void An_app_without_a_secret_accepts_nothing() =>
        WebhookSignature.Verify(Body, WebhookSignature.Sign(Body, []), []).ShouldBeFalse();
}
