namespace Kaiwa.Core.Dispatch;

/// <summary>The connections to Meta: many, kept alive, renewed now and then, never retrying a send by themselves.</summary>
internal static class MetaHttp
{
    public static HttpClient Create() => new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = 1024,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        ConnectTimeout = TimeSpan.FromSeconds(10),
        UseCookies = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // each call brings its own limit
    };
}
