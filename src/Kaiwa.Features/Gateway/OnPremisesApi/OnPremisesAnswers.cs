using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Answers in the On-Premises shape: the resource by its name, <c>meta</c>, and <c>errors</c> when it failed.</summary>
internal static class OnPremisesAnswers
{
    /// <summary>The client that Kaiwa passes for. From v2.43 contacts are always valid, from v2.35.2 programs send interactive messages.</summary>
    public const string Version = "v2.53.4";

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IResult Ok(JsonObject? body = null, int status = StatusCodes.Status200OK)
    {
        body ??= [];
        body["meta"] = Meta();
        return Json(body, status);
    }

    public static IResult Created(JsonObject? body = null) => Ok(body, StatusCodes.Status201Created);

    /// <summary>One resource: <c>{"users":[{…}]}</c>.</summary>
    public static IResult One(string name, JsonObject item, int status = StatusCodes.Status200OK) => Ok(new JsonObject { [name] = new JsonArray(item) }, status);

    public static IResult ToHttp(this OnPremisesError error)
    {
        var item = new JsonObject { ["code"] = error.Code, ["title"] = error.Title };
        if (error.Details is not null)
        {
            item["details"] = error.Details;
        }

        return Json(new JsonObject { ["errors"] = new JsonArray(item), ["meta"] = Meta() }, error.Http);
    }

    /// <summary>How 360dialog's own platform refused: no errors, only a word in <c>meta</c>. Programs read either spelling.</summary>
    public static IResult Platform(int status, int code, string message) => Json(
        new JsonObject
        {
            ["meta"] = new JsonObject { ["success"] = false, ["httpCode"] = code, ["http_code"] = code, ["developerMessage"] = message, ["developer_message"] = message },
        },
        status);

    /// <summary>Bare JSON without <c>meta</c>, for 360dialog's own calls.</summary>
    public static IResult Json(JsonNode body, int status = StatusCodes.Status200OK) =>
        Results.Text(body.ToJsonString(Compact), "application/json", System.Text.Encoding.UTF8, status);

    /// <summary><c>2026-11-29 10:18:01+00:00</c>: no ISO form. One program parses exactly this and nothing else.</summary>
    public static string WireDate(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:sszzz", CultureInfo.InvariantCulture);

    private static JsonObject Meta() => new() { ["api_status"] = "stable", ["version"] = Version };
}
