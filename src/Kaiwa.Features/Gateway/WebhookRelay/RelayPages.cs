using Kaiwa.Core.Storage;
using Microsoft.Extensions.Options;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>Takes one page of events to its end: passed on, or waiting with its conversation. The cursor moves in the same transaction.</summary>
internal sealed partial class RelayPages(PassOn passOn, RelayForms forms, HeldStore held, SubscriptionStore subscriptions, Database database, TimeProvider time, IOptions<WebhookRelayOptions> options, ILogger<RelayPages> logger)
{
    public const int Size = 200;

    /// <param name="subscription">Whose events.</param>
    /// <param name="wanted">The events, in order.</param>
    /// <param name="move">Moves the cursor behind the page; false when another node did.</param>
    /// <param name="ct">Stops.</param>
    public async Task<PageResult> PassAsync(RelaySubscription subscription, IReadOnlyList<RelayEvent> wanted, Func<UnitOfWork, Task<bool>> move, CancellationToken ct)
    {
        var standing = await held.ConversationsAsync(subscription, ct);
        if (standing.Count > 0 && standing.Values.Sum() >= options.Value.MostHeld)
        {
            return new PageResult(null, IsFull: true);
        }

        var form = await forms.OfAsync(subscription, ct);
        var passed = await passOn.HandleAsync(subscription, form, wanted.Where(news => !standing.ContainsKey(news.Conversation)).ToList(), ct);
        var now = time.GetUtcNow();
        if (passed.ReceiverIsDown is { } down)
        {
            if (subscription.Attempts == 0)
            {
                LogDown(subscription.Id, down.Problem?.Type);
            }

            await database.InTransactionAsync(unit => subscriptions.FailAsync(unit, subscription, now, now + form.WaitOfReceiver(subscription.Attempts + 1), down.Words), WritePriority.Bulk, ct);
            return new PageResult(down, IsFull: false);
        }

        var waiting = wanted.Where(news => standing.ContainsKey(news.Conversation)).Select(news => Following(news, now)).Concat(passed.Stopped.SelectMany(stop => Waiting(form, stop, now))).OrderBy(news => news.Seq).ToList();
        await database.InTransactionAsync(
            async unit =>
            {
                if (await move(unit))
                {
                    await held.AddAsync(unit, subscription, waiting);
                }

                if (passed.Taken > 0 && subscription.Attempts > 0)
                {
                    await subscriptions.WellAsync(unit, subscription);
                }
            },
            WritePriority.Bulk,
            ct);
        return new PageResult(null, IsFull: false);
    }

    private static IEnumerable<HeldEvent> Waiting(RelayForm form, Stop stop, DateTimeOffset now) => stop.Rest.Select((news, at) => at > 0 || stop.Attempt is not { } attempt
        ? Following(news, now)
        : new HeldEvent { Conversation = news.Conversation, Seq = news.Seq, Due = now + form.WaitOfConversation(1), Attempts = 1, HeldAt = now, Problem = attempt.Words });

    // Due at once, but it is not looked at before those in front of it are gone.
    private static HeldEvent Following(RelayEvent news, DateTimeOffset now) => new() { Conversation = news.Conversation, Seq = news.Seq, Due = now, HeldAt = now };

    [LoggerMessage(LogLevel.Warning, "The receiver of webhook {SubscriptionId} takes nothing ({Problem}). Its events wait, and it is tried every minute")]
    private partial void LogDown(Id<RelaySubscription> subscriptionId, string? problem);
}

/// <summary>How a page ended when the cursor did not move: the receiver is down, or too much waits for it.</summary>
internal sealed record PageResult(Attempt? Attempt, bool IsFull)
{
    public bool HasMoved => Attempt is null && !IsFull;
}
