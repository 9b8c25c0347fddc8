using System.CommandLine;
using System.Globalization;
using Kaiwa.Load.Fuzz;
using Kaiwa.Load.Measuring;
using Kaiwa.Load.Processes;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Commands;

/// <summary>Wrong bodies: ten million through the reader, 200,000 webhooks and 200,000 messages over HTTP.</summary>
internal static class FuzzCommand
{
    private const long Reads = 10_000_000;
    private const long Posts = 200_000;

    // Beyond these, time and memory count as out of bounds: a body of 256 KiB is read in milliseconds, and the server holds a few batches of them.
    private const double MostMs = 2_000;
    private const double MostAllocated = 100;
    private const double MostMiB = 1_024;

    public static Command Create()
    {
        var engine = Options.Engine();
        var percent = new Option<double>("--percent") { Description = "How much of the whole: 10,000,000 bodies read, 200,000 webhooks and 200,000 messages posted.", DefaultValueFactory = _ => 100 };
        var seed = new Option<int>("--seed") { Description = "The same seed makes the same bodies.", DefaultValueFactory = _ => 1 };
        var json = Options.Json();
        var command = new Command("fuzz", "Wrong bodies through the webhook reader, the webhook endpoint and the gateway: no crash, no 5xx, no unbounded memory.") { engine, percent, seed, json };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(engine)!, parsed.GetValue(percent) / 100, parsed.GetValue(seed), parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(string engineName, double share, int seed, bool json, CancellationToken ct)
    {
        var seeds = new Seeds();
        var reader = new ReaderFuzz(seeds.Webhooks(null), seed);
        var (reads, posts) = ((long)(Reads * share), (long)(Posts * share));
        var readRate = reader.Run(reads, ct);
        Report.Say($"{Report.N(reads)} bodies read, {Report.N(readRate)} a second, {reader.Failures} failures");

        using var work = new WorkFolder("fuzz");
        await using var engine = await DatabaseEngine.StartAsync(engineName, work.Path);
        await using var shop = await Shop.OpenAsync(work, engine, ProductSettings.Prompt, ProductSettings.None, ct);
        var target = shop.Server.Credentials;
        var before = CpuMeter.ResidentMiB(shop.Server.Id);
        using var webhooks = new HttpFuzz(target);
        var webhookRate = await webhooks.WebhooksAsync(seeds.Webhooks(target), seed + 100, posts, ct);
        var between = CpuMeter.ResidentMiB(shop.Server.Id);
        Report.Say($"{Report.N(posts)} webhooks posted, {Report.N(webhookRate)} a second, {webhooks.Failures} failures");
        using var messages = new HttpFuzz(target);
        var messageRate = await messages.MessagesAsync(seeds.Messages(target), seed + 200, posts, ct);
        var after = CpuMeter.ResidentMiB(shop.Server.Id);

        Report.Table($"Wrong bodies on {engineName}, seed {seed}", ["through", "bodies", "a second", "failures", "answers", "server MiB"],
        [
            ["the webhook reader", Report.N(reads), Report.N(readRate), Report.N(reader.Failures), $"slowest {Report.N(reader.SlowestMs, 1)} ms, at most {Report.N(reader.MostAllocated, 1)} x the body", ""],
            ["the webhook endpoint", Report.N(posts), Report.N(webhookRate), Report.N(webhooks.Failures), Tally(webhooks), $"{Report.N(before)} to {Report.N(between)}"],
            ["the gateway", Report.N(posts), Report.N(messageRate), Report.N(messages.Failures), Tally(messages), $"to {Report.N(after)}"],
        ]);
        var failures = reader.Failures + webhooks.Failures + messages.Failures;
        if (json)
        {
            Report.Json(new { engine = engineName, seed, reads, readsPerSecond = Math.Round(readRate), posts, webhooksPerSecond = Math.Round(webhookRate), messagesPerSecond = Math.Round(messageRate), failures, residentMiB = new[] { before, between, after }, machine = Machine.Describe(), commit = Machine.Commit() });
        }

        return failures == 0 && IsBounded(reader, Math.Max(between, after)) ? 0 : 1;
    }

    private static bool IsBounded(ReaderFuzz reader, double serverMiB)
    {
        if (reader.SlowestMs <= MostMs && reader.MostAllocated <= MostAllocated && serverMiB <= MostMiB)
        {
            return true;
        }

        Report.Say($"Out of bounds: the reader may take {Report.N(MostMs)} ms and {Report.N(MostAllocated)} times the body, the server {Report.N(MostMiB)} MiB.");
        return false;
    }

    private static string Tally(HttpFuzz fuzz) => string.Join(", ", fuzz.Answers.Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}: {pair.Value:N0}")));
}
