using System.CommandLine;
using System.Diagnostics;
using Kaiwa.Load.Measuring;
using Kaiwa.Load.Processes;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Commands;

/// <summary>Open loop: status webhooks arrive on a fixed schedule whatever the answers do, and lateness counts from the schedule.</summary>
internal static class WebhooksCommand
{
    private static readonly string[] Kinds = ["sent", "delivered", "read"];

    public static Command Create()
    {
        var engine = Options.Engine();
        var rate = new Option<int>("--rate") { Description = "Webhooks a second.", DefaultValueFactory = _ => 4000 };
        var seconds = new Option<int>("--seconds") { Description = "How long.", DefaultValueFactory = _ => 60 };
        var json = Options.Json();
        var command = new Command("webhooks", "Acknowledgement latency of single-status webhooks, open loop.") { engine, rate, seconds, json };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(engine)!, parsed.GetValue(rate), parsed.GetValue(seconds), parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(string engineName, int rate, int seconds, bool json, CancellationToken ct)
    {
        using var work = new WorkFolder("webhooks");
        await using var engine = await DatabaseEngine.StartAsync(engineName, work.Path);
        await using var shop = await Shop.OpenAsync(work, engine, ProductSettings.Prompt, ProductSettings.None, ct);

        // The simulator keeps its statuses to itself, so that ours are news; one in twenty is about a message that is not Kaiwa's.
        var (count, warmUp) = (rate * seconds, rate * 3);
        var known = (int)((count + warmUp) / 3 * 0.95);
        await shop.Control.SetFaultsAsync(Crash.Faults.NoStatuses, ct);
        var messages = await SendAsync(shop, known, ct);
        Report.Say($"{messages.Count} messages sent; now {rate} webhooks a second for {seconds} s, open loop");

        using var webhooks = new SignedWebhooks(shop.Server.Credentials, 1024);
        await DriveAsync(webhooks, messages, Math.Min(rate, 2000), 0, warmUp, new Tally(), ct);
        var tally = new Tally();
        await DriveAsync(webhooks, messages, rate, warmUp, count, tally, ct);

        Report.Table($"{rate} single-status webhooks a second for {seconds} s on {engineName}", ["webhooks", "p50 ms", "p99 ms", "max ms", "errors"],
            [[Report.N(tally.Latencies.Count), Report.N(tally.Latencies.P(0.5), 1), Report.N(tally.Latencies.P(0.99), 1), Report.N(tally.Latencies.MaxMs, 1), Report.N(tally.Errors)]]);
        if (json)
        {
            Report.Json(new
            {
                engine = engineName,
                rate,
                seconds,
                webhooks = tally.Latencies.Count,
                ackP50Ms = Math.Round(tally.Latencies.P(0.5), 2),
                ackP99Ms = Math.Round(tally.Latencies.P(0.99), 2),
                ackMaxMs = Math.Round(tally.Latencies.MaxMs, 2),
                errors = tally.Errors,
                machine = Machine.Describe(),
                commit = Machine.Commit(),
            });
        }

        return tally.Errors == 0 ? 0 : 1;
    }

    private static async Task<List<LedgerMessage>> SendAsync(Shop shop, int count, CancellationToken ct)
    {
        await shop.Api.ImportContactsAsync("webhooks", Phones.Next(count), ct);
        var broadcast = await shop.Api.CreateBroadcastAsync("webhooks", "webhooks", BroadcastTemplate.Utility, ct);
        await shop.Api.MoveBroadcastAsync(broadcast, "start", ct);
        while ((await shop.Control.LedgerAsync(ct)).Accepted < count)
        {
            await Task.Delay(250, ct);
        }

        var messages = new List<LedgerMessage>(count);
        await foreach (var message in shop.Control.MessagesAsync(ct))
        {
            messages.Add(message);
        }

        return messages;
    }

    private static async Task DriveAsync(SignedWebhooks webhooks, List<LedgerMessage> messages, int rate, int first, int count, Tally tally, CancellationToken ct)
    {
        var pending = 0;
        var start = Stopwatch.GetTimestamp();
        var sent = 0;
        while (sent < count)
        {
            var due = Math.Min(count, (int)(Stopwatch.GetElapsedTime(start).TotalSeconds * rate) + 1);
            for (; sent < due; sent++)
            {
                var index = sent;
                var scheduled = start + (long)(index * (double)Stopwatch.Frequency / rate);
                Interlocked.Increment(ref pending);
                _ = Task.Run(async () =>
                {
                    var fine = await webhooks.PostAsync(Body(webhooks, messages, first + index), ct);
                    tally.Add(Stopwatch.GetTimestamp() - scheduled, fine);
                    Interlocked.Decrement(ref pending);
                }, ct);
            }

            await Task.Delay(1, ct);
        }

        while (Volatile.Read(ref pending) > 0)
        {
            await Task.Delay(10, ct);
        }
    }

    private static byte[] Body(SignedWebhooks webhooks, List<LedgerMessage> messages, int index)
    {
        var seconds = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        if (index % 20 == 19)
        {
            return webhooks.Status($"wamid.HBgNNjI4MTIwMDAwMDAwMBUCABEYEkZPUkVJR04{index:D8}AA==", "6281200000000", "delivered", "another-program", seconds);
        }

        var message = messages[index % messages.Count];
        return webhooks.Status(message.Wamid, message.To, Kinds[index / messages.Count % 3], message.CallbackData, seconds);
    }

    private sealed class Tally
    {
        private long errors;

        public Latencies Latencies { get; } = new();

        public long Errors => Interlocked.Read(ref errors);

        public void Add(long ticks, bool fine)
        {
            Latencies.Add(ticks);
            if (!fine)
            {
                Interlocked.Increment(ref errors);
            }
        }
    }
}
