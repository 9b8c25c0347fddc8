using System.Diagnostics;
using System.Globalization;
using Kaiwa.Load.Measuring;
using Kaiwa.Load.Processes;

namespace Kaiwa.Load.Product;

/// <summary>
/// One measured broadcast of the product: frozen while paused, resumed, timed until the last status is acknowledged. Every run writes to the same
/// customers: the first, which warms up, also teaches Kaiwa each customer's user id, which happens once in their life.
/// </summary>
internal sealed class ProductLoop
{
    private const string Tag = "load";
    private readonly Shop shop;
    private readonly DatabaseEngine engine;
    private readonly List<string> phones;
    private int runs;
    private long acceptedBefore, judged;

    private ProductLoop(Shop shop, DatabaseEngine engine, List<string> phones) => (this.shop, this.engine, this.phones) = (shop, engine, phones);

    public static async Task<ProductLoop> CreateAsync(Shop shop, DatabaseEngine engine, int messages, CancellationToken ct)
    {
        var phones = Phones.Next(messages);
        await shop.Api.ImportContactsAsync(Tag, phones, ct);
        return new ProductLoop(shop, engine, phones);
    }

    public async Task<LoopRun> RunAsync(CancellationToken ct)
    {
        var messages = phones.Count;
        var broadcast = await shop.Api.CreateBroadcastAsync(string.Create(CultureInfo.InvariantCulture, $"{Tag}-{++runs}"), Tag, BroadcastTemplate.Utility, ct);
        await shop.Api.FreezePausedAsync(broadcast, messages, ct);

        // A few may have left before the pause came: they are finished first and not counted.
        var early = await SettleAsync(ct);
        await shop.Control.ResetStatsAsync(ct);
        var expected = (messages - early) * 3;

        var before = CpuReading.Of(shop.Server.Id, shop.Simulator.Id, engine.Postmaster);
        var start = Stopwatch.GetTimestamp();
        await shop.Api.MoveBroadcastAsync(broadcast, "resume", ct);
        var acknowledged = 0L;
        var lastChange = start;
        while (acknowledged < expected)
        {
            await Task.Delay(20, ct);
            var now = (await shop.Control.StatsAsync(ct)).Webhooks.Acknowledged;
            if (now != acknowledged)
            {
                (acknowledged, lastChange) = (now, Stopwatch.GetTimestamp());
            }
            else if (Stopwatch.GetElapsedTime(lastChange).TotalSeconds > 60)
            {
                Report.Say($"Nothing moved for 60 s at {acknowledged} of {expected} statuses: the rest counts as lost.");
                break;
            }
        }

        var seconds = Stopwatch.GetElapsedTime(start, lastChange).TotalSeconds;
        var after = CpuReading.Of(shop.Server.Id, shop.Simulator.Id, engine.Postmaster);
        var stats = await shop.Control.StatsAsync(ct);
        acceptedBefore += messages;
        var (lost, doubled) = await JudgeAsync(ct);

        // Lost is also what Kaiwa itself does not know to be read.
        var unread = messages - await shop.Api.ReadInTheEndAsync(broadcast, messages, ct);
        return new LoopRun((messages - early) / seconds, CpuPerMessage.Of(before, after, messages - early), stats.Webhooks.AckP50Ms, stats.Webhooks.AckP99Ms, Math.Max(lost, unread), doubled);
    }

    private async Task<long> SettleAsync(CancellationToken ct)
    {
        while (true)
        {
            var (before, stats) = (await shop.Control.LedgerAsync(ct), await shop.Control.StatsAsync(ct));
            await Task.Delay(700, ct);
            if (stats is { Moving: 0, Webhooks.Pending: 0 } && (await shop.Control.LedgerAsync(ct)).Accepted == before.Accepted)
            {
                return before.Accepted - acceptedBefore;
            }
        }
    }

    private async Task<(long Lost, long Doubled)> JudgeAsync(CancellationToken ct)
    {
        var seen = phones.ToDictionary(phone => phone, _ => 0, StringComparer.Ordinal);
        await foreach (var message in shop.Control.MessagesAsync(judged, ct))
        {
            judged = message.Seq;
            if (seen.TryGetValue(message.To, out var times))
            {
                seen[message.To] = times + 1;
            }
        }

        return (seen.Values.LongCount(times => times == 0), seen.Values.LongCount(times => times > 1));
    }
}
