using System.Diagnostics;
using Kaiwa.Core.Messages;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.Features.Gateway.GraphApi;

/// <summary>The errors that the gateway itself gives, in Meta's words and numbers.</summary>
internal static class GraphErrors
{
    public static GraphError NoToken() =>
        new(401, 190, null, "OAuthException", "An access token is required to request this resource.", "Send Authorization: Bearer with a key made in Kaiwa's settings.", Trace(), false, null, null);

    public static GraphError BadToken() => new(
        401, 190, null, "OAuthException", "Invalid OAuth access token - Cannot parse access token", "The key is unknown, revoked or expired. Make a new one in Kaiwa's settings.", Trace(), false, null, null);

    public static GraphError NotPermitted(string scope) =>
        new(403, 10, null, "OAuthException", "(#10) Application does not have permission for this action", $"The key lacks the scope {scope}.", Trace(), false, null, null);

    /// <summary>An id that is not the caller's, whether it exists or not.</summary>
    public static GraphError Unknown(string method, string id) => new(
        400,
        100,
        33,
        "GraphMethodException",
        $"Unsupported {method.ToLowerInvariant()} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api",
        null,
        Trace(),
        false,
        null,
        null);

    public static GraphError NotServed(string method, string path) => new(
        400, 100, null, "GraphMethodException", $"(#100) Kaiwa does not serve {method} {path}", "Kaiwa serves messages, media, templates and phone numbers of its own accounts. Call Meta for anything else.", Trace(), false, null, null);

    /// <summary>Meta has it, Kaiwa does not pass it on.</summary>
    public static GraphError Refused(string method, string path, string why) => new(400, 100, null, "GraphMethodException", $"(#100) Kaiwa does not pass on {method} {path}", why, Trace(), false, null, null);

    public static GraphError TooLarge(string limit) => new(413, 100, null, "OAuthException", "(#100) Invalid parameter", $"The body is larger than {limit}.", Trace(), false, null, null);

    public static GraphError InvalidParameter(string details) => GraphError.Of(100, details) with { FbTraceId = Trace() };

    public static GraphError Of(int code, string? details) => GraphError.Of(code, details) with { FbTraceId = Trace() };

    /// <summary>It did not go out in time and was taken back: sending it again makes no second message.</summary>
    public static GraphError TakenBack() => Of(130429, "The message could not be sent in time and was taken back. Send it again later.");

    /// <summary>It went out, or may have: sending it again could make a second message.</summary>
    public static GraphError Uncertain(Id<Message> message) => new(
        500,
        1,
        null,
        "OAuthException",
        "(#1) An unknown error occurred",
        $"Kaiwa is sending this message, or does not know yet whether Meta took it. Do not send it again; its status tells. Message {message}",
        Trace(),
        false,
        null,
        null);

    public static GraphError MetaSilent(string why) => new(500, 131000, null, "OAuthException", "(#131000) Something went wrong", why, Trace(), true, null, null);

    /// <summary>Never as a 401: the program would throw away a key that is fine.</summary>
    public static GraphError OurTokenRefused() => new(
        500, 131000, null, "OAuthException", "(#131000) Something went wrong", "Meta refused the access token that Kaiwa keeps for this number. Your key is fine: connect the number again in Kaiwa.", Trace(), false, null, null);

    /// <summary>A refusal of ours, or Meta's kept with a message, as Meta says it.</summary>
    public static GraphError Of(Problem problem) => problem.Type switch
    {
        "window-closed" or "window-never-open" => Of(131047, problem.Sentence()),
        "opted-out" or "no-contact" => Of(131050, problem.Sentence()),
        "template-gone" => Of(132001, problem.Sentence()),
        var type when problem.Arguments.Count > 0 && (type.StartsWith("meta-", StringComparison.Ordinal))
            && int.TryParse(problem.Arguments[0], System.Globalization.CultureInfo.InvariantCulture, out var code) => Of(code, problem.Arguments.Count > 1 ? problem.Arguments[1] : null),
        _ => Of(131000, problem.Sentence()),
    };

    /// <summary>What an operator can look the call up by: its trace where there is one.</summary>
    public static string Trace() => (Activity.Current?.TraceId ?? ActivityTraceId.CreateRandom()).ToString();
}
