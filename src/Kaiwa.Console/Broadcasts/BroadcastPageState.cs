using Kaiwa.Console.Shell;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Features.Broadcasts;

namespace Kaiwa.Console.Broadcasts;

/// <summary>One broadcast as it runs: what may be done with it, the bar by state and the steps of the funnel.</summary>
public sealed class BroadcastPageState(IBroadcasts broadcasts, Session session)
{
    public BroadcastView? View { get; private set; }

    public Problem? Problem { get; private set; }

    public bool CanPause => View?.State is BroadcastState.Running or BroadcastState.Freezing;

    public bool CanResume => View?.State is BroadcastState.Paused;

    public bool CanStart => View?.State is BroadcastState.Draft or BroadcastState.Scheduled;

    public bool CanCancel => CanPause || CanResume || CanStart;

    public bool IsOver => View?.State is BroadcastState.Done or BroadcastState.Cancelled or BroadcastState.Failed;

    public bool IsMoving => View is { State: BroadcastState.Running or BroadcastState.Freezing or BroadcastState.Scheduled };

    public async Task OpenAsync(Id<Broadcast> id)
    {
        var opened = await broadcasts.OpenAsync(await session.ActorAsync(), id);
        (View, Problem) = opened.IsOk ? (opened.Value, null) : (View, opened.Problem);
    }

    public Task<Problem?> StartAsync() => DoAsync(broadcasts.StartAsync);

    public Task<Problem?> PauseAsync() => DoAsync(broadcasts.PauseAsync);

    public Task<Problem?> ResumeAsync() => DoAsync(broadcasts.ResumeAsync);

    public Task<Problem?> CancelAsync() => DoAsync(broadcasts.CancelAsync);

    /// <summary>Every recipient once, by what their message is doing now: the bar.</summary>
    public IReadOnlyList<Part> Parts()
    {
        if (View is not { Total: > 0 } view)
        {
            return [];
        }

        var funnel = view.Funnel;
        var left = view.Total;
        var parts = new List<Part>();
        Take("read", funnel.Read);
        Take("delivered", funnel.Delivered - funnel.Read);
        Take("failed", funnel.Failed);
        Take("expired", funnel.Expired + funnel.Cancelled);
        Take("sent", funnel.Sent - funnel.Delivered);
        Take("accepted", funnel.Accepted - funnel.Sent);
        Take("ambiguous", funnel.Ambiguous);
        Take("sending", funnel.Sending);
        Take("held", funnel.Held);
        Take("queued", left);
        string[] order = ["read", "delivered", "sent", "accepted", "sending", "ambiguous", "held", "queued", "failed", "expired"];
        return [.. parts.OrderBy(part => Array.IndexOf(order, part.State))];

        void Take(string state, long count)
        {
            var taken = Math.Clamp(count, 0, left);
            left -= taken;
            if (taken > 0)
            {
                parts.Add(new Part(state, taken));
            }
        }
    }

    /// <summary>Messages that will not change from waiting to sent any more.</summary>
    public long Settled => View is null ? 0 : View.Total - Parts().Where(part => part.State is "queued" or "held" or "sending" or "ambiguous").Sum(part => part.Count);

    /// <summary>How many came at least that far.</summary>
    public IReadOnlyList<Part> Steps()
    {
        if (View is not { } view)
        {
            return [];
        }

        var funnel = view.Funnel;
        var attempted = Math.Max(funnel.Accepted, view.Total - funnel.Queued - funnel.Held - funnel.Expired - funnel.Cancelled);
        return
        [
            new("attempted", Math.Max(0, attempted)),
            new("sent", funnel.Sent),
            new("delivered", funnel.Delivered),
            new("read", funnel.Read),
            new("replied", funnel.Replied),
        ];
    }

    private async Task<Problem?> DoAsync(Func<Core.Workspaces.Actor, Id<Broadcast>, CancellationToken, Task<Result<bool>>> action)
    {
        if (View is null)
        {
            return null;
        }

        var done = await action(await session.ActorAsync(), View.Id, CancellationToken.None);
        await OpenAsync(View.Id);
        return done.Problem;
    }

    public sealed record Part(string State, long Count);
}
