using System.Globalization;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Features.Audiences;
using Kaiwa.Features.Broadcasts;
using Kaiwa.Simulator;
using Spectre.Console;

namespace Kaiwa.Server.Demo;

/// <summary>One broadcast from import to verdict, drawn on the terminal.</summary>
internal sealed class Demonstration(KaiwaServer server)
{
    private const string Template = "spring_sale";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly IBroadcasts broadcasts = server.Services.GetRequiredService<IBroadcasts>();
    private readonly ISimulator simulator = server.Services.GetRequiredService<ISimulator>();
    private readonly DemoShop shop = server.Shop ?? throw new InvalidOperationException("There is no demo shop.");

    /// <summary>True when the ledger says that each phone saw exactly one message.</summary>
    public async Task<bool> RunAsync(int recipients, CancellationToken ct)
    {
        var since = simulator.Clock.GetUtcNow();
        await simulator.SetShoppersAsync(new ShopperPlan(), ct);
        var tag = "demonstration-" + since.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        using (var csv = DemoContacts.Recipients(recipients, tag))
        {
            var report = Good(await server.Services.GetRequiredService<IAudiences>().ImportAsync(shop.Actor, csv, new ImportOptions { Name = "Demonstration" }, ct));
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{report.Rows:N0} people imported, {report.ErrorCount:N0} rows refused.");
        }

        var id = Good(await broadcasts.CreateAsync(shop.Actor, new NewBroadcast
        {
            Name = "Spring tea",
            TemplateName = Template,
            Language = "en_US",
            Variables = new Dictionary<string, string>(StringComparer.Ordinal) { ["first_name"] = "{{ contact.first_name | default: \"there\" }}", ["discount"] = "15%" },
            Audience = new Audience.Tag(tag),
        }, ct));
        Good(await broadcasts.StartAsync(shop.Actor, id, ct));
        var started = simulator.Clock.GetTimestamp();
        var view = await WatchAsync(id, recipients, ct);
        var took = simulator.Clock.GetElapsedTime(started);
        var ledger = await SettleAsync(since, view.Total, ct);
        WriteVerdict(recipients, view, ledger, took);
        return view.State == BroadcastState.Done && ledger.Shown + ledger.Failed == view.Total && ledger.PhonesReached + ledger.Failed == view.Total && ledger.PhonesWithMore == 0 && ledger.Doubled == 0 && view.Total > 0
            && view.Total + view.Excluded.Sum(excluded => excluded.Count) == recipients;
    }

    private async Task<BroadcastView> WatchAsync(Id<Broadcast> id, int recipients, CancellationToken ct)
    {
        BroadcastView? view = null;
        await AnsiConsole.Progress()
            .AutoClear(false)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn(Spinner.Known.Line))
            .StartAsync(async progress =>
            {
                var sent = progress.AddTask("Accepted", maxValue: recipients);
                var delivered = progress.AddTask("Delivered", maxValue: recipients);
                var lastMove = simulator.Clock.GetTimestamp();
                long moved = -1;
                while (true)
                {
                    view = Good(await broadcasts.OpenAsync(shop.Actor, id, ct));
                    var funnel = view.Funnel;
                    var gone = funnel.Accepted + funnel.Failed;
                    sent.MaxValue = delivered.MaxValue = Math.Max(1, view.State == BroadcastState.Freezing ? recipients : view.Total);
                    (sent.Value, delivered.Value) = (gone, funnel.Delivered + funnel.Failed);
                    if (gone + funnel.Delivered > moved)
                    {
                        (moved, lastMove) = (gone + funnel.Delivered, simulator.Clock.GetTimestamp());
                    }

                    var over = view.State is BroadcastState.Done or BroadcastState.Failed or BroadcastState.Cancelled;
                    if ((over && funnel.Delivered + funnel.Failed >= view.Total) || simulator.Clock.GetElapsedTime(lastMove) > Patience || view.State == BroadcastState.Paused)
                    {
                        return;
                    }

                    await Task.Delay(TimeSpan.FromMilliseconds(200), simulator.Clock, ct);
                }
            });
        return view!;
    }

    /// <summary>The ledger's count once every message of the broadcast has been shown or has failed.</summary>
    private async Task<LedgerSummary> SettleAsync(DateTimeOffset since, long people, CancellationToken ct)
    {
        var query = new LedgerQuery { Since = since, Template = Template };
        var until = simulator.Clock.GetTimestamp() + (long)(30 * (double)simulator.Clock.TimestampFrequency);
        while (true)
        {
            var ledger = await simulator.LedgerAsync(query, ct);
            if (ledger.Shown + ledger.Failed >= people || simulator.Clock.GetTimestamp() > until)
            {
                return ledger;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), simulator.Clock, ct);
        }
    }

    private static void WriteVerdict(int recipients, BroadcastView view, LedgerSummary ledger, TimeSpan took)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("What the phones say").AddColumn(new TableColumn("People").RightAligned());
        void Row(string what, long count) => table.AddRow(new Text(what), new Text(count.ToString("N0", CultureInfo.InvariantCulture)));
        Row("Asked for", recipients);
        Row("Written to", view.Total);
        Row("Saw exactly one message", ledger.PhonesWithOne);
        Row("Saw more than one", ledger.PhonesWithMore);
        Row("Saw none, because it failed", ledger.Failed);
        Row("Were skipped", Math.Max(0, view.Total - ledger.PhonesReached - ledger.Failed));
        Row("Have read it so far", ledger.Read);
        Row("Have answered so far", view.Funnel.Replied);
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"State: {view.State}. {took.TotalSeconds:N1} s from start to the last delivery, {view.Total / Math.Max(0.001, took.TotalSeconds):N0} people a second.");
    }

    private static T Good<T>(Result<T> result) => result.IsOk ? result.Value : throw new CommandException(result.Problem!.Sentence());
}
