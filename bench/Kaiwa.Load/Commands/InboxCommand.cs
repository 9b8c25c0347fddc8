using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Kaiwa.Load.Measuring;
using Kaiwa.Load.Processes;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Commands;

/// <summary>The inbox of a large workspace over HTTP: list, thread, contacts and search, each alone.</summary>
internal static class InboxCommand
{
    public static Command Create()
    {
        var engine = Options.Engine();
        var contacts = new Option<int>("--contacts") { DefaultValueFactory = _ => 1_000_000 };
        var conversations = new Option<int>("--conversations") { DefaultValueFactory = _ => 300_000 };
        var messages = new Option<int>("--messages") { DefaultValueFactory = _ => 5_000_000 };
        var json = Options.Json();
        var command = new Command("inbox", "List, thread and search of a large workspace: p50 and p95 over HTTP.") { engine, contacts, conversations, messages, json };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(engine)!, parsed.GetValue(contacts), parsed.GetValue(conversations), parsed.GetValue(messages), parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(string engineName, int contacts, int conversations, int messages, bool json, CancellationToken ct)
    {
        using var work = new WorkFolder("inbox");
        await using var engine = await DatabaseEngine.StartAsync(engineName, work.Path);
        await using var shop = await Shop.OpenAsync(work, engine, ProductSettings.Prompt, ProductSettings.None, ct);
        await shop.KillServerAsync();
        var data = new InboxData(shop.Database, engine.IsSqlite);
        var start = Stopwatch.GetTimestamp();
        await data.MakeAsync(contacts, conversations, messages, ct);
        Report.Say($"{contacts} contacts, {conversations} conversations, {messages} messages made in {Report.N(Stopwatch.GetElapsedTime(start).TotalSeconds, 0)} s");
        start = Stopwatch.GetTimestamp();
        await shop.StartServerAsync(null, ct);
        while (await data.NotIndexedAsync(ct) > 0)
        {
            await Task.Delay(500, ct);
        }

        var indexed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        Report.Say($"words cut in {Report.N(indexed, 0)} s, {Report.N(messages / indexed)} messages a second");

        var pages = new List<string>();
        var threads = new List<string>();
        await CollectAsync(shop.Api, pages, threads, ct);
        var (common, rare, japanese) = InboxData.Known;
        var rows = new List<Row>
        {
            await MeasureAsync(shop.Api, "conversations, first page", ["conversations?limit=50"], 200, ct),
            await MeasureAsync(shop.Api, "conversations, further pages", pages, 200, ct),
            await MeasureAsync(shop.Api, "conversations by a name", ["conversations?limit=50&search=" + rare], 20, ct),
            await MeasureAsync(shop.Api, "thread, 50 messages", threads, 200, ct),
            await MeasureAsync(shop.Api, "contacts, first page", ["contacts?limit=50"], 100, ct),
            await MeasureAsync(shop.Api, "contacts by a name", ["contacts?limit=50&search=" + rare], 20, ct),
            await MeasureAsync(shop.Api, "search, a word in a third of all", ["search?words=" + common], 50, ct),
            await MeasureAsync(shop.Api, "search, a rare word", ["search?words=" + rare], 50, ct),
            await MeasureAsync(shop.Api, "search, common and rare", [$"search?words={common}%20{rare}"], 50, ct),
            await MeasureAsync(shop.Api, "search, Japanese", ["search?words=" + Uri.EscapeDataString(japanese)], 50, ct),
            await MeasureAsync(shop.Api, "search, a word that is nowhere", ["search?words=zzyzx"], 50, ct),
        };
        Report.Table($"{conversations} conversations and {messages} messages on {engineName}", ["request", "times", "p50 ms", "p95 ms", "max ms"],
            rows.Select(row => new[] { row.Request, Report.N(row.Times), Report.N(row.P50Ms, 1), Report.N(row.P95Ms, 1), Report.N(row.MaxMs, 1) }));
        if (json)
        {
            Report.Json(new { engine = engineName, contacts, conversations, messages, indexSeconds = Math.Round(indexed), rows, machine = Machine.Describe(), commit = Machine.Commit() });
        }

        return 0;
    }

    private static async Task CollectAsync(KaiwaApi api, List<string> pages, List<string> threads, CancellationToken ct)
    {
        var path = "conversations?limit=50";
        for (var i = 0; i < 200; i++)
        {
            var page = await api.GetAsync(path, ct);
            threads.AddRange(page["items"]!.AsArray().Take(2).Select(item => $"conversations/{item!["id"]}/messages?limit=50"));
            if (page["next"]?.GetValue<string>() is not { } next)
            {
                break;
            }

            pages.Add(path = "conversations?limit=50&cursor=" + Uri.EscapeDataString(next));
        }
    }

    private static async Task<Row> MeasureAsync(KaiwaApi api, string request, List<string> paths, int times, CancellationToken ct)
    {
        var latencies = new Latencies();
        await api.GetAsync(paths[0], ct); // compiled and planned before it counts
        for (var i = 0; i < times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await api.GetAsync(paths[i % paths.Count], ct);
            latencies.Add(Stopwatch.GetTimestamp() - start);
        }

        return new Row(request, times, latencies.P(0.5), latencies.P(0.95), latencies.MaxMs);
    }

    private sealed record Row(string Request, int Times, double P50Ms, double P95Ms, double MaxMs);
}
