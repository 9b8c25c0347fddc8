using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>Passes a page of events on to one receiver: conversations side by side, each in its order, and each stops at the first event that is not taken.</summary>
internal sealed class PassOn(ReceiverClient client, IOptions<WebhookRelayOptions> options)
{
    public async Task<Passed> HandleAsync(RelaySubscription subscription, RelayForm form, IReadOnlyList<RelayEvent> events, CancellationToken ct)
    {
        var conversations = events.GroupBy(news => news.Conversation).Select(group => group.ToList()).ToList();
        var stopped = new ConcurrentBag<Stop>();
        var parallel = Math.Min(options.Value.Parallel, form.MostAtOnce);
        var taken = 0;
        var failed = 0;
        await Parallel.ForEachAsync(conversations, new ParallelOptions { MaxDegreeOfParallelism = parallel, CancellationToken = ct }, async (conversation, token) =>
        {
            for (var at = 0; at < conversation.Count; at++)
            {
                // Nobody answers: the rest need not find that out one by one.
                if (Volatile.Read(ref taken) == 0 && Volatile.Read(ref failed) >= parallel)
                {
                    stopped.Add(new Stop(conversation[at..], null));
                    return;
                }

                if (await client.TellAsync(subscription, form, conversation[at], token) is not { } attempt)
                {
                    continue;
                }

                if (attempt.Verdict != Verdict.Taken)
                {
                    Interlocked.Increment(ref failed);
                    stopped.Add(new Stop(conversation[at..], attempt));
                    return;
                }

                Interlocked.Increment(ref taken);
            }
        });
        return new Passed(taken, stopped.ToList());
    }
}

/// <summary>What is left of a conversation, from the event that was not taken. Without an attempt it was not tried.</summary>
internal sealed record Stop(IReadOnlyList<RelayEvent> Rest, Attempt? Attempt);

/// <summary>How a page went.</summary>
internal sealed record Passed(int Taken, IReadOnlyList<Stop> Stopped)
{
    /// <summary>
    /// It is the receiver and not one conversation: nothing was taken, and either there was no connection or several conversations met the same.
    /// Then everything waits in its place, and no row is written per event.
    /// </summary>
    public Attempt? ReceiverIsDown
    {
        get
        {
            var attempts = Stopped.Select(stop => stop.Attempt).OfType<Attempt>().ToList();
            var isDown = Taken == 0 && attempts.Count > 0
                && (attempts.TrueForAll(attempt => attempt.Verdict == Verdict.Unreachable)
                    || (attempts.Count > 1 && attempts.TrueForAll(attempt => attempt.Verdict is Verdict.Unreachable or Verdict.Unwell)));
            return isDown ? attempts[0] : null;
        }
    }
}
