using System.Threading.RateLimiting;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Microsoft.Extensions.Options;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>The request limits of the old client, for each number: sends have a bucket, everything else has another.</summary>
internal sealed class CallLimit : IDisposable
{
    private readonly PartitionedRateLimiter<(Id<Number> Number, bool Send)> limiter;

    public CallLimit(IOptions<OnPremisesOptions> options)
    {
        var limits = options.Value;
        limiter = PartitionedRateLimiter.Create<(Id<Number> Number, bool Send), (Id<Number>, bool)>(call => RateLimitPartition.GetTokenBucketLimiter(call, key => new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(1, key.Item2 ? limits.MessagesBurst : limits.OtherCallsBurst),
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1.0 / Math.Max(1, key.Item2 ? limits.MessagesPerSecond : limits.OtherCallsPerSecond)),
            AutoReplenishment = true,
        }));
    }

    public bool Takes(Number number, bool send)
    {
        using var lease = limiter.AttemptAcquire((number.Id, send));
        return lease.IsAcquired;
    }

    public void Dispose() => limiter.Dispose();
}
