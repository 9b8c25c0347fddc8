using System.CommandLine;
using System.Diagnostics;
using Kaiwa.Load.Measuring;
using Kaiwa.Load.Processes;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Commands;

/// <summary>The relay under load: a broadcast's statuses go on to one program that answers, beside others that are dead. How fast, how late, and what it costs.</summary>
internal static class RelayCommand
{
    private const string DeadReceiver = "http://127.0.0.1:9/gone";

    public static Command Create()
    {
        var engine = Options.Engine();
        var recipients = new Option<int>("--recipients") { Description = "People of the broadcast; each has three statuses.", DefaultValueFactory = _ => 10_000 };
        var dead = new Option<int>("--dead") { Description = "Receivers beside the one that answers at which nobody listens.", DefaultValueFactory = _ => 2 };
        var json = Options.Json();
        var command = new Command("relay", "Events passed on to a program a second, while other receivers are dead.") { engine, recipients, dead, json };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(engine)!, parsed.GetValue(recipients), parsed.GetValue(dead), parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(string engineName, int recipients, int dead, bool json, CancellationToken ct)
    {
        using var work = new WorkFolder("relay");
        await using var engine = await DatabaseEngine.StartAsync(engineName, work.Path);
        await using var shop = await Shop.OpenAsync(work, engine, ProductSettings.Prompt, ProductSettings.NearbyReceivers, ct);
        await using var program = await CountingReceiver.StartAsync(ct);
        await shop.Api.CreateWebhookAsync("program", program.Url.ToString(), ct);
        for (var i = 0; i < dead; i++)
        {
            await shop.Api.CreateWebhookAsync($"dead {i}", DeadReceiver, ct);
        }

        await shop.Api.ImportContactsAsync("relay", Phones.Next(recipients), ct);
        var broadcast = await shop.Api.CreateBroadcastAsync("relay", "relay", BroadcastTemplate.Utility, ct);
        var before = CpuReading.Of(shop.Server.Id, shop.Simulator.Id, engine.Postmaster);
        var start = Stopwatch.GetTimestamp();
        await shop.Api.MoveBroadcastAsync(broadcast, "start", ct);
        await SettleAsync(shop, recipients, ct);
        var sentSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        while (program.Events < recipients * 3 && Stopwatch.GetElapsedTime(program.LastAt).TotalSeconds < 20)
        {
            await Task.Delay(50, ct);
        }

        var seconds = Stopwatch.GetElapsedTime(start, program.LastAt).TotalSeconds;
        var cpu = CpuPerMessage.Of(before, CpuReading.Of(shop.Server.Id, shop.Simulator.Id, engine.Postmaster), recipients);
        var row = new
        {
            engine = engineName,
            events = program.Events,
            twice = program.Twice,
            eventsPerSecond = Math.Round(program.Events / seconds),
            broadcastSeconds = Math.Round(sentSeconds, 1),
            lastEventSeconds = Math.Round(seconds, 1),
            serverMicrosPerMessage = Math.Round(cpu.Server),
            machine = Machine.Describe(),
            commit = Machine.Commit(),
        };
        Report.Table($"{recipients} messages' statuses passed on, {dead} dead receivers beside, on {engineName}", ["events", "told twice", "events/s", "broadcast and statuses s", "last event s", "server µs/message"],
            [[Report.N(row.events), Report.N(row.twice), Report.N(row.eventsPerSecond), Report.N(sentSeconds, 1), Report.N(seconds, 1), Report.N(cpu.Server)]]);
        if (json)
        {
            Report.Json(row);
        }

        return program.Events == recipients * 3 ? 0 : 1;
    }

    private static async Task SettleAsync(Shop shop, int recipients, CancellationToken ct)
    {
        while ((await shop.Control.LedgerAsync(ct)).Accepted < recipients || await shop.Control.StatsAsync(ct) is not { Moving: 0, Webhooks.Pending: 0 })
        {
            await Task.Delay(50, ct);
        }
    }
}
