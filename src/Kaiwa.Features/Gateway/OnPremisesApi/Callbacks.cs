using Kaiwa.Core.Lanes;
using Kaiwa.Core.Numbers;
using Kaiwa.Core.Storage;
using Kaiwa.Features.Gateway.WebhookRelay;

namespace Kaiwa.Features.Gateway.OnPremisesApi;

/// <summary>Makes the relay follow what a program has set. A number has one address for callbacks, so the subscription carries the number's id.</summary>
internal sealed class Callbacks(SubscriptionStore subscriptions, ILanes lanes, TimeProvider time)
{
    public async Task FollowAsync(UnitOfWork unit, Number number, NumberSettings settings)
    {
        var id = new Id<RelaySubscription>(number.Id.Value);
        var address = ApplicationSettings.Callbacks(settings).Url;
        var before = await subscriptions.FindAsync(unit, number.Workspace.Id, id);
        if (before is null && address is not null)
        {
            await subscriptions.AddAsync(unit, new RelaySubscription
            {
                Id = id,
                WorkspaceId = number.Workspace.Id,
                Name = $"{number.Display} · On-Premises API",
                Address = address,
                Shape = RelayShape.OnPremises,
                NumberId = number.Id,
                Fields = "messages",
                Enabled = true,
                CursorSeq = 0,
                CreatedAt = time.GetUtcNow(),
            });
        }
        else if (before is not null && (before.Enabled != address is not null || (address is not null && before.Address != address)))
        {
            // Without an address its events wait: many programs reset their settings only to set them anew.
            await subscriptions.ChangeAsync(unit, before with { Address = address ?? before.Address, Enabled = address is not null });
        }

        unit.AfterCommit(() => lanes.Ring(RelayNews.KeyOf(id)));
    }
}
