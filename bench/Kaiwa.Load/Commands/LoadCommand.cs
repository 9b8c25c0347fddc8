using System.CommandLine;
using Kaiwa.Load.Bare;
using Kaiwa.Load.Measuring;
using Kaiwa.Load.Processes;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Commands;

/// <summary>The whole loop, bare and product in turn.</summary>
internal static class LoadCommand
{
    private static readonly string[] Columns = ["run", "msg/s", "CPU µs/msg", "server", "simulator", "database", "ack p50 ms", "ack p99 ms", "lost", "doubled"];

    public static Command Create()
    {
        var engine = Options.Engine();
        var messages = new Option<int>("--messages") { Description = "Messages of one measured run.", DefaultValueFactory = _ => 60_000 };
        var runs = new Option<int>("--runs") { Description = "Measured runs of each.", DefaultValueFactory = _ => 3 };
        var bare = new Option<bool>("--bare") { Description = "Only the bare loop: claims, HTTP, statuses, nothing else." };
        var json = Options.Json();
        var command = new Command("load", "Messages a second and CPU per message: the bare loop and the product in turn, warm.") { engine, messages, runs, bare, json };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(engine)!, parsed.GetValue(messages), parsed.GetValue(runs), parsed.GetValue(bare), parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(string engineName, int messages, int runs, bool bareOnly, bool json, CancellationToken ct)
    {
        using var work = new WorkFolder("load");
        await using var engine = await DatabaseEngine.StartAsync(engineName, work.Path);
        await using var bare = await BareLoop.StartAsync(engine, work.Path);
        await using var shop = bareOnly ? null : await Shop.OpenAsync(work, engine, ProductSettings.Prompt, ProductSettings.None, ct);
        var product = shop is null ? null : await ProductLoop.CreateAsync(shop, engine, messages, ct);

        // Two warm-up runs: tiered compilation settles in the second.
        for (var run = 0; run < 2; run++)
        {
            await bare.RunAsync(messages / 3);
            if (product is not null)
            {
                await product.RunAsync(ct);
            }
        }

        var (bareRuns, productRuns) = (new List<LoopRun>(), new List<LoopRun>());
        for (var run = 1; run <= runs; run++)
        {
            ct.ThrowIfCancellationRequested();
            bareRuns.Add(await bare.RunAsync(messages));
            Report.Say($"bare {run}: {Report.N(bareRuns[^1].MessagesPerSecond)} msg/s, {Report.N(bareRuns[^1].Cpu.Total)} µs");
            if (product is not null)
            {
                productRuns.Add(await product.RunAsync(ct));
                Report.Say($"product {run}: {Report.N(productRuns[^1].MessagesPerSecond)} msg/s, {Report.N(productRuns[^1].Cpu.Total)} µs");
            }
        }

        Report.Table($"The whole loop on {engineName}, {Report.N(messages)} messages a run", Columns,
            [.. bareRuns.Select((run, index) => Row($"bare {index + 1}", run)), .. productRuns.Select((run, index) => Row($"product {index + 1}", run))]);
        var result = Summarise(engineName, messages, bareRuns, productRuns);
        if (result.Ratio is { } ratio)
        {
            Console.WriteLine($"product / bare = {Report.N(ratio, 2)}, medians of {runs} runs; lost {result.Lost}, doubled {result.Doubled}");
        }

        if (json)
        {
            Report.Json(result);
        }

        return (result.Lost ?? 0) + (result.Doubled ?? 0) + result.BareLost + result.BareDoubled == 0 ? 0 : 1;
    }

    private static LoadResult Summarise(string engine, int messages, List<LoopRun> bare, List<LoopRun> product)
    {
        var bareRate = Median(bare, run => run.MessagesPerSecond);
        double? rate = product.Count == 0 ? null : Median(product, run => run.MessagesPerSecond);
        return new LoadResult(
            engine, messages, bare.Count, Round(rate), Math.Round(bareRate), rate / bareRate is { } ratio ? Math.Round(ratio, 3) : null,
            product.Count == 0 ? null : CpuPerMessage.Median(product.Select(run => run.Cpu)), CpuPerMessage.Median(bare.Select(run => run.Cpu)),
            product.Count == 0 ? null : Math.Round(Median(product, run => run.AckP50Ms), 2), product.Count == 0 ? null : Math.Round(Median(product, run => run.AckP99Ms), 2),
            product.Count == 0 ? null : product.Sum(run => run.Lost), product.Count == 0 ? null : product.Sum(run => run.Doubled),
            bare.Sum(run => run.Lost), bare.Sum(run => run.Doubled), Machine.Describe(), Machine.Commit());
    }

    private static double? Round(double? value) => value is { } one ? Math.Round(one) : null;

    private static double Median(List<LoopRun> runs, Func<LoopRun, double> value)
    {
        var sorted = runs.Select(value).Order().ToList();
        return sorted.Count % 2 == 1 ? sorted[sorted.Count / 2] : (sorted[sorted.Count / 2 - 1] + sorted[sorted.Count / 2]) / 2;
    }

    private static string[] Row(string name, LoopRun run) =>
    [
        name, Report.N(run.MessagesPerSecond), Report.N(run.Cpu.Total), Report.N(run.Cpu.Server), Report.N(run.Cpu.Simulator), Report.N(run.Cpu.Database),
        Report.N(run.AckP50Ms, 1), Report.N(run.AckP99Ms, 1), Report.N(run.Lost), Report.N(run.Doubled),
    ];

    private sealed record LoadResult(
        string Engine, int Messages, int Runs, double? MessagesPerSecond, double BareMessagesPerSecond, double? Ratio, CpuPerMessage? CpuMicrosPerMessage, CpuPerMessage BareCpuMicrosPerMessage,
        double? AckP50Ms, double? AckP99Ms, long? Lost, long? Doubled, long BareLost, long BareDoubled, string Machine, string Commit);
}
