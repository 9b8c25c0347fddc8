using System.Text.Json.Nodes;
using Kaiwa.Core.Lanes;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Gateway.WebhookRelay;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Makes the relay follow what a program has set. A number has one address for callbacks, so the subscription carries the number's id.</summary>
internal sealed class Callbacks(SubscriptionStore subscriptions, HeldStore held, Database database, ILanes lanes, TimeProvider time)
{
    /// <param name="unit">The transaction of the setting.</param>
    /// <param name="number">Whose callbacks.</param>
    /// <param name="settings">As they are now.</param>
    /// <param name="given">The shape that goes with the address that was just set; null when none was set.</param>
    public async Task FollowAsync(UnitOfWork unit, Number number, NumberSettings settings, RelayShape? given)
    {
        var id = IdOf(number);
        var address = ApplicationSettings.Callbacks(settings).Url;
        var before = await subscriptions.FindAsync(unit, number.Workspace.Id, id);
        var shape = given ?? before?.Shape ?? RelayShape.OnPremises;
        var name = $"{number.Display} · {(shape == RelayShape.Dialog360 ? "360dialog" : "On-Premises API")}";
        if (before is null && address is not null)
        {
            await subscriptions.AddAsync(unit, new RelaySubscription
            {
                Id = id,
                WorkspaceId = number.Workspace.Id,
                Name = name,
                Address = address,
                Shape = shape,
                NumberId = number.Id,
                Fields = "messages",
                Enabled = true,
                CursorSeq = 0,
                CreatedAt = time.GetUtcNow(),
            });
        }
        else if (before is not null && (before.Enabled != address is not null || before.Shape != shape || (address is not null && before.Address != address)))
        {
            // Without an address its events wait: many programs reset their settings only to set them anew.
            await subscriptions.ChangeAsync(unit, before with { Name = name, Shape = shape, Address = address ?? before.Address, Enabled = address is not null });
        }

        unit.AfterCommit(() => lanes.Ring(RelayNews.KeyOf(id)));
    }

    /// <summary>Something that happened here and not at WhatsApp. No stored part is behind it, so its number is below zero; what comes later has the greater one.</summary>
    public Task TellAsync(Number number, JsonObject body, CancellationToken ct) => database.InTransactionAsync(
        async unit =>
        {
            if (await subscriptions.FindAsync(unit, number.Workspace.Id, IdOf(number)) is { Enabled: true } subscription)
            {
                var now = time.GetUtcNow();
                await held.AddOwnAsync(unit, subscription, new HeldEvent { Conversation = number.Id.Value, Seq = SeqAt(now), HeldAt = now, Raw = CloudJson.Bytes(body) });
                unit.AfterCommit(() => lanes.Ring(RetryHeld.KeyOf(subscription.Id)));
            }
        },
        WritePriority.Live,
        ct);

    internal static long SeqAt(DateTimeOffset now) => now.UtcTicks - long.MaxValue;

    private static Id<RelaySubscription> IdOf(Number number) => new(number.Id.Value);
}
