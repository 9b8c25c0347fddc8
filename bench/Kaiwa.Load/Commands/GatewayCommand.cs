using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Kaiwa.Load.Measuring;
using Kaiwa.Load.Processes;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Commands;

/// <summary>What the gateway adds: the same send straight to the simulator and through Kaiwa, in turn, at several numbers at once.</summary>
internal static class GatewayCommand
{
    private const int MetaMs = 80;

    // Meta answers at once: all that is seen is Kaiwa and how full the machine is. Meta takes its time, as it really does: what Kaiwa adds to one send.
    private static readonly Load[] Loads = [new(1, 0), new(32, 0), new(256, 0), new(32, MetaMs), new(256, MetaMs)];

    public static Command Create()
    {
        var engine = Options.Engine();
        var sends = new Option<int>("--sends") { Description = "Sends at 32 and 256 at once; one at a time sends a tenth of it, and so do those for which Meta takes its time, per 32 at once.", DefaultValueFactory = _ => 10_000 };
        var json = Options.Json();
        var command = new Command("gateway", "What the gateway adds to a send: p50 and p99 through Kaiwa and straight to the simulator, sends a second, CPU per send.") { engine, sends, json };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(engine)!, parsed.GetValue(sends), parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(string engineName, int sends, bool json, CancellationToken ct)
    {
        using var work = new WorkFolder("gateway");
        await using var engine = await DatabaseEngine.StartAsync(engineName, work.Path);
        await using var shop = await Shop.OpenAsync(work, engine, ProductSettings.Prompt, ProductSettings.None, ct);

        // Warm: compilation settles in both processes, and the customers are known, before anything counts.
        var phones = Phones.Next(sends);
        foreach (var load in Loads)
        {
            await MeasureAsync(shop, engine, load, load.Of(phones), ct);
        }

        var rows = new List<Row>();
        foreach (var load in Loads)
        {
            rows.Add(await MeasureAsync(shop, engine, load, load.Of(phones), ct));
            Report.Say($"{load.AtOnce} at once, Meta answers after {load.MetaMs} ms: {Report.N(rows[^1].AddedP50Ms, 2)} ms added at the median");
        }

        Report.Table($"A send through the gateway on {engineName}", ["at once", "Meta ms", "direct p50 ms", "p99", "through p50 ms", "p99", "added p50 ms", "sends/s", "CPU µs/send", "server", "simulator", "refused"],
            rows.Select(row => new[]
            {
                Report.N(row.AtOnce), Report.N(row.MetaMs), Report.N(row.DirectP50Ms, 2), Report.N(row.DirectP99Ms, 2), Report.N(row.ThroughP50Ms, 2), Report.N(row.ThroughP99Ms, 2), Report.N(row.AddedP50Ms, 2),
                Report.N(row.SendsPerSecond), Report.N(row.CpuMicrosPerSend.Total), Report.N(row.CpuMicrosPerSend.Server), Report.N(row.CpuMicrosPerSend.Simulator), Report.N(row.Refused),
            }));
        if (json)
        {
            Report.Json(new { engine = engineName, rows, machine = Machine.Describe(), commit = Machine.Commit() });
        }

        return rows.Sum(row => row.Refused) == 0 ? 0 : 1;
    }

    private static async Task<Row> MeasureAsync(Shop shop, DatabaseEngine engine, Load load, List<string> phones, CancellationToken ct)
    {
        await shop.Control.SetFaultsAsync(load.MetaMs == 0 ? [] : new JsonObject { ["slow"] = new JsonObject { ["minMs"] = load.MetaMs, ["maxMs"] = load.MetaMs } }, ct);
        using var straight = new GraphSender(shop.Simulator.Credentials, load.AtOnce);
        using var through = new GraphSender(shop.Server.Credentials, load.AtOnce);
        var (direct, kaiwa) = (new Latencies(), new Latencies());
        await SettleAsync(shop, ct);
        var refused = await straight.SendAsync(phones, direct, ct);
        await SettleAsync(shop, ct);
        var before = CpuReading.Of(shop.Server.Id, shop.Simulator.Id, engine.Postmaster);
        var start = Stopwatch.GetTimestamp();
        refused += await through.SendAsync(phones, kaiwa, ct);
        var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        await SettleAsync(shop, ct); // the statuses are part of the work
        var cpu = CpuPerMessage.Of(before, CpuReading.Of(shop.Server.Id, shop.Simulator.Id, engine.Postmaster), phones.Count);
        return new Row(load.AtOnce, load.MetaMs, direct.P(0.5), direct.P(0.99), kaiwa.P(0.5), kaiwa.P(0.99), Math.Round(phones.Count / seconds), cpu, refused);
    }

    // What was sent before still brings its statuses.
    private static async Task SettleAsync(Shop shop, CancellationToken ct)
    {
        while (await shop.Control.StatsAsync(ct) is not { Moving: 0, Webhooks.Pending: 0 })
        {
            await Task.Delay(50, ct);
        }
    }

    private sealed record Row(int AtOnce, int MetaMs, double DirectP50Ms, double DirectP99Ms, double ThroughP50Ms, double ThroughP99Ms, double SendsPerSecond, CpuPerMessage CpuMicrosPerSend, int Refused)
    {
        public double AddedP50Ms => ThroughP50Ms - DirectP50Ms;
    }

    private sealed record Load(int AtOnce, int MetaMs)
    {
        public List<string> Of(List<string> phones) => AtOnce == 1 ? phones[..(phones.Count / 10)] : MetaMs > 0 ? phones[..Math.Min(phones.Count, phones.Count / 10 * (AtOnce / 32))] : phones;
    }
}
