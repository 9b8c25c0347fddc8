using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Kaiwa.Features.Gateway.GraphApi;
using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>JSON to and from Meta's cloud.</summary>
internal static class CloudJson
{
    // Letters outside ASCII stay letters: what is kept of a message is searched by people.
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Bytes(JsonObject body) => Encoding.UTF8.GetBytes(body.ToJsonString(Readable));

    public static HttpContent Content(JsonObject body)
    {
        var content = new ByteArrayContent(Bytes(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }

    /// <summary>The answer as an object, or the error as the On-Premises API says it.</summary>
    public static JsonObject? Read(GraphProxy.Answer answer, out OnPremisesError? error)
    {
        error = null;
        if (!answer.Succeeded)
        {
            error = CloudErrors.ToAnswer(GraphError.Read(answer.Status, answer.Body));
            return null;
        }

        try
        {
            return JsonNode.Parse(answer.Body) as JsonObject ?? [];
        }
        catch (JsonException)
        {
            error = OnPremisesError.Failed("Meta's answer could not be read");
            return null;
        }
    }
}
