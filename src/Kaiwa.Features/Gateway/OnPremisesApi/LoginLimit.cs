using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>
/// Thirty wrong logins a minute from one network address, whomever they are for: the lock of a user stops guessing one password, this stops guessing
/// everybody's. Right ones do not count: some programs log in before every call.
/// </summary>
internal sealed class LoginLimit : IDisposable
{
    private const int Wrong = 30;
    private readonly PartitionedRateLimiter<string> wrong = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetFixedWindowLimiter(
        address, _ => new FixedWindowRateLimiterOptions { PermitLimit = Wrong, Window = TimeSpan.FromMinutes(1) }));

    public bool IsSpent(HttpContext http) => wrong.GetStatistics(Of(http))?.CurrentAvailablePermits == 0;

    public void CountWrong(HttpContext http)
    {
        using var lease = wrong.AttemptAcquire(Of(http));
    }

    public void Dispose() => wrong.Dispose();

    private static string Of(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "";
}
