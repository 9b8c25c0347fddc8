using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Kaiwa.Load.Circuits;
using Kaiwa.Load.Measuring;
using Kaiwa.Load.Processes;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Commands;

/// <summary>The inbox of a large workspace over HTTP and in a browser: list, counts, thread, contacts and search, each alone.</summary>
internal static class InboxCommand
{
    public static Command Create()
    {
        var engine = Options.Engine();
        var contacts = new Option<int>("--contacts") { DefaultValueFactory = _ => 1_000_000 };
        var conversations = new Option<int>("--conversations") { DefaultValueFactory = _ => 300_000 };
        var messages = new Option<int>("--messages") { DefaultValueFactory = _ => 5_000_000 };
        var pages = new Option<int>("--pages") { Description = "So many navigations to each page in real Chromium.", DefaultValueFactory = _ => 20 };
        var plans = new Option<string?>("--plans") { Description = "A file for the plans by which PostgreSQL answered." };
        var json = Options.Json();
        var command = new Command("inbox", "List, counts, thread and search of a large workspace: p50 and p95 over HTTP, and in Chromium until a page can be used.") { engine, contacts, conversations, messages, pages, plans, json };
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetValue(engine)!, new Size(parsed.GetValue(contacts), parsed.GetValue(conversations), parsed.GetValue(messages)), parsed.GetValue(pages), parsed.GetValue(plans), parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(string engineName, Size size, int navigations, string? plans, bool json, CancellationToken ct)
    {
        var (contacts, conversations, messages) = size;
        using var work = new WorkFolder("inbox");
        await using var engine = await DatabaseEngine.StartAsync(engineName, work.Path);
        await using var shop = await Shop.OpenAsync(work, engine, ProductSettings.Prompt, ProductSettings.None, ct);
        await shop.KillServerAsync();
        var data = new InboxData(shop.Database, engine.IsSqlite);
        var start = Stopwatch.GetTimestamp();
        await data.MakeAsync(contacts, conversations, messages, ct);
        Report.Say($"{contacts} contacts, {conversations} conversations, {messages} messages made in {Report.N(Stopwatch.GetElapsedTime(start).TotalSeconds, 0)} s");
        var log = plans is null || engine.IsSqlite ? null : new PlanLog(shop.Database, Path.Combine(work.Path, "postgres", "data", "server.log"));
        await (log?.PrepareAsync(ct) ?? Task.CompletedTask);
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
        List<Request> requests =
        [
            new("conversations, first page", ["conversations?limit=50"], 200),
            new("conversations, further pages", pages, 200),
            new("conversations, counts", ["conversations/counts"], 200),
            new("conversations by a name", ["conversations?limit=50&search=" + rare], 20),
            new("thread, 50 messages", threads, 200),
            new("contacts, first page", ["contacts?limit=50"], 100),
            new("contacts by a name", ["contacts?limit=50&search=" + rare], 20),
            new("search, a word in a third of all", ["search?words=" + common], 50),
            new("search, a rare word", ["search?words=" + rare], 50),
            new("search, common and rare", [$"search?words={common}%20{rare}"], 50),
            new("search, Japanese", ["search?words=" + Uri.EscapeDataString(japanese)], 50),
            new("search, a word that is nowhere", ["search?words=zzyzx"], 50),
            new("people by a name", ["search/people?words=" + rare], 50),
        ];
        var rows = new List<Row>();
        foreach (var request in requests)
        {
            rows.Add(await MeasureAsync(shop.Api, request, ct));
        }

        if (navigations > 0)
        {
            rows.AddRange(await NavigateAsync(shop, [.. threads.Select(path => "/inbox/" + path.Split('/')[1])], navigations, ct));
        }

        Report.Table($"{conversations} conversations and {messages} messages on {engineName}", ["request", "times", "p50 ms", "p95 ms", "max ms"],
            rows.Select(row => new[] { row.Request, Report.N(row.Times), Report.N(row.P50Ms, 1), Report.N(row.P95Ms, 1), Report.N(row.MaxMs, 1) }));
        if (json)
        {
            Report.Json(new { engine = engineName, contacts, conversations, messages, indexSeconds = Math.Round(indexed), rows, machine = Machine.Describe(), commit = Machine.Commit() });
        }

        if (log is not null)
        {
            await WritePlansAsync(shop.Api, log, requests, size, plans!, ct);
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

    private static async Task<Row> MeasureAsync(KaiwaApi api, Request request, CancellationToken ct)
    {
        var latencies = new Latencies();
        await api.GetAsync(request.Paths[0], ct); // compiled and planned before it counts
        for (var i = 0; i < request.Times; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await api.GetAsync(request.Paths[i % request.Paths.Count], ct);
            latencies.Add(Stopwatch.GetTimestamp() - start);
        }

        return new Row(request.Name, request.Times, latencies.P(0.5), latencies.P(0.95), latencies.MaxMs);
    }

    /// <summary>From the address to a page that is alive and shows what one came for.</summary>
    private static async Task<List<Row>> NavigateAsync(Shop shop, List<string> threads, int times, CancellationToken ct)
    {
        var (http, cookie) = await ConsoleSession.SignInAsync(shop.Server.Credentials, ct);
        http.Dispose();
        await using var browser = await Navigation.OpenAsync(shop.Server.Credentials.ConsoleUrl!, cookie);
        var rows = new List<Row>();
        foreach (var (name, paths, thing) in new (string, List<string>, string)[]
        {
            ("in Chromium: the inbox", ["/inbox"], ".conversation"),
            ("in Chromium: a thread", threads, ".message"),
            ("in Chromium: contacts", ["/contacts"], "table.list tbody tr"),
            ("in Chromium: a search", ["/search?q=" + InboxData.Known.Rare], ".hits"),
        })
        {
            var latencies = await browser.MeasureAsync(paths, thing, times);
            rows.Add(new Row(name, times, latencies.P(0.5), latencies.P(0.95), latencies.MaxMs));
        }

        return rows;
    }

    private static async Task WritePlansAsync(KaiwaApi api, PlanLog log, List<Request> requests, Size size, string file, CancellationToken ct)
    {
        await log.BeginAsync(() => api.GetAsync(requests[0].Paths[0], ct), ct);
        var text = new StringBuilder($"""
            # Query plans on PostgreSQL

            How PostgreSQL answered each request of `./do bench inbox --engine postgres --plans FILE`, as its module `auto_explain` has it: {size.Contacts:N0} contacts, {size.Conversations:N0} conversations,
            {size.Messages:N0} messages; {Machine.Describe()}, commit {Machine.Commit()}. *rows* and *loops* are what was really read. Only the statements of the request itself, each with its time.

            """);
        foreach (var request in requests)
        {
            var plans = await log.OfAsync(() => api.GetAsync(request.Paths[0], ct), ct);
            text.Append(CultureInfo.InvariantCulture, $"\n## {char.ToUpperInvariant(request.Name[0])}{request.Name[1..]}\n");
            foreach (var (ms, plan) in plans)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n{ms:0.0} ms\n\n```\n{plan}\n```\n");
            }
        }

        await File.WriteAllTextAsync(file, text.ToString(), ct);
        Report.Say($"plans written to {file}");
    }

    private sealed record Size(int Contacts, int Conversations, int Messages);

    private sealed record Request(string Name, List<string> Paths, int Times);

    private sealed record Row(string Request, int Times, double P50Ms, double P95Ms, double MaxMs);
}
