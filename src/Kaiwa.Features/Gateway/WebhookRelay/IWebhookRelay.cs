using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Core.Web;
using Kaiwa.Core.Workspaces;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>The door of the relay: Meta's events on to the shop's own programs.</summary>
public interface IWebhookRelay
{
    Task<IReadOnlyList<WebhookView>> ListAsync(Actor actor, CancellationToken ct = default);

    Task<Result<WebhookView>> OpenAsync(Actor actor, Id<RelaySubscription> id, CancellationToken ct = default);

    /// <summary>Makes a webhook that is told of what comes from now on. Its secret is in the answer and never again.</summary>
    Task<Result<NewWebhook>> CreateAsync(Actor actor, WebhookChange wish, CancellationToken ct = default);

    /// <summary>Changes what is not null. Switched off, its events wait; switched on again, it goes on where it stood.</summary>
    Task<Result<WebhookView>> ChangeAsync(Actor actor, Id<RelaySubscription> id, WebhookChange wish, CancellationToken ct = default);

    Task<Result<bool>> DeleteAsync(Actor actor, Id<RelaySubscription> id, CancellationToken ct = default);

    /// <summary>Posts a signed envelope without an entry and says how the receiver answered.</summary>
    Task<Result<WebhookTest>> TestAsync(Actor actor, Id<RelaySubscription> id, CancellationToken ct = default);

    /// <summary>What waits with its conversation, or was given up.</summary>
    Task<Result<Page<WebhookDelivery>>> DeliveriesAsync(Actor actor, Id<RelaySubscription> id, WebhookDeliveryState state, string? cursor = null, int limit = 50, CancellationToken ct = default);

    /// <summary>Passes an event, a dead letter, or all that was received within a time, on again. Receivers know the events by their ids.</summary>
    Task<Result<bool>> RedeliverAsync(Actor actor, Id<RelaySubscription> id, Redelivery what, CancellationToken ct = default);
}

/// <summary>A webhook as its owner sees it.</summary>
/// <param name="Waiting">Events that wait with their conversation; what a silent receiver has not been offered is not counted.</param>
/// <param name="Dead">Events that were given up.</param>
/// <param name="FailingSince">Since when nothing is taken; null when all is well.</param>
public sealed record WebhookView(
    Id<RelaySubscription> Id, string Name, string Address, RelayShape Shape, Id<Number>? NumberId, IReadOnlyList<string> Fields, bool Enabled, long Waiting, long Dead, DateTimeOffset? FailingSince, Problem? Problem, DateTimeOffset CreatedAt);

/// <summary>A webhook just made, and the secret that signs its deliveries.</summary>
public sealed record NewWebhook(WebhookView Webhook, string Secret);

/// <summary>What a webhook is to be; null leaves it as it is, or as usual.</summary>
public sealed record WebhookChange
{
    public string? Name { get; init; }

    public string? Address { get; init; }

    public RelayShape? Shape { get; init; }

    public Id<Number>? NumberId { get; init; }

    /// <summary>Meta's names of fields; none is all of them.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    public bool? Enabled { get; init; }
}

/// <summary>How a receiver answered a test.</summary>
public sealed record WebhookTest(bool Taken, int? Status, int Milliseconds, Problem? Problem);

public enum WebhookDeliveryState
{
    Waiting,
    Dead,
}

/// <summary>An event that is not delivered. A dead letter of a receiver that was silent too long stands for many events.</summary>
public sealed record WebhookDelivery(string Event, string? DeadLetter, long Events, int Attempts, DateTimeOffset? DueAt, DateTimeOffset Since, Problem? Problem);

/// <summary>What is to be passed on again: one event, one dead letter, or a range of time.</summary>
public sealed record Redelivery
{
    public string? Event { get; init; }

    public string? DeadLetter { get; init; }

    public DateTimeOffset? From { get; init; }

    public DateTimeOffset? To { get; init; }
}
