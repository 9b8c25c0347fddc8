using System.CommandLine;
using Kaiwa.Load.Crash;
using Kaiwa.Load.Measuring;
using Kaiwa.Load.Processes;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Commands;

/// <summary>Kills the server in the middle of everything and asks the simulator what the customers saw.</summary>
internal static class CrashCommand
{
    private const int Pace = 150; // a second: slow enough to be killed in the middle
    private static readonly TimeSpan UtilityWait = TimeSpan.FromSeconds(8), MarketingWait = TimeSpan.FromSeconds(10), NodeLease = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var engine = Options.Engine();
        var rounds = new Option<int>("--rounds") { Description = "Rounds: each kills the server at a labelled point and at a random time.", DefaultValueFactory = _ => 3 };
        var recipients = new Option<int>("--recipients") { Description = "People of a round, in four broadcasts, half utility and half marketing.", DefaultValueFactory = _ => 600 };
        var seed = new Option<int?>("--seed") { Description = "Repeats the kills of an earlier run." };
        var drop = new Option<string?>("--drop-statuses") { Description = "Adds as many rounds in which this share of statuses (1%) is lost for good, and reports what the policy did." };
        var json = Options.Json();
        var command = new Command("crash", "kill -9 in the middle of broadcasts and inbound traffic: doubled, skipped, lost.") { engine, rounds, recipients, seed, drop, json };
        command.SetAction((parsed, ct) => RunAsync(
            parsed.GetValue(engine)!, parsed.GetValue(rounds), parsed.GetValue(recipients), parsed.GetValue(seed) ?? Random.Shared.Next(1_000_000), Share(parsed.GetValue(drop)), parsed.GetValue(json), ct));
        return command;
    }

    private static async Task<int> RunAsync(string engineName, int rounds, int recipients, int seed, double drop, bool json, CancellationToken ct)
    {
        using var work = new WorkFolder("crash");
        var points = await CrashPointsAsync(work, ct);
        var plans = CrashPlan.Make(points, rounds, seed);
        Report.Say($"{rounds} rounds on {engineName}, seed {seed}, {points.Count} labelled crash points");

        await using var engine = await DatabaseEngine.StartAsync(engineName, work.Path);
        var verdict = await JudgedAsync(work, engine, plans, recipients, 0, ct);
        var naive = await NaiveRun.RunAsync(work, plans, recipients, ct);
        var columns = new[] { "sender", "rounds", "kills", "points reached", "people", "doubled", "skipped", "inbound acknowledged", "lost", "stored twice" };
        Report.Table($"kill -9 on {engineName}, seed {seed}", columns,
        [
            ["Kaiwa", .. Row(verdict, rounds)],
            ["naive", Report.N(rounds), Report.N(rounds), "0", Report.N((long)rounds * recipients), Report.N(naive.Doubled), Report.N(naive.Skipped), "", "", ""],
        ]);

        Verdict? dropped = null;
        if (drop > 0)
        {
            using var dropWork = new WorkFolder("crash-drop");
            await using var dropEngine = await DatabaseEngine.StartAsync(engineName, dropWork.Path);
            dropped = await JudgedAsync(dropWork, dropEngine, plans, recipients, drop, ct);
            Report.Table($"{drop:P0} of statuses lost for good: what the policy did", ["sends", "answers lost", "settled by a status", "sent again", "failed, uncertain", "still waiting", "doubled", "skipped"],
                [[Report.N(dropped.People), .. new[] { dropped.Policy.Ambiguous, dropped.Policy.Settled, dropped.Policy.Resent, dropped.Policy.Uncertain, dropped.Policy.Waiting, dropped.Doubled, dropped.Skipped }.Select(value => Report.N(value))]]);
        }

        if (json)
        {
            Report.Json(new
            {
                engine = engineName,
                rounds,
                seed,
                doubled = verdict.Doubled,
                skipped = verdict.Skipped,
                inboundLost = verdict.InboundLost,
                inboundTwice = verdict.InboundTwice,
                people = verdict.People,
                inboundAcknowledged = verdict.Inbound,
                kills = verdict.Kills,
                pointsReached = verdict.PointsReached,
                pointsMissed = verdict.PointsMissed,
                policy = verdict.Policy,
                naive = new { doubled = naive.Doubled, skipped = naive.Skipped },
                droppedStatuses = dropped is null ? null : new { share = drop, doubled = dropped.Doubled, skipped = dropped.Skipped, inboundLost = dropped.InboundLost, policy = dropped.Policy },
                machine = Machine.Describe(),
                commit = Machine.Commit(),
            });
        }

        return verdict.Doubled + verdict.Skipped + verdict.InboundLost + verdict.InboundTwice == 0 && naive.Doubled + naive.Skipped > 0 ? 0 : 1;
    }

    private static async Task<Verdict> JudgedAsync(WorkFolder work, DatabaseEngine engine, IReadOnlyList<CrashPlan> plans, int recipients, double drop, CancellationToken ct)
    {
        await using var shop = await Shop.OpenAsync(work, engine, ProductSettings.Patient, ProductSettings.ShortWaits(UtilityWait, MarketingWait, NodeLease, Pace), ct);
        using var webhooks = new SignedWebhooks(shop.Server.Credentials, 64);
        using var trickle = new Trickle(shop.Server.Credentials, Phones.Next(20));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var trickling = trickle.RunAsync(over.Token);
        var ledger = new LedgerFollower(shop.Control);
        var inbound = new InboundTraffic(webhooks, Phones.Next(20));
        var (everyone, reached, missed, kills) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal), new List<string>(), 0);
        await shop.Control.SetFaultsAsync(Faults.Rough(1, drop), ct);
        foreach (var (plan, number) in plans.Select((plan, index) => (plan, index + 1)))
        {
            var round = new CrashRound(shop, ledger, inbound, recipients);
            await round.RunAsync(number, plan, ct);
            everyone.AddRange(round.Phones);
            kills += round.Kills;
            reached.UnionWith(round.PointsReached.Select(Name));
            missed.AddRange(plan.Points.Except(round.PointsReached, StringComparer.Ordinal));
            var (doubledNow, skippedNow) = Judge.Recipients(ledger, round.Phones);
            Report.Say($"round {number}: {round.Kills} kills ({string.Join(", ", plan.Points.Select(point => round.PointsReached.Contains(point) ? point : point + " not reached").Append("random"))}), doubled {doubledNow}, skipped {skippedNow}");
        }

        // A wrong resend comes late: the faults end, what is open settles, and the longest wait passes once more before the verdict.
        await shop.Control.SetFaultsAsync(Faults.None, ct);
        await SettleAsync(shop, ct);
        await over.CancelAsync();
        await trickling;
        var whole = new LedgerFollower(shop.Control);
        await whole.CatchUpAsync(ct);
        var (doubled, skipped) = Judge.Recipients(whole, everyone);
        var (lost, twice) = await Judge.InboundAsync(shop.Api, inbound.Acknowledged, ct);
        return new Verdict(doubled, skipped, lost, twice, everyone.Count, inbound.Acknowledged.Count, kills, [.. reached.Order(StringComparer.Ordinal)], missed, await Policy.OfAsync(shop, ct));
    }

    private static async Task SettleAsync(Shop shop, CancellationToken ct)
    {
        for (var second = 0; second < 120 && await shop.Database.AmbiguousAsync(ct) > 0; second++)
        {
            await Task.Delay(1000, ct);
        }

        await Task.Delay(MarketingWait + TimeSpan.FromSeconds(5), ct);
    }

    private static string Name(string point) => point.Split(':')[0];

    private static async Task<IReadOnlyList<string>> CrashPointsAsync(WorkFolder work, CancellationToken ct)
    {
        await using var list = ChildProcess.Start(ProductSettings.Executable, ProductSettings.ListCrashPoints, work.File("crash-points.log"));
        await list.WaitForExitAsync(ct);
        return [.. list.Tail().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => !line.Contains(' ', StringComparison.Ordinal))];
    }

    private static double Share(string? text) => text is null ? 0
        : text.EndsWith('%') ? double.Parse(text.AsSpan(0, text.Length - 1), System.Globalization.CultureInfo.InvariantCulture) / 100
        : double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static string[] Row(Verdict verdict, int rounds) =>
    [
        Report.N(rounds), Report.N(verdict.Kills), Report.N(verdict.PointsReached.Count), Report.N(verdict.People), Report.N(verdict.Doubled), Report.N(verdict.Skipped),
        Report.N(verdict.Inbound), Report.N(verdict.InboundLost), Report.N(verdict.InboundTwice),
    ];

    private sealed record Verdict(int Doubled, int Skipped, int InboundLost, int InboundTwice, int People, int Inbound, int Kills, IReadOnlyList<string> PointsReached, IReadOnlyList<string> PointsMissed, Policy Policy);
}
