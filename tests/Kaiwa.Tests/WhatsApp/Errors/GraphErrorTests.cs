using System.Buffers;
using System.Text;
using System.Text.Json;
using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.Tests.WhatsApp.Errors;

public sealed class GraphErrorTests
{
    [Fact]
    public void A_refused_send_is_read()
    {
        var error = GraphError.Read(400, Fixture.Bytes("error_rate_limit"));
        error.ShouldBe(new GraphError(
            400, 130429, null, "OAuthException", "(#130429) Rate limit hit", "Cloud API message throughput has been reached.", "Az8or2yhqkZfEZ-_4Qn_Bam", false, null, null));
    }

    [Fact]
    public void A_refused_template_is_read()
    {
        var error = GraphError.Read(400, Fixture.Bytes("error_template_creation"));
        (error.Code, error.Subcode, error.UserTitle).ShouldBe((100, 2388024, "Content in This Language Already Exists"));
        error.UserMessage.ShouldBe("There is already English (US) content for this template.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>502 Bad Gateway</html>")]
    [InlineData("{\"error\":\"no\"}")]
    [InlineData("{\"error\":{\"code\":")]
    [InlineData("[]")]
    public void What_is_not_metas_shape_has_no_code(string body)
    {
        var error = GraphError.Read(502, Encoding.UTF8.GetBytes(body));
        (error.HttpStatus, error.Code, error.IsTransient).ShouldBe((502, GraphError.NoCode, true));
    }

    [Fact]
    public void An_error_is_written_in_metas_shape() =>
        Written(GraphError.Read(400, Fixture.Bytes("error_rate_limit"))).ShouldBeJson(Fixture.Text("error_rate_limit"));

    [Fact]
    public void An_error_of_our_own_has_metas_title() =>
        Written(GraphError.Of(131008, "The parameter to is required.")).ShouldBeJson(
            """{"error":{"message":"(#131008) Required parameter is missing","type":"OAuthException","code":131008,"error_data":{"messaging_product":"whatsapp","details":"The parameter to is required."}}}""");

    private static byte[] Written(GraphError error)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            error.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
