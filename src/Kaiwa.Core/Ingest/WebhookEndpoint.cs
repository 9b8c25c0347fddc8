using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Security.Cryptography;
using System.Threading.Channels;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.WhatsApp.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Kaiwa.Core.Ingest;

/// <summary>Where Meta's webhooks arrive: size, signature over the raw bytes, group commit, and only then 200.</summary>
internal sealed partial class WebhookEndpoint(NumberDirectory numbers, CommitWriter<Delivery, bool> writer, TimeProvider time, ILogger<WebhookEndpoint> logger)
{
    private const int LargestBody = 4 * 1024 * 1024; // Meta sends 3 MB at most

    private readonly TakeApart takeApart = new(numbers);

    public void Map(IEndpointRouteBuilder app)
    {
        // The signature is the authentication: nothing of what serves people's requests needs to run before it.
        app.MapGet("/webhooks/whatsapp/{appKey}", Verify).AllowAnonymous().ShortCircuit();
        app.MapPost("/webhooks/whatsapp/{appKey}", Receive).AllowAnonymous().ShortCircuit();
    }

    /// <summary>Meta's handshake: the challenge comes back only to who knows the verify token.</summary>
    private Task Verify(HttpContext context)
    {
        var query = context.Request.Query;
        var app = numbers.FindApp((string?)context.Request.RouteValues["appKey"] ?? "");
        if (app is null || query["hub.mode"] != "subscribe" || !SameText(query["hub.verify_token"].ToString(), app.VerifyToken))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return context.Response.WriteAsync("The verify token is not the one that this server expects. Copy it from Numbers in the console into Meta's App Dashboard.");
        }

        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync(query["hub.challenge"].ToString());
    }

    private async Task Receive(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        if (numbers.FindApp((string?)context.Request.RouteValues["appKey"] ?? "") is not { } app)
        {
            CoreTelemetry.Refused("unknown-app");
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (await ReadBodyAsync(context.Request) is not { } body)
        {
            CoreTelemetry.Refused("too-large");
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        if (!IsSigned(app, body, context.Request.Headers[WebhookSignature.HeaderName].ToString()))
        {
            CoreTelemetry.Refused("signature");
            LogRefused(app.AppKey);
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        await StoreAsync(app, body);
        CoreTelemetry.Acknowledged(Stopwatch.GetElapsedTime(started));
        context.Response.StatusCode = StatusCodes.Status200OK;
    }

    /// <summary>What stands in its own way is parked: refused, Meta would bring it again for a week, to the same end. When the database is in trouble Meta is to bring it again.</summary>
    private async Task StoreAsync(MetaApp app, byte[] body)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        try
        {
            await writer.AddAsync(takeApart.Read(app, body, now));
        }
        catch (Exception e) when (!Dialect.IsTrouble(e) && e is not (OperationCanceledException or ObjectDisposedException or ChannelClosedException))
        {
            LogParked(e, app.AppKey);
            await writer.AddAsync(new Delivery([TakeApart.Parked(app, body, now, "not-stored")]));
        }
    }

    private static bool IsSigned(MetaApp app, byte[] body, string header) =>
        WebhookSignature.Verify(body, header, app.Secret) || (app.PreviousSecret is { } previous && WebhookSignature.Verify(body, header, previous));

    private static bool SameText(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

    /// <summary>The raw bytes, or null when there are too many.</summary>
    private static async ValueTask<byte[]?> ReadBodyAsync(HttpRequest request)
    {
        if (request.ContentLength > LargestBody)
        {
            return null;
        }

        var reader = request.BodyReader;
        while (true)
        {
            var result = await reader.ReadAsync();
            if (result.Buffer.Length > LargestBody)
            {
                return null;
            }

            if (result.IsCompleted)
            {
                var body = result.Buffer.ToArray();
                reader.AdvanceTo(result.Buffer.End);
                return body;
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    [LoggerMessage(LogLevel.Error, "A delivery to {AppKey} could not be stored as it should and is parked; that is a mistake in Kaiwa: please report it")]
    private partial void LogParked(Exception exception, string appKey);

    [LoggerMessage(LogLevel.Warning, "A delivery to {AppKey} was refused: its signature does not match the app secret. Compare the secret with Meta's App Dashboard if it goes on")]
    private partial void LogRefused(string appKey);
}
