using System.CommandLine;
using Kaiwa.Load.Bare;
using Kaiwa.Load.Measuring;
using Kaiwa.Load.Processes;

namespace Kaiwa.Load.Commands;

/// <summary>The whole loop, bare and product in turn.</summary>
internal static class LoadCommand
{
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
        var bareRuns = new List<LoopRun>();
        await using (var bare = await BareLoop.StartAsync(engine, work.Path))
        {
            await bare.RunAsync(messages);
            for (var run = 1; run <= runs; run++)
            {
                ct.ThrowIfCancellationRequested();
                bareRuns.Add(await bare.RunAsync(messages));
                Report.Say($"bare {run}: {Report.N(bareRuns[^1].MessagesPerSecond)} msg/s, {Report.N(bareRuns[^1].Cpu.Total)} µs");
            }
        }

        Report.Table($"The whole loop on {engineName}, {Report.N(messages)} messages a run", Columns, bareRuns.Select((run, index) => Row($"bare {index + 1}", run)));
        _ = bareOnly;
        _ = json;
        return 0;
    }

    private static readonly string[] Columns = ["run", "msg/s", "CPU µs/msg", "server", "simulator", "database", "ack p50 ms", "ack p99 ms", "lost", "doubled"];

    private static string[] Row(string name, LoopRun run) =>
    [
        name, Report.N(run.MessagesPerSecond), Report.N(run.Cpu.Total), Report.N(run.Cpu.Server), Report.N(run.Cpu.Simulator), Report.N(run.Cpu.Database),
        Report.N(run.AckP50Ms, 1), Report.N(run.AckP99Ms, 1), Report.N(run.Lost), Report.N(run.Doubled),
    ];
}
