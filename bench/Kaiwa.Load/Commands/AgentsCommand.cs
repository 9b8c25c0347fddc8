using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Kaiwa.Load.Circuits;
using Kaiwa.Load.Measuring;
using Kaiwa.Load.Processes;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Commands;

/// <summary>Many agents look at the inbox while customers write: how long from a webhook to the screens that show its words, and what an open screen costs.</summary>
internal static class AgentsCommand
{
    private static readonly byte[] Sign = "Zq"u8.ToArray();

    public static Command Create()
    {
        var engine = Options.Engine();
        var pages = new Option<int>("--pages") { Description = "Of them in real Chromium; the others speak Blazor's protocol alone.", DefaultValueFactory = _ => 4 };
        var warm = new Option<int>("--warm") { Description = "Seconds before that are not counted.", DefaultValueFactory = _ => 15 };
        var agents = new Option<int>("--agents") { Description = "Open screens; every other one has a conversation open.", DefaultValueFactory = _ => 100 };
        var rate = new Option<int>("--rate") { Description = "Customers' messages a second.", DefaultValueFactory = _ => 200 };
        var seconds = new Option<int>("--seconds") { Description = "How long.", DefaultValueFactory = _ => 30 };
        var customers = new Option<int>("--customers") { Description = "Customers who write in turn.", DefaultValueFactory = _ => 1000 };
        var json = Options.Json();
        var command = new Command("agents", "Agents' screens while customers write: webhook to render batch, memory a screen, CPU.") { engine, agents, pages, rate, warm, seconds, customers, json };
        command.SetAction((parsed, ct) => RunAsync(
            new Wish(parsed.GetValue(engine)!, parsed.GetValue(agents), Math.Min(parsed.GetValue(agents), parsed.GetValue(pages)), parsed.GetValue(rate), parsed.GetValue(warm), parsed.GetValue(seconds), parsed.GetValue(customers), parsed.GetValue(json)), ct));
        return command;
    }

    /// <param name="Engine">sqlite or postgres.</param>
    /// <param name="Agents">Open screens.</param>
    /// <param name="Pages">Of them in a browser.</param>
    /// <param name="Rate">Messages a second.</param>
    /// <param name="Warm">Seconds that are not counted.</param>
    /// <param name="Seconds">Seconds that are.</param>
    /// <param name="Customers">Who write in turn.</param>
    /// <param name="Json">For machines.</param>
    private sealed record Wish(string Engine, int Agents, int Pages, int Rate, int Warm, int Seconds, int Customers, bool Json)
    {
        public int NotCounted => Rate * Warm;
    }

