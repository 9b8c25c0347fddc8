using System.Globalization;
using Kaiwa.WhatsApp.Errors;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Meta's Cloud errors as the On-Premises API would have said them. Two columns: the answer to a call, and the failed status.</summary>
internal static class CloudErrors
{
    /// <summary>The answer to a call. A refusal of our own token is never a 401: the program would log in again for ever.</summary>
    public static OnPremisesError ToAnswer(GraphError error)
    {
        var (http, code) = error.Code switch
        {
            0 or 3 or 10 or 190 or (>= 200 and <= 299) or 131005 => (500, OnPremisesError.Internal),
            2 or 131016 or 133004 => (503, 1016),
            4 or 80007 or 130429 or 131056 or 133008 or 133009 or 133015 or 133016 => (429, OnPremisesError.TooMany),
            33 => (404, OnPremisesError.NotFound),
            100 when error.Subcode == 33 => (404, OnPremisesError.NotFound),
            100 => (400, OfParameter(error.Details ?? error.Message)),
            368 or 131031 => (403, 1031),
            131008 => (400, OnPremisesError.Missing),
            131009 or 131051 or 136025 => (400, OnPremisesError.NotValid),
            131021 => (400, 1021),
            131030 => (400, 1013),
            131045 or 133010 or 131057 => (503, OnPremisesError.NotReady),
            131053 => (500, OnPremisesError.Internal),
            133005 => (400, OnPremisesError.Denied),
            _ when Template(error.Code) is { } template => (400, template),
            _ when ToStatus(error.Code) is var status and not 500 => (400, status),
            _ => (500, 1000),
        };
        var ours = code == OnPremisesError.Internal && http == 500 && error.Code != 131053;
        return new OnPremisesError(http, code, ours ? "Upstream authorisation failed" : Words(error));
    }

    /// <summary>The code in a <c>failed</c> status or at an incoming message.</summary>
    public static int ToStatus(int cloud) => cloud switch
    {
        4 or 80007 or 130429 or 131056 => 429,
        130472 => 472,
        368 or 131031 => 1031,
        131008 => OnPremisesError.Missing,
        131009 => OnPremisesError.NotValid,
        131021 => 1021,
        131026 or 131049 or 131050 => 1026,
        131030 => 1013,
        131042 => 402,
        131043 => 410,
        131045 or 133010 => 430,
        131047 => 470,
        131048 => 471,
        131051 => 501,
        131052 => 400,
        131053 => OnPremisesError.Internal,
        _ => Template(cloud) ?? 500,
    };

    private static int? Template(int cloud) => cloud switch
    {
        132000 => 2000,
        132001 => 2001,
        132005 => 2005,
        132007 => 2007,
        132012 or 132018 => 2012,
        132015 => 2061,
        132016 => 2062,
        132068 => 2068,
        132069 => 2069,
        _ => null,
    };

    private static int OfParameter(string details) =>
        details.Contains("required", StringComparison.OrdinalIgnoreCase) || details.Contains("missing", StringComparison.OrdinalIgnoreCase) ? OnPremisesError.Missing
        : details.Contains("unexpected", StringComparison.OrdinalIgnoreCase) || details.Contains("unsupported", StringComparison.OrdinalIgnoreCase) ? OnPremisesError.NotRequired
        : OnPremisesError.NotValid;

    private static string Words(GraphError error) => string.Create(CultureInfo.InvariantCulture, $"{error.Details ?? error.Message} (cloud {error.Code})");
}
