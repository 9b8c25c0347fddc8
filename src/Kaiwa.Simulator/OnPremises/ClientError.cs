using Kaiwa.Simulator.Api;

namespace Kaiwa.Simulator.OnPremises;

/// <summary>An error as the self-hosted client says it.</summary>
internal sealed record ClientError(int Http, int Code, string Details)
{
    private static readonly Dictionary<int, string> Titles = new()
    {
        [402] = "Business eligibility — Payment issue",
        [429] = "Rate limit hit",
        [430] = "Unsigned certificate",
        [470] = "Re-engagement message",
        [471] = "Spam rate limit hit",
        [472] = "User's number is part of an experiment",
        [500] = "Generic error",
        [501] = "Message type is not currently supported",
        [1000] = "Generic error",
        [1001] = "Message too long",
        [1002] = "Invalid recipient type",
        [1005] = "Access denied",
        [1006] = "Resource not found",
        [1008] = "Required parameter is missing",
        [1009] = "Parameter value is not valid",
        [1010] = "Parameter is not required",
        [1011] = "Service not ready",
        [1013] = "User is not valid",
        [1014] = "Internal error",
        [1015] = "Too many requests",
        [1016] = "System overloaded",
        [1021] = "Bad User",
        [1024] = "Password Change Required",
        [1025] = "Invalid Request",
        [1026] = "Receiver incapable",
        [1031] = "Sender account has been locked",
        [2000] = "Template Param Count Mismatch",
        [2001] = "Template Missing",
        [2005] = "Template Hydrated Text Too Long",
        [2007] = "Template Format Character Policy Violated",
        [2012] = "Template Parameter Format Mismatch",
        [2061] = "Template Paused",
        [2062] = "Template Disabled",
    };

    public string Title => Titles.GetValueOrDefault(Code, "Generic error");

    public static ClientError Lacks(string parameter) => new(400, 1008, $"Parameter '{parameter}' is mandatory");

    public static ClientError Invalid(string details) => new(400, 1009, details);

    public static ClientError Unknown(string details) => new(404, 1006, details);

    public static ClientError Credentials() => new(401, 1005, "Invalid credentials.");

    public static ClientError NotRegistered() => new(503, 1011, "The phone number is not registered with this client");

    /// <summary>What the Cloud API would have answered.</summary>
    public static ClientError Of(Refusal refusal)
    {
        var details = refusal.Details ?? refusal.Message ?? refusal.Error.Details;
        var (http, code) = refusal.Code switch
        {
            2 or 131016 => (503, 1016),
            4 or 80007 or 130429 or 131056 => (429, 1015),
            33 => (404, 1006),
            100 when details.Contains("required", StringComparison.Ordinal) => (400, 1008),
            131008 => (400, 1008),
            100 or 131009 or 131051 => (400, 1009),
            368 or 131031 => (403, 1031),
            131021 => (400, 1021),
            131030 => (400, 1013),
            131053 => (500, 1014),
            131045 or 131057 or 133010 => (503, 1011),
            133005 => (400, 1005),
            133008 or 133009 => (400, 1015),
            _ => Template(refusal.Code) is var template and not 0 ? (400, template) : (500, 1000),
        };
        return new ClientError(http, code, details);
    }

    /// <summary>The code inside a failed status.</summary>
    public static ClientError OfStatus(int cloud)
    {
        var code = cloud switch
        {
            130429 or 131056 => 429,
            130472 => 472,
            131021 => 1021,
            131026 or 131049 or 131050 => 1026,
            131031 => 1031,
            131042 => 402,
            131045 => 430,
            131047 => 470,
            131048 => 471,
            _ => Template(cloud) is var template and not 0 ? template : 500,
        };
        return new ClientError(200, code, MetaError.Find(cloud).Details);
    }

    private static int Template(int cloud) => cloud switch { 132000 => 2000, 132001 => 2001, 132005 => 2005, 132007 => 2007, 132012 or 132018 => 2012, 132015 => 2061, 132016 => 2062, _ => 0 };
}
