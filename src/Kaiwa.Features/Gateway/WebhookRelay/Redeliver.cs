using System.Globalization;
using Kaiwa.Core.Lanes;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>Somebody wants something again: one event, a dead letter, or a stretch of time.</summary>
internal sealed class Redeliver(RelayEventStore events, HeldStore held, DeadLetterStore dead, ReplayStore replays, AuditLog audit, Database database, ILanes lanes, TimeProvider time)
{
    public async Task<Result<bool>> HandleAsync(Actor actor, RelaySubscription subscription, Redelivery what, CancellationToken ct) => what switch
    {
        { Event: { } id, DeadLetter: null, From: null, To: null } => await EventAsync(actor, subscription, id, ct),
        { Event: null, DeadLetter: { } letter, From: null, To: null } => await LetterAsync(actor, subscription, letter, ct),
        { Event: null, DeadLetter: null, From: { } from, To: { } to } when from < to => await RangeAsync(actor, subscription, from, to, ct),
        _ => RelayProblems.RangeWrong,
    };

    private async Task<Result<bool>> EventAsync(Actor actor, RelaySubscription subscription, string id, CancellationToken ct)
    {
        if (!long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seq) || await events.FindAsync(subscription.WorkspaceId, seq, ct) is not { } news)
        {
            return RelayProblems.EventNotFound;
        }

        var now = time.GetUtcNow();
        return await DoAsync(actor, subscription, id, unit => HoldAsync(unit, subscription, new HeldEvent { Conversation = news.Conversation, Seq = seq, Due = now, HeldAt = now }), ct);
    }

    private async Task<Result<bool>> LetterAsync(Actor actor, RelaySubscription subscription, string text, CancellationToken ct)
    {
        if (!Id<DeadLetter>.TryParse(text, CultureInfo.InvariantCulture, out var id) || await dead.FindAsync(subscription, id, ct) is not { } letter)
        {
            return RelayProblems.EventNotFound;
        }

        return await DoAsync(
            actor,
            subscription,
            id.ToString(),
            async unit =>
            {
                if (!await dead.DeleteAsync(unit, subscription, id))
                {
                    return;
                }

                var now = time.GetUtcNow();
                if (letter.Conversation is not { } conversation)
                {
                    await replays.AddAsync(unit, subscription, letter.FirstSeq, letter.LastSeq, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue);
                }
                else
                {
                    await HoldAsync(unit, subscription, new HeldEvent { Conversation = conversation, Seq = letter.FirstSeq, Due = now, HeldAt = now, Raw = letter.Raw });
                }
            },
            ct);
    }

    private async Task<Result<bool>> RangeAsync(Actor actor, RelaySubscription subscription, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        // A commit gathers for less than a second; the margin is for one that was slow.
        var first = await events.SeqAtAsync(from - TimeSpan.FromMinutes(1), ct);
        var last = Math.Min(await events.SeqAtAsync(to + TimeSpan.FromMinutes(1), ct) - 1, await events.SettledAsync(0, ct));
        return last < first
            ? true
            : await DoAsync(actor, subscription, $"{from:O}/{to:O}", unit => replays.AddAsync(unit, subscription, first, last, from, to), ct);
    }

    private async Task HoldAsync(UnitOfWork unit, RelaySubscription subscription, HeldEvent one)
    {
        if (one.Raw is null)
        {
            await held.AddAsync(unit, subscription, [one]);
        }
        else
        {
            await held.AddOwnAsync(unit, subscription, one);
        }

        await held.HurryAsync(unit, subscription, one.Conversation);
    }

    private async Task<Result<bool>> DoAsync(Actor actor, RelaySubscription subscription, string what, Func<UnitOfWork, Task> write, CancellationToken ct)
    {
        await database.InTransactionAsync(
            async unit =>
            {
                await write(unit);
                await audit.WriteAsync(unit, actor, "webhook.redelivered", subscription.Id.ToString(), what);
                unit.AfterCommit(() =>
                {
                    lanes.Ring(RetryHeld.KeyOf(subscription.Id));
                    lanes.Ring(RunReplay.KeyOf(subscription.Id));
                });
            },
            ct: ct);
        return true;
    }
}
