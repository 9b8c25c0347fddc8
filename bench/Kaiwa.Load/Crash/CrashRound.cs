using System.Globalization;
using System.Net.Sockets;
using Kaiwa.Load.Measuring;
using Kaiwa.Load.Product;

namespace Kaiwa.Load.Crash;

/// <summary>One round: broadcasts one into the other, utility and marketing, and inbound traffic, during which the server dies and comes back.</summary>
internal sealed class CrashRound(Shop shop, LedgerFollower ledger, InboundTraffic inbound, int recipients)
{
    private const int BroadcastCount = 4;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(150);

    private readonly List<string> broadcasts = [];

    public int Kills { get; private set; }

    /// <summary>The labelled points that fired.</summary>
    public List<string> PointsReached { get; } = [];

    public List<string> Phones { get; } = [];

    public async Task RunAsync(int round, CrashPlan plan, CancellationToken ct)
    {
        for (var number = 0; number < BroadcastCount; number++)
        {
            var template = number % 2 == 0 ? BroadcastTemplate.Utility : BroadcastTemplate.Marketing;
            var tag = string.Create(CultureInfo.InvariantCulture, $"round-{round}-{number}");
            var phones = Product.Phones.Next(recipients / BroadcastCount);
            Phones.AddRange(phones);
            await shop.Api.ImportContactsAsync(tag, phones, ct);
            broadcasts.Add(await shop.Api.CreateBroadcastAsync(tag, tag, template, ct));
        }

        // Armed from here on: the point may fire while it starts, while the audience is frozen, or in the middle of sending.
        await shop.KillServerAsync();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var supervising = SuperviseAsync(plan, done.Token, ct);
        var writing = inbound.RunAsync(done.Token, ct);
        var starting = StartBroadcastsAsync(supervising, ct);
        var since = TimeProvider.System.GetTimestamp();
        var reached = -1;
        while (ledger.Reached(Phones) is var now && now < Phones.Count && !supervising.IsFaulted)
        {
            if (now != reached)
            {
                (reached, since) = (now, TimeProvider.System.GetTimestamp());
            }
            else if (TimeProvider.System.GetElapsedTime(since) > Patience)
            {
                Report.Say($"round {round}: nobody new was reached for {Patience.TotalSeconds} s; {Phones.Count - now} people are missing");
                break;
            }

            await Task.Delay(50, ct);
            await ledger.CatchUpAsync(ct);
        }

        await done.CancelAsync();
        await supervising;
        await starting;
        await writing;
    }

    /// <summary>Each broadcast begins when half of the one before is out.</summary>
    private async Task StartBroadcastsAsync(Task supervising, CancellationToken ct)
    {
        for (var number = 0; number < broadcasts.Count; number++)
        {
            while (ledger.Reached(Phones) < (number - 0.5) * recipients / BroadcastCount && !supervising.IsCompleted)
            {
                await Task.Delay(20, ct);
            }

            await StartBroadcastAsync(broadcasts[number], ct);
        }
    }

    private async Task SuperviseAsync(CrashPlan plan, CancellationToken done, CancellationToken ct)
    {
        var points = new Queue<string>(plan.Points);
        var killAt = (int)(plan.KillAtShare * Phones.Count);
        var killed = false;
        await StartArmedAsync(points, ct);
        while (!done.IsCancellationRequested)
        {
            if (shop.Server.HasExited)
            {
                Fire(points);
                await shop.KillServerAsync();
                await StartArmedAsync(points, ct);
            }
            else if (!killed && ledger.Reached(Phones) >= killAt)
            {
                killed = true;
                Kills++;
                await shop.KillServerAsync();
                await StartArmedAsync(points, ct);
            }

            await Task.Delay(5, ct);
        }
    }

    /// <summary>Starts the server with the first point armed; one that fires before the server is ready has fired too.</summary>
    private async Task StartArmedAsync(Queue<string> points, CancellationToken ct)
    {
        while (!await shop.StartServerAsync(points.TryPeek(out var point) ? point : null, ct))
        {
            Fire(points);
        }
    }

    private void Fire(Queue<string> points)
    {
        Kills++;
        PointsReached.Add(points.TryDequeue(out var point) ? point : throw new InvalidOperationException($"The server ended by itself. Its log says why: {shop.LogFile} (kept with KAIWA_BENCH_KEEP=1)."));
    }

    /// <summary>The server may die before, while and after it takes the order: ask until it says that the broadcast has left its draft.</summary>
    private async Task StartBroadcastAsync(string broadcast, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                if (!KaiwaApi.IsDraft(await shop.Api.BroadcastStateAsync(broadcast, ct)))
                {
                    return;
                }

                await shop.Api.MoveBroadcastAsync(broadcast, "start", ct);
            }
            catch (Exception cause) when (cause is HttpRequestException or SocketException or InvalidOperationException or ObjectDisposedException or TaskCanceledException && !ct.IsCancellationRequested)
            {
                await Task.Delay(100, ct);
            }
        }
    }
}
