using System.Collections.Concurrent;
using System.Globalization;
using Kaiwa.Simulator.Api;
using Kaiwa.Simulator.Delivery;
using Kaiwa.Simulator.Faults;
using Kaiwa.Simulator.Flows;
using Kaiwa.Simulator.Groups;
using Kaiwa.Simulator.OnPremises;
using Kaiwa.Simulator.Rules;
using Kaiwa.Simulator.Shoppers;
using Kaiwa.Simulator.Storage;
using Kaiwa.Simulator.Truth;
using Kaiwa.Simulator.Webhooks;
using Kaiwa.Simulator.World;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Kaiwa.Simulator;

/// <summary>The parts of one simulator and their life: open the data file, take up what was unfinished, run, close.</summary>
internal sealed class Platform : IHostedService, IDisposable
{
    private readonly ConcurrentDictionary<int, long> refusals = new();
    private long lastSeq;
    private long lastNoticeId;
    private bool started;

    public Platform(SimulatorOptions options, SimulatedClock clock, ILoggerFactory loggers)
    {
        Options = options;
        Clock = clock;
        Meta = new SimulatedMeta(options);
        Database = new SimulatorDatabase(options.DataFile);
        Settings = new SettingsStore(Database);
        Writer = new LedgerWriter(Database);
        Wamids = new WamidCodec(Settings.Salt());
        Json = new WebhookJson(Phones, Wamids, options.WebhookVersion);
        Sender = new WebhookSender(options, Scheduler, clock, loggers.CreateLogger<WebhookSender>());
        Notes = new LedgerNotes(Writer, Json);
        Courier = new Courier(options, Scheduler, Sender, Writer, Notes, Phones, clock, new WebhookBatcher(Sender, Scheduler, Notes));
        Rules = new SendRules(options, Phones, Conversations);
        Media = new MediaStore(Database, Writer);
        Documents = new DocumentStore(Database, Writer);
        Catalogues = new Catalogues(Documents);
        Flows = new FlowStore(Documents);
        FlowDesk = new FlowDesk(this);
        Groups = new GroupDesk(this);
        Ledger = new Ledger(this);
        Inbound = new InboundDesk(this);
        Review = new TemplateReview(this);
        Quality = new QualityWatch(this);
        OnPremises = new OnPremisesClients(this);
        Shoppers = new ShopperCrowd(this, loggers.CreateLogger<ShopperCrowd>());
        Courier.Shown = Shoppers.Shown;
    }

    public SimulatorOptions Options { get; }
    public SimulatedClock Clock { get; }
    public SimulatedMeta Meta { get; }
    public Phones Phones { get; } = new();
    public Conversations Conversations { get; } = new();
    public Scheduler Scheduler { get; } = new();
    public SimulatorDatabase Database { get; }
    public SettingsStore Settings { get; }
    public LedgerWriter Writer { get; }
    public WamidCodec Wamids { get; }
    public WebhookJson Json { get; }
    public WebhookSender Sender { get; }
    public LedgerNotes Notes { get; }
    public Courier Courier { get; }
    public SendRules Rules { get; }
    public MediaStore Media { get; }
    public DocumentStore Documents { get; }
    public Catalogues Catalogues { get; }
    public FlowStore Flows { get; }
    public FlowDesk FlowDesk { get; }
    public GroupDesk Groups { get; }
    public Ledger Ledger { get; }
    public InboundDesk Inbound { get; }
    public TemplateReview Review { get; }
    public QualityWatch Quality { get; }
    public OnPremisesClients OnPremises { get; }
    public ShopperCrowd Shoppers { get; }

    public IReadOnlyDictionary<int, long> Refusals => refusals;

    public long NextSeq() => Interlocked.Increment(ref lastSeq);

    public void CountRefusal(int code) => refusals.AddOrUpdate(code, 1, static (_, count) => count + 1);

