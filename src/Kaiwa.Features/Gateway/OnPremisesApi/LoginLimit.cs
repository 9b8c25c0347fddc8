using System.Net;
using System.Threading.RateLimiting;

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

    public bool IsSpent(IPAddress? from) => wrong.GetStatistics(Of(from))?.CurrentAvailablePermits == 0;

    public void CountWrong(IPAddress? from)
    {
        using var lease = wrong.AttemptAcquire(Of(from));
    }

    public void Dispose() => wrong.Dispose();

    private static string Of(IPAddress? from) => from?.ToString() ?? "";
}
