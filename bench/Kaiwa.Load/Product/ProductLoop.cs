using System.Diagnostics;
using System.Globalization;
using Kaiwa.Load.Measuring;
using Kaiwa.Load.Processes;

namespace Kaiwa.Load.Product;

/// <summary>One measured broadcast of the product: queued while paused, resumed, timed until the last status is acknowledged.</summary>
internal sealed class ProductLoop(Shop shop, DatabaseEngine engine)
{
    private int runs;

    public async Task<LoopRun> RunAsync(int messages, CancellationToken ct)
    {
        var tag = string.Create(CultureInfo.InvariantCulture, $"load-{++runs}");
        var phones = Phones.Next(messages);
        await shop.Api.ImportContactsAsync(tag, phones, ct);
        var broadcast = await shop.Api.CreateBroadcastAsync(tag, tag, BroadcastTemplate.Utility, ct);
        await shop.Api.QueuePausedAsync(broadcast, messages, ct);
        await shop.Control.ResetStatsAsync(ct);
        var ledger = await shop.Control.LedgerAsync(ct);

        var before = CpuReading.Of(shop.Server.Id, shop.Simulator.Id, engine.Postmaster);
        var start = Stopwatch.GetTimestamp();
        await shop.Api.MoveBroadcastAsync(broadcast, "resume", ct);
        var acknowledged = 0L;
        var lastChange = start;
        while (acknowledged < messages * 3L)
        {
            await Task.Delay(50, ct);
            var now = (await shop.Control.LedgerAsync(ct)).StatusesAcknowledged - ledger.StatusesAcknowledged;
            if (now != acknowledged)
            {
                (acknowledged, lastChange) = (now, Stopwatch.GetTimestamp());
            }
            else if (Stopwatch.GetElapsedTime(lastChange).TotalSeconds > 60)
            {
                Report.Say($"Nothing moved for 60 s at {acknowledged} of {messages * 3L} statuses: the rest counts as lost.");
                break;
            }
        }

        var seconds = Stopwatch.GetElapsedTime(start, lastChange).TotalSeconds;
        var after = CpuReading.Of(shop.Server.Id, shop.Simulator.Id, engine.Postmaster);
        var stats = await shop.Control.StatsAsync(ct);
        var (lost, doubled) = await JudgeAsync(phones, ct);
        return new LoopRun(messages / seconds, CpuPerMessage.Of(before, after, messages), stats.AckP50Ms, stats.AckP99Ms, lost, doubled);
    }

    private async Task<(long Lost, long Doubled)> JudgeAsync(List<string> phones, CancellationToken ct)
    {
        var seen = phones.ToDictionary(phone => phone, _ => 0, StringComparer.Ordinal);
        await foreach (var message in shop.Control.MessagesAsync(ct))
        {
            if (seen.TryGetValue(message.To, out var times))
            {
                seen[message.To] = times + 1;
            }
        }

        return (seen.Values.LongCount(times => times == 0), seen.Values.LongCount(times => times > 1));
    }
}