    public async Task StartAsync(CancellationToken ct)
    {
        if (started)
        {
            return;
        }

        started = true;
        Writer.Start();
        Scheduler.Start();
        Clock.Restore(Settings.ClockOffset());
        lastSeq = Recovery.LastSeq(Database);
        foreach (var (code, count) in Settings.Refusals())
        {
            refusals[code] = count;
        }

        Documents.Load();
        Meta.Restore(Documents);
        OnPremises.Restore();
        foreach (var account in Meta.Accounts)
        {
            await Flows.PlantAsync(account.Id, account.SeedFlows);
        }

        Catalogues.Restore(Meta);
        Settings.LoadPhones(Phones);
        Settings.LoadTemplates(Meta);
        Review.Resume();
        Recovery.Resume(this);
        lastNoticeId = Recovery.ResumeNotices(this);
        Quality.Start();
        Scheduler.After(1000, new RefusalFlush(this));
        Scheduler.After(1500, new Handshake(this));
        if (Options.ShoppersOn)
        {
            await Shoppers.SetAsync(new ShopperPlan());
        }
    }

    public async Task StopAsync(CancellationToken ct)
    {
        if (started)
        {
            await SaveRefusalsAsync();
        }
    }

    /// <summary>Tells the business something that is no message: an entry of any field, kept until it is acknowledged.</summary>
    public async Task TellAsync(string accountId, string field, string valueJson, bool withTime)
    {
        if (Meta.Account(accountId) is { Subscribed: false })
        {
            return;
        }

        var time = withTime ? string.Create(CultureInfo.InvariantCulture, $"\"time\":{Clock.NowMs / 1000},") : "";
        var entry = $"{{\"id\":\"{accountId}\",{time}\"changes\":[{{\"value\":{valueJson},\"field\":\"{field}\"}}]}}";
        var id = Interlocked.Increment(ref lastNoticeId);
        await Writer.WriteAsync(c => SimulatorDatabase.Execute(c, "INSERT INTO notice (id, body) VALUES ($id, $body)", ("$id", id), ("$body", entry)));
        Courier.Dispatch(new EntryNotice(id, System.Text.Encoding.UTF8.GetBytes(entry), Notes) { Sender = Sender });
    }

    /// <summary>Sets or lifts the faults.</summary>
    public void SetFaults(FaultPlan? plan) => Courier.Faults = plan is null ? null : new FaultDice(plan);

    /// <summary>Forgets every message, phone and refusal; templates and media stay.</summary>
    public async Task ResetAsync()
    {
        SetFaults(null);
        Scheduler.Clear();
        Scheduler.After(1000, new RefusalFlush(this));
        Quality.Watch();
        Review.Resume();
        await Quality.ForgetAsync();
        OnPremises.Clear();
        Sender.Clear();
        Courier.Clear();
        Phones.Clear();
        Conversations.Clear();
        FlowDesk.Clear();
        refusals.Clear();
        foreach (var account in Meta.Accounts)
        {
            account.Portfolio.Limit.Clear();
        }

        await Writer.FlushAsync();
        await Writer.WriteAsync(c => SimulatorDatabase.Execute(c, "DELETE FROM message; DELETE FROM phone; DELETE FROM notice; DELETE FROM refusal"));
        Sender.Statistics.Reset();
    }

    public void Dispose()
    {
        FlowDesk.Dispose();
        OnPremises.Dispose();
        Groups.Dispose();
        Sender.Dispose();
        Scheduler.Dispose();
        Writer.Dispose();
        Quality.Dispose();
    }

    private Task SaveRefusalsAsync()
    {
        var counts = refusals.ToArray();
        return counts.Length == 0 ? Task.CompletedTask : Writer.WriteAsync(c => SettingsStore.SaveRefusals(c, counts));
    }

    /// <summary>Greets a webhook URL that came with the options, once its owner has had time to start; a failure is only logged.</summary>
    private sealed class Handshake(Platform platform) : IDue
    {
        public void Fire(int tag)
        {
            if (platform.Options.WebhookUrl is { } url)
            {
                _ = platform.Sender.VerifyAsync(url, platform.Options.VerifyToken, CancellationToken.None);
            }
        }
    }

    private sealed class RefusalFlush(Platform platform) : IDue
    {
        private long saved = -1;

        public void Fire(int tag)
        {
            var total = platform.refusals.Values.Sum();
            if (total != saved)
            {
                saved = total;
                _ = platform.SaveRefusalsAsync();
            }

            platform.Scheduler.After(1000, this);
        }
    }
}
