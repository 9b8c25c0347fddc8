using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Features.People;

/// <summary>Thirty tries a minute from one network address, whomever they are for: the lock of an account stops guessing one password, this stops guessing everybody's.</summary>
internal sealed class SignInLimit : IEndpointFilter, IDisposable
{
    private const int Tries = 30;
    private readonly PartitionedRateLimiter<string> tries = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetFixedWindowLimiter(
        address, _ => new FixedWindowRateLimiterOptions { PermitLimit = Tries, Window = TimeSpan.FromMinutes(1) }));

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        using var lease = tries.AttemptAcquire(http.Connection.RemoteIpAddress?.ToString() ?? "");
        return lease.IsAcquired ? await next(context)
            : http.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase) ? PeopleProblems.TooManyTries.ToHttp()
            : TypedResults.LocalRedirect("/sign-in?problem=" + PeopleProblems.TooManyTries.Store());
    }

    public void Dispose() => tries.Dispose();
}
