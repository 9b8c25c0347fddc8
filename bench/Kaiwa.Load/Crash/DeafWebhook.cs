using Kaiwa.Load.Product;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Kaiwa.Load.Crash;

/// <summary>Acknowledges every webhook and looks at none: the naive sender has no use for statuses, yet Meta wants its answer.</summary>
internal sealed class DeafWebhook : IAsyncDisposable
{
    private readonly WebApplication app;

    private DeafWebhook(WebApplication app, Uri url) => (this.app, Url) = (app, url);

    public Uri Url { get; }

    public static async Task<DeafWebhook> StartAsync(CancellationToken ct)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/", (HttpContext http) => http.Request.Query["hub.challenge"].ToString());
        app.MapPost("/", () => Results.Ok());
        var url = ProductProcess.FreeUrl();
        app.Urls.Add(url);
        await app.StartAsync(ct);
        return new DeafWebhook(app, new Uri(url));
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
