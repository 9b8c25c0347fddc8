using System.CommandLine;
using System.Globalization;
using Kaiwa.Load.Measuring;
using Kaiwa.Load.Processes;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Commands;

/// <summary>Resident size of the idle server and through a large broadcast.</summary>
internal static class MemoryCommand
{
    public static Command Create()
    {
        var engine = Options.Engine();
        var recipients = new Option<int>("--recipients") { Description = "People of the broadcast.", DefaultValueFactory = _ => 100_000 };
        var json = Options.Json();
        var command = new Command("memory", "Resident size: idle, and flat through a large broadcast.") { engine, recipients, json };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(engine)!, parsed.GetValue(recipients), parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(string engineName, int recipients, bool json, CancellationToken ct)
    {
        using var work = new WorkFolder("memory");
        await using var engine = await DatabaseEngine.StartAsync(engineName, work.Path);
        await using var shop = await Shop.OpenAsync(work, engine, ProductSettings.Prompt, ProductSettings.None, ct);
        await Task.Delay(TimeSpan.FromSeconds(10), ct);
        var idle = CpuMeter.ResidentMiB(shop.Server.Id);
        Report.Say($"idle: {Report.N(idle)} MiB");

        await shop.Api.ImportContactsAsync("memory", Phones.Next(recipients), ct);
        var imported = CpuMeter.ResidentMiB(shop.Server.Id);
        var broadcast = await shop.Api.CreateBroadcastAsync("memory", "memory", BroadcastTemplate.Utility, ct);
        await shop.Api.MoveBroadcastAsync(broadcast, "start", ct);

        var samples = new List<(double Share, double MiB)>();
        long acknowledged = 0;
        while (acknowledged < recipients * 3L)
        {
            await Task.Delay(500, ct);
            acknowledged = (await shop.Control.StatsAsync(ct)).Webhooks.Acknowledged;
            samples.Add((acknowledged / (recipients * 3.0), CpuMeter.ResidentMiB(shop.Server.Id)));
        }

        // Flat: what the last quarter holds beyond the second, when the working set has settled.
        double Peak(double from, double to) => samples.Where(sample => sample.Share >= from && sample.Share <= to).Select(sample => sample.MiB).DefaultIfEmpty().Max();
        double[] quarters = [Peak(0, 0.25), Peak(0.25, 0.5), Peak(0.5, 0.75), Peak(0.75, 1)];
        var growth = quarters[3] - quarters[1];
        Report.Table($"Resident size of the server on {engineName}, {Report.N(recipients)} recipients (MiB)", ["idle", "imported", "1st quarter", "2nd", "3rd", "4th", "growth 2nd to 4th"],
            [[.. new[] { idle, imported }.Concat(quarters).Append(growth).Select(value => Report.N(value))]]);
        if (json)
        {
            Report.Json(new
            {
                engine = engineName,
                recipients,
                idleMiB = Math.Round(idle, 1),
                importedMiB = Math.Round(imported, 1),
                peakMiB = Math.Round(quarters.Max(), 1),
                quartersMiB = quarters.Select(value => Math.Round(value, 1)).ToArray(),
                growthMiB = Math.Round(growth, 1),
                samples = samples.Select(sample => sample.MiB.ToString("F0", CultureInfo.InvariantCulture)).Where((_, index) => index % Math.Max(1, samples.Count / 40) == 0).ToArray(),
                machine = Machine.Describe(),
                commit = Machine.Commit(),
            });
        }

        return 0;
    }
}
