using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Kaiwa.Load.Measuring;
using Kaiwa.Load.Processes;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Commands;

/// <summary>An agent's replies while a broadcast holds the number at its pace: how long until the simulator has accepted each.</summary>
internal static class OvertakeCommand
{
    public static Command Create()
    {
        var engine = Options.Engine();
        var recipients = new Option<int>("--recipients") { Description = "People of the broadcast.", DefaultValueFactory = _ => 10_000 };
        var pace = new Option<int>("--pace") { Description = "Messages a second of the number.", DefaultValueFactory = _ => 80 };
        var replies = new Option<int>("--replies") { Description = "Replies measured.", DefaultValueFactory = _ => 10 };
        var json = Options.Json();
        var command = new Command("overtake", "A reply overtakes a running broadcast.") { engine, recipients, pace, replies, json };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(engine)!, parsed.GetValue(recipients), parsed.GetValue(pace), parsed.GetValue(replies), parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(string engineName, int recipients, int pace, int replies, bool json, CancellationToken ct)
    {
        using var work = new WorkFolder("overtake");
        await using var engine = await DatabaseEngine.StartAsync(engineName, work.Path);
        await using var shop = await Shop.OpenAsync(work, engine, ProductSettings.Patient, ProductSettings.Pace(pace), ct);
        await shop.Api.ImportContactsAsync("overtake", Phones.Next(recipients), ct);
        var broadcast = await shop.Api.CreateBroadcastAsync("overtake", "overtake", BroadcastTemplate.Utility, ct);

        var customers = Phones.Next(replies);
        foreach (var customer in customers)
        {
            await shop.Control.WriteAsync(customer, "Is the blue one in stock?", shop.Server.Credentials.PhoneNumberId, ct);
        }

        var conversations = new List<string>();
        foreach (var customer in customers)
        {
            conversations.Add(await shop.Api.FindConversationAsync(customer, ct));
        }

        await shop.Api.MoveBroadcastAsync(broadcast, "start", ct);
        while ((await shop.Control.LedgerAsync(ct)).Accepted < pace * 3)
        {
            await Task.Delay(50, ct);
        }

        var taken = new List<double>();
        var started = Stopwatch.GetTimestamp();
        var acceptedBefore = (await shop.Control.LedgerAsync(ct)).Accepted;
        foreach (var (conversation, customer) in conversations.Zip(customers))
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"Yes, answer {taken.Count + 1}.");
            var start = Stopwatch.GetTimestamp();
            await shop.Api.ReplyAsync(conversation, text, ct);
            while (!await shop.Control.HasAcceptedAsync(customer, text, ct))
            {
                await Task.Delay(3, ct);
            }

            taken.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await Task.Delay(1500, ct);
        }

        // The broadcast must really have been running at its pace, or overtaking means nothing.
        var ledger = await shop.Control.LedgerAsync(ct);
        var running = (ledger.Accepted - acceptedBefore) / Stopwatch.GetElapsedTime(started).TotalSeconds;
        taken.Sort();
        var p50 = taken[taken.Count / 2];
        Report.Table($"Replies during a broadcast of {Report.N(recipients)} at {pace} a second on {engineName}", ["replies", "p50 ms", "max ms", "broadcast msg/s meanwhile", "broadcast accepted"],
            [[Report.N(taken.Count), Report.N(p50), Report.N(taken[^1]), Report.N(running, 1), Report.N(ledger.Accepted)]]);
        if (json)
        {
            Report.Json(new { engine = engineName, recipients, pace, replies = taken.Count, acceptedP50Ms = Math.Round(p50, 1), acceptedMaxMs = Math.Round(taken[^1], 1), broadcastMessagesPerSecond = Math.Round(running, 1), machine = Machine.Describe(), commit = Machine.Commit() });
        }

        return taken[^1] <= 1000 ? 0 : 1;
    }
}
