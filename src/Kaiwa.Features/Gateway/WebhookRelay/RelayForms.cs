using Kaiwa.Features.Gateway.OnPremisesApi;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>The form of a receiver: here another shape comes in.</summary>
internal sealed class RelayForms(CloudEnvelope cloud, FlatForms flat, Dialog360Forms dialog360)
{
    private readonly CloudForm meta = new(cloud);

    public async Task<RelayForm> OfAsync(RelaySubscription subscription, CancellationToken ct) => subscription.Shape switch
    {
        RelayShape.Cloud => meta,
        RelayShape.OnPremises => await flat.OfAsync(subscription, ct),
        RelayShape.Dialog360 => await dialog360.OfAsync(subscription, ct),
        var other => throw new InvalidOperationException($"The relay does not write the shape {other}."),
    };
}
