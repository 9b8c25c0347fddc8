using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using Kaiwa.Load.Measuring;
using Microsoft.AspNetCore.Http;

namespace Kaiwa.Load.Bare;

/// <summary>A stub of Meta: takes a message, answers an id, posts three signed statuses in order and counts.</summary>
internal sealed class BareMeta
{
    private const int Posters = 192;
    private readonly Channel<(long Phone, long Id, string Wamid)> accepted = Channel.CreateUnbounded<(long, long, string)>();
    private readonly Latencies latencies = new();
    private readonly Dictionary<long, int> seen = [];
    private HttpClient? webhook;
    private long count, acknowledged, refused, lastAcknowledgedAt;

    public static async Task<int> RunAsync()
    {
        var stub = new BareMeta();
        await BareHost.ServeAsync(stub.HandleAsync);
        return 0;
    }

    private Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        return path.EndsWith("/messages", StringComparison.Ordinal) ? AcceptAsync(context)
            : string.Equals(path, "/target", StringComparison.Ordinal) ? SetTargetAsync(context)
            : string.Equals(path, "/reset", StringComparison.Ordinal) ? ResetAsync(context)
            : WriteStatsAsync(context);
    }

    private async Task AcceptAsync(HttpContext context)
    {
        var (valid, phone, id) = await BareWire.ReadBodyAsync(context.Request.BodyReader, (int)context.Request.ContentLength!.Value, body =>
        {
            var fine = BareWire.TryReadMessage(body, out var to, out var callback);
            return (fine, to, callback);
        });
        if (!valid || context.Request.Headers.Authorization.Count == 0)
        {
            context.Response.StatusCode = 400;
            return;
        }

        var number = Interlocked.Increment(ref count);
        lock (seen)
        {
            seen[phone] = seen.GetValueOrDefault(phone) + 1;
        }

        var wamid = string.Create(CultureInfo.InvariantCulture, $"wamid.HBgN{phone}FQIAERgS{number:X16}AA==");
        var answer = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$$"""{"messaging_product":"whatsapp","contacts":[{"input":"{{{phone}}}","wa_id":"{{{phone}}}"}],"messages":[{"id":"{{{wamid}}}","message_status":"accepted"}]}"""));
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        await context.Response.BodyWriter.WriteAsync(answer);
        accepted.Writer.TryWrite((phone, id, wamid));
    }

    private async Task PostAsync()
    {
        var path = new Uri("/webhooks/whatsapp/bare", UriKind.Relative);
        await foreach (var (phone, id, wamid) in accepted.Reader.ReadAllAsync())
        {
            for (var kind = 1; kind <= 3; kind++)
            {
                var body = BareWire.Status(wamid, id, phone, kind, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
                using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
                request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
                request.Headers.TryAddWithoutValidation(BareWire.SignatureHeader, BareWire.Sign(body));
                var start = Stopwatch.GetTimestamp();
                using var answer = await webhook!.SendAsync(request);
                var end = Stopwatch.GetTimestamp();
                latencies.Add(end - start);
                if (answer.IsSuccessStatusCode)
                {
                    Volatile.Write(ref lastAcknowledgedAt, end);
                    Interlocked.Increment(ref acknowledged);
                }
                else
                {
                    Interlocked.Increment(ref refused);
                }
            }
        }
    }

    private Task SetTargetAsync(HttpContext context)
    {
        webhook = BareHost.Client(new Uri(context.Request.Query["url"]!), Posters);
        for (var i = 0; i < Posters; i++)
        {
            _ = Task.Run(PostAsync);
        }

        return context.Response.WriteAsync("ok");
    }

    private Task ResetAsync(HttpContext context)
    {
        lock (seen)
        {
            seen.Clear();
        }

        latencies.Clear();
        (count, acknowledged, refused) = (0, 0, 0);
        return context.Response.WriteAsync("ok");
    }

    private Task WriteStatsAsync(HttpContext context)
    {
        int doubled;
        lock (seen)
        {
            doubled = string.Equals(context.Request.Path.Value, "/stats", StringComparison.Ordinal) ? seen.Values.Count(times => times > 1) : 0;
        }

        return context.Response.WriteAsync(JsonSerializer.Serialize(new Stats(
            Interlocked.Read(ref count), Interlocked.Read(ref acknowledged), Interlocked.Read(ref refused), doubled, Volatile.Read(ref lastAcknowledgedAt), latencies.P(0.5), latencies.P(0.99))));
    }

    public sealed record Stats(long Accepted, long Acknowledged, long Refused, int Doubled, long LastAcknowledgedAt, double AckP50Ms, double AckP99Ms);
}
