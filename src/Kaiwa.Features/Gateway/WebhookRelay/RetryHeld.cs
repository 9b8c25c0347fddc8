using Kaiwa.Core.Lanes;
using Kaiwa.Core.Storage;
using Microsoft.Extensions.Options;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>The second lane of a receiver: conversations that stopped are tried again, in their order, beside the news of the others.</summary>
internal sealed class RetryHeld(
    SubscriptionStore subscriptions, HeldStore held, DeadLetterStore dead, RelayEventStore events, RelayForms forms, ReceiverClient client, Database database, ILanes lanes, TimeProvider time, IOptions<WebhookRelayOptions> options)
    : ILaneWork
{
    public const string LaneKind = "relay-held";
    private const int MostOfOne = 50;

    public string Kind => LaneKind;

    public static string KeyOf(Id<RelaySubscription> id) => $"{LaneKind}:{id}";

    public async Task RunAsync(string id, CancellationToken ct)
    {
        if (await subscriptions.FindAsync(Id<RelaySubscription>.Parse(id), ct) is not { Enabled: true } subscription || subscription.Due > time.GetUtcNow())
        {
            return;
        }

        var form = await forms.OfAsync(subscription, ct);
        var due = await held.DueAsync(subscription, Math.Min(options.Value.Parallel, form.MostAtOnce), ct);
        if (due.Count > 0)
        {
            await Task.WhenAll(due.Select(conversation => RetryAsync(subscription, form, conversation, ct)));
            lanes.Ring(KeyOf(subscription.Id));
            lanes.Ring(RelayNews.KeyOf(subscription.Id)); // it may have waited for room
        }
    }

    private async Task RetryAsync(RelaySubscription subscription, RelayForm form, Guid conversation, CancellationToken ct)
    {
        var waiting = await held.OfAsync(subscription, conversation, MostOfOne, ct);
        HeldEvent? stoppedAt = null;
        Attempt? attempt = null;
        foreach (var one in waiting)
        {
            attempt = await TryAsync(subscription, form, one, ct);
            if (attempt.Verdict != Verdict.Taken)
            {
                stoppedAt = one;
                break;
            }
        }

        var taken = waiting.TakeWhile(one => one != stoppedAt).ToList();
        await database.InTransactionAsync(
            async unit =>
            {
                foreach (var one in taken)
                {
                    // Each by itself: an older event may have been asked for again meanwhile.
                    await held.DoneAsync(unit, subscription, one);
                }

                if (stoppedAt is not null && attempt is not null)
                {
                    await SettleAsync(unit, subscription, form, stoppedAt, attempt);
                }
            },
            WritePriority.Bulk,
            ct);
    }

    private async Task SettleAsync(UnitOfWork unit, RelaySubscription subscription, RelayForm form, HeldEvent one, Attempt attempt)
    {
        var now = time.GetUtcNow();
        if (attempt.Verdict == Verdict.Gone || one.HeldAt + options.Value.GiveUpAfter <= now)
        {
            await dead.AddAsync(unit, subscription, one, attempt.Words);
            await held.DoneAsync(unit, subscription, one);
            return;
        }

        await held.RetryAsync(unit, subscription, one.Conversation, one.Seq, now + form.WaitOfConversation(one.Attempts + 1), attempt.Words);
    }

    private async Task<Attempt> TryAsync(RelaySubscription subscription, RelayForm form, HeldEvent one, CancellationToken ct)
    {
        if (one.Raw is { } own)
        {
            return await client.PostAsync(subscription, form, RelayEvent.IdOf(one.Seq), own, ct);
        }

        if (await events.FindAsync(subscription.WorkspaceId, one.Seq, ct) is not { } news)
        {
            return new Attempt(Verdict.Gone, null, TimeSpan.Zero, RelayProblems.Gone);
        }

        return await client.TellAsync(subscription, form, news, ct) ?? new Attempt(Verdict.Taken, null, TimeSpan.Zero, null); // it is not wanted any more
    }
}
