using System.Globalization;
using Kaiwa.Load.Processes;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Crash;

/// <summary>The naive sender on the same trace: the same faults, the same kills, a simulator of its own.</summary>
internal static class NaiveRun
{
    public static async Task<(int Doubled, int Skipped)> RunAsync(WorkFolder work, IReadOnlyList<CrashPlan> plans, int recipients, CancellationToken ct)
    {
        var (url, credentials) = (ProductProcess.FreeUrl(), work.File("naive-simulator.json"));
        await using var simulator = await ProductProcess.StartAsync(ProductSettings.Simulate(url, work.Folder("naive-simulator"), credentials, ProductSettings.Patient), credentials, work.File("naive-simulator.log"), ProductSettings.ProductionLike(), ct);
        var meta = simulator.Credentials;
        using var control = new SimulatorControl(meta.SimulatorUrl ?? meta.GraphBaseUrl);
        await using var webhook = await DeafWebhook.StartAsync(ct);
        await control.SetWebhookAsync(webhook.Url, ct);
        await control.SetFaultsAsync(Faults.Rough(1), ct);
        var ledger = new LedgerFollower(control);
        var everyone = new List<string>();
        foreach (var (plan, round) in plans.Select((plan, index) => (plan, index + 1)))
        {
            var phones = Phones.Next(recipients);
            everyone.AddRange(phones);
            var (list, position) = (work.File(string.Create(CultureInfo.InvariantCulture, $"naive-{round}.txt")), work.File(string.Create(CultureInfo.InvariantCulture, $"naive-{round}.position")));
            await File.WriteAllLinesAsync(list, phones, ct);
            ChildProcess Start() => ChildProcess.StartSelf(work.File("naive.log"), "naive-sender", "--graph", meta.GraphBaseUrl.ToString(), "--token", meta.AccessToken, "--number", meta.PhoneNumberId, "--recipients", list, "--position", position);

            await using (var first = Start())
            {
                while (!first.HasExited && ledger.Reached(phones) < plan.KillAtShare * phones.Count)
                {
                    await Task.Delay(5, ct);
                    await ledger.CatchUpAsync(ct);
                }
            }

            await using var second = Start();
            await second.WaitForExitAsync(ct);
        }

        await ledger.CatchUpAsync(ct);
        return Judge.Recipients(ledger, everyone);
    }
}
