using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Simulator.Webhooks;

namespace Kaiwa.Simulator.OnPremises;

/// <summary>
/// Callbacks of one client: flat, unsigned, as many at a time as is set. Only 200 is an acknowledgement; anything else is tried again after one step, two steps, three… up to the
/// longest, for as long as it takes. Without an address they wait for one.
/// </summary>
internal sealed class CallbackSender(Platform platform, OnPremisesClient client, HttpClient http)
{
    private readonly ConcurrentQueue<Notice> queue = new();
    private int active;

    public void Post(Notice notice)
    {
        queue.Enqueue(notice);
        Start();
    }

    public void Start()
    {
        var application = client.Application;
        var most = Number(application["webhooks"]?["max_concurrent_requests"], 6);
        while (AddressOf(application) is not null && !queue.IsEmpty && Volatile.Read(ref active) < most)
        {
            Interlocked.Increment(ref active);
            _ = PumpAsync();
        }
    }

    private async Task PumpAsync()
    {
        await Task.Yield();
        while (client.Application is var application && AddressOf(application) is { } address && queue.TryDequeue(out var notice))
        {
            await PostAsync(notice, address, application);
        }

        Interlocked.Decrement(ref active);
        Start(); // what came while this one was leaving
    }

    public void Clear() => queue.Clear();

    private async Task PostAsync(Notice notice, Uri address, JsonObject application)
    {
        var wire = new WireBuffer();
        notice.WriteEntry(wire);
        var value = JsonNode.Parse(wire.Body)!["changes"]![0]!["value"]!.AsObject();
        if (FlatBody.Of(value, application, platform.Wamids) is not { } body)
        {
            platform.Sender.Settle(notice, acknowledged: true); // of no interest to this program
            return;
        }

        platform.Sender.Statistics.Attempted(notice.Attempts++ > 0);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        if (await AcknowledgesAsync(address, body))
        {
            platform.Sender.Statistics.Answered(System.Diagnostics.Stopwatch.GetElapsedTime(started).TotalMicroseconds);
            platform.Sender.Settle(notice, acknowledged: true);
            return;
        }

        platform.Sender.Statistics.Unanswered();
        var step = Number(application["callback_backoff_delay_ms"], 3000);
        var longest = Number(application["max_callback_backoff_delay_ms"], 900_000);
        platform.Scheduler.After(Math.Min(longest, (long)step * notice.Attempts), notice);
    }

    private async Task<bool> AcknowledgesAsync(Uri address, JsonObject body)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        try
        {
            using var answer = await http.PostAsync(address, content);
            return (int)answer.StatusCode == 200;
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
    }

    private static Uri? AddressOf(JsonObject application) => Uri.TryCreate(application["webhooks"]?["url"]?.ToString(), UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address : null;

    // Numbers came as texts, too.
    private static int Number(JsonNode? node, int otherwise) => int.TryParse(node?.ToString(), CultureInfo.InvariantCulture, out var number) && number > 0 ? number : otherwise;
}
