using Microsoft.AspNetCore.Http;

namespace Kaiwa.Simulator.Api;

/// <summary>Lists that take at most a hundred at once.</summary>
internal static class Paging
{
    public static Refusal? WrongLimit(HttpContext http) =>
        http.Request.Query["limit"].ToString() is { Length: > 0 } limit && !(int.TryParse(limit, out var count) && count is >= 1 and <= 100)
            ? Refusal.Parameter("Invalid parameter: limit must be between 1 and 100") : null;
}
