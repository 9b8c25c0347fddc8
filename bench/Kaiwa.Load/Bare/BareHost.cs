using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kaiwa.Load.Bare;

/// <summary>Kestrel on a free loopback port with one request delegate and nothing in front of it.</summary>
internal static class BareHost
{
    public static async Task ServeAsync(RequestDelegate handle)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        await using var app = builder.Build();
        app.Run(handle);
        await app.StartAsync();
        Console.WriteLine($"ready {app.Urls.First()}");

        // The parent holds our standard input: when it goes, we go.
        while (await Console.In.ReadLineAsync() is not null)
        {
        }

        Environment.Exit(0);
    }

    public static HttpClient Client(Uri address, int connections) => new(new SocketsHttpHandler
    {
        MaxConnectionsPerServer = connections,
        UseCookies = false,
        UseProxy = false,
        AllowAutoRedirect = false,
        ActivityHeadersPropagator = null,
    })
    { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
}