    private static async Task<int> RunAsync(Wish wish, CancellationToken ct)
    {
        using var work = new WorkFolder("agents");
        await using var engine = await DatabaseEngine.StartAsync(wish.Engine, work.Path);
        await using var shop = await Shop.OpenAsync(work, engine, ProductSettings.Prompt, ProductSettings.None, ct);
        using var webhooks = new SignedWebhooks(shop.Server.Credentials, 64);
        for (var i = 0; i < wish.Customers; i++)
        {
            await webhooks.PostAsync(webhooks.Text($"wamid.FIRST{i:D8}", Phone(i), "Hello", DateTimeOffset.UtcNow.ToUnixTimeSeconds()), ct);
        }

        var conversations = new List<string>();
        while (conversations.Count < Math.Min(wish.Customers, 200))
        {
            conversations = (await shop.Api.GetAsync("conversations?limit=200", ct))["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()).ToList();
        }

        var sent = new long[wish.Rate * (wish.Warm + wish.Seconds)];
        string Path(int i) => i % 2 == 0 ? "/inbox" : "/inbox/" + conversations[i % conversations.Count];
        var screens = new List<Screen>();
        var idle = CpuMeter.ResidentMiB(shop.Server.Id);
        var (http, cookie) = await ConsoleSession.SignInAsync(shop.Server.Credentials, ct);
        http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        try
        {
            for (var i = wish.Pages; i < wish.Agents; i++)
            {
                var screen = new Screen(sent);
                screen.Circuit = await Circuit.OpenAsync(http, cookie, new Uri(shop.Server.Credentials.ConsoleUrl!, Path(i)), screen.Look, ct);
                screens.Add(screen);
            }

            await using var pages = await RealPages.OpenAsync(wish.Pages, shop.Server.Credentials.ConsoleUrl!, cookie, Path);

            await Task.Delay(2000, ct);
            var open = CpuMeter.ResidentMiB(shop.Server.Id);
            Report.Say($"{wish.Agents} screens open, {wish.Pages} of them in Chromium, {Report.N((open - idle) / wish.Agents, 2)} MiB a screen; now {wish.Rate} messages a second for {wish.Warm} and {wish.Seconds} s");
            var acknowledged = new Latencies();
            var start = DateTimeOffset.UtcNow;
            var cpu = 0.0;
            await WriteAsync(webhooks, sent, wish, acknowledged, () => cpu = CpuMeter.Seconds(shop.Server.Id), ct);
            cpu = (CpuMeter.Seconds(shop.Server.Id) - cpu) / wish.Seconds;
            await Task.Delay(3000, ct);
            return Tell(wish, screens, Shown(screens, wish), InPages(await pages.SeenAsync(), start, wish), acknowledged, cpu, (open - idle) / wish.Agents, CpuMeter.ResidentMiB(shop.Server.Id));
        }
        finally
        {
            foreach (var screen in screens)
            {
                await screen.Circuit!.DisposeAsync();
            }

            http.Dispose();
        }
    }

    private static Latencies Shown(List<Screen> screens, Wish wish)
    {
        var shown = new Latencies();
        foreach (var ticks in screens.SelectMany(screen => screen.SeenSince(wish.NotCounted)))
        {
            shown.Add(ticks);
        }

        return shown;
    }

    // Message i was due so long after the start.
    private static Latencies InPages(IEnumerable<IReadOnlyDictionary<string, double>> pages, DateTimeOffset start, Wish wish)
    {
        var shown = new Latencies();
        foreach (var (number, at) in pages.SelectMany(page => page))
        {
            var index = int.Parse(number, CultureInfo.InvariantCulture);
            if (index >= wish.NotCounted)
            {
                var due = start.ToUnixTimeMilliseconds() + (index * 1000.0 / wish.Rate);
                shown.Add((long)((at - due) / 1000 * Stopwatch.Frequency));
            }
        }

        return shown;
    }

    private static int Tell(Wish wish, List<Screen> screens, Latencies shown, Latencies inPages, Latencies acknowledged, double cpu, double screenMiB, double serverMiB)
    {
        var ended = screens.Count(screen => screen.Circuit!.Problem is not null);
        var share = 100.0 * shown.Count / ((double)wish.Rate * wish.Seconds * Math.Max(1, screens.Count));
        Report.Table($"{wish.Agents} agents, {wish.Rate} messages a second for {wish.Seconds} s on {wish.Engine}",
            ["shown p50 ms", "p95 ms", "max ms", "shown %", "in Chromium p50 ms", "p95 ms", "acknowledged p95 ms", "CPU cores", "MiB a screen", "server MiB", "batches/s a screen", "kB a batch", "ended"],
            [[Report.N(shown.P(0.5)), Report.N(shown.P(0.95)), Report.N(shown.MaxMs), Report.N(share, 1), Report.N(inPages.P(0.5)), Report.N(inPages.P(0.95)), Report.N(acknowledged.P(0.95), 1), Report.N(cpu, 2), Report.N(screenMiB, 2), Report.N(serverMiB),
                Report.N(screens.Average(screen => screen.Circuit!.Batches) / (wish.Warm + wish.Seconds), 1), Report.N(screens.Sum(screen => screen.Circuit!.Bytes) / 1024.0 / Math.Max(1, screens.Sum(screen => screen.Circuit!.Batches)), 1), Report.N(ended)]]);
        if (wish.Json)
        {
            Report.Json(new
            {
                engine = wish.Engine,
                agents = wish.Agents,
                pages = wish.Pages,
                rate = wish.Rate,
                warm = wish.Warm,
                seconds = wish.Seconds,
                shownP50Ms = Math.Round(shown.P(0.5)),
                shownP95Ms = Math.Round(shown.P(0.95)),
                shownMaxMs = Math.Round(shown.MaxMs),
                shownPercent = Math.Round(share, 1),
                pagesP50Ms = Math.Round(inPages.P(0.5)),
                pagesP95Ms = Math.Round(inPages.P(0.95)),
                acknowledgedP95Ms = Math.Round(acknowledged.P(0.95), 1),
                cpuCores = Math.Round(cpu, 2),
                screenMiB = Math.Round(screenMiB, 2),
                serverMiB = Math.Round(serverMiB),
                ended,
                machine = Machine.Describe(),
                commit = Machine.Commit(),
            });
        }

        return ended == 0 ? 0 : 1;
    }

    // Open loop: each message has its moment, whatever the answers do.
    private static async Task WriteAsync(SignedWebhooks webhooks, long[] sent, Wish wish, Latencies acknowledged, Action onWarm, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        var posts = new List<Task>();
        for (var i = 0; i < sent.Length; i++)
        {
            var scheduled = start + (long)(i * (double)Stopwatch.Frequency / wish.Rate);
            while (Stopwatch.GetTimestamp() < scheduled)
            {
                await Task.Delay(1, ct);
            }

            if (i == wish.NotCounted)
            {
                onWarm();
            }

            sent[i] = scheduled;
            var counts = i >= wish.NotCounted;
            var body = webhooks.Text($"wamid.AGENT{i:D8}", Phone(i % wish.Customers), string.Create(CultureInfo.InvariantCulture, $"Is tea Zq{i:D6} there?"), DateTimeOffset.UtcNow.ToUnixTimeSeconds());
            posts.Add(Task.Run(async () =>
            {
                await webhooks.PostAsync(body, ct);
                if (counts)
                {
                    acknowledged.Add(Stopwatch.GetTimestamp() - scheduled);
                }
            }, ct));
        }

        await Task.WhenAll(posts);
    }

    private static string Phone(int i) => string.Create(CultureInfo.InvariantCulture, $"62812{i:D8}");

    /// <summary>Looks for the words of messages in what is drawn.</summary>
    private sealed class Screen(long[] sent)
    {
        private readonly long[] seen = new long[sent.Length];

        public Circuit? Circuit { get; set; }

        public IEnumerable<long> SeenSince(int index) => seen.Skip(index).Where(ticks => ticks > 0);

        public void Look(ReadOnlyMemory<byte> batch)
        {
            var now = Stopwatch.GetTimestamp();
            var rest = batch.Span;
            while (rest.IndexOf(Sign) is var at and >= 0 && at + 8 <= rest.Length)
            {
                if (int.TryParse(rest.Slice(at + 2, 6), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < sent.Length && seen[index] == 0 && sent[index] > 0)
                {
                    seen[index] = Math.Max(1, now - sent[index]);
                }

                rest = rest[(at + 2)..];
            }
        }
    }
}
