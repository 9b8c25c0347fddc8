using System.Collections.Frozen;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>An error in the words of the On-Premises API. Titles are literal: programs compare them.</summary>
internal sealed record OnPremisesError(int Http, int Code, string? Details)
{
    public const int TooLong = 1001;
    public const int InvalidRecipientType = 1002;
    public const int Denied = 1005;
    public const int NotFound = 1006;
    public const int Missing = 1008;
    public const int NotValid = 1009;
    public const int NotRequired = 1010;
    public const int NotReady = 1011;
    public const int Internal = 1014;
    public const int TooMany = 1015;
    public const int InvalidRequest = 1025;

    private static readonly FrozenDictionary<int, string> Titles = new Dictionary<int, string>
    {
        [400] = "Media download error",
        [402] = "Business eligibility — Payment issue",
        [408] = "Message is not valid",
        [410] = "Message expired",
        [429] = "Rate limit hit",
        [430] = "Unsigned certificate",
        [470] = "Re-engagement message",
        [471] = "Spam rate limit hit",
        [472] = "User's number is part of an experiment",
        [500] = "Generic error",
        [501] = "Message type is not currently supported",
        [1000] = "Generic error",
        [TooLong] = "Message too long",
        [InvalidRecipientType] = "Invalid recipient type",
        [1004] = "Resource already exists",
        [Denied] = "Access denied",
        [NotFound] = "Resource not found",
        [Missing] = "Required parameter is missing",
        [NotValid] = "Parameter value is not valid",
        [NotRequired] = "Parameter is not required",
        [NotReady] = "Service not ready",
        [1013] = "User is not valid",
        [Internal] = "Internal error",
        [TooMany] = "Too many requests",
        [1016] = "System overloaded",
        [1021] = "Bad User",
        [1022] = "Webhooks URL is not configured",
        [1024] = "Password Change Required",
        [InvalidRequest] = "Invalid Request",
        [1026] = "Receiver incapable",
        [1031] = "Sender account has been locked",
        [2000] = "Template Param Count Mismatch",
        [2001] = "Template Missing",
        [2005] = "Template Hydrated Text Too Long",
        [2007] = "Template Format Character Policy Violated",
        [2012] = "Template Parameter Format Mismatch",
        [2015] = "Invalid number of sections",
        [2016] = "Invalid number of rows",
        [2048] = "Not engaged contact",
        [2061] = "Template Paused",
        [2062] = "Template Disabled",
        [2068] = "Flow is blocked",
        [2069] = "Flow is throttled",
    }.ToFrozenDictionary();

    public string Title => TitleOf(Code);

    public static string TitleOf(int code) => Titles.TryGetValue(code, out var title) ? title : "Generic error";

    public static OnPremisesError Credentials() => new(401, Denied, "Invalid credentials.");

    public static OnPremisesError NotAllowed() => new(403, Denied, "Only the admin may do this.");

    public static OnPremisesError Lacks(string parameter) => new(400, Missing, $"Parameter '{parameter}' is mandatory");

    public static OnPremisesError Invalid(string details) => new(400, NotValid, details);

    public static OnPremisesError Unknown(string what) => new(404, NotFound, what);

    public static OnPremisesError Failed(string details) => new(500, Internal, details);

    public static OnPremisesError Throttled(string details) => new(429, TooMany, details);
}
