using System.Text.Json;
using Kaiwa.Core.Numbers;
using Kaiwa.Features.Gateway.OnPremisesApi;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>The form of a receiver: here another shape comes in.</summary>
internal sealed class RelayForms(CloudEnvelope cloud, FlatForms flat)
{
    private readonly CloudForm meta = new(cloud);

    public async Task<RelayForm> OfAsync(RelaySubscription subscription, CancellationToken ct) => subscription.Shape switch
    {
        RelayShape.Cloud => meta,
        RelayShape.OnPremises => await flat.OfAsync(subscription, ct),
        var other => throw new InvalidOperationException($"The relay does not write the shape {other}."),
    };

    /// <summary>As Meta's cloud posts its webhooks.</summary>
    private sealed class CloudForm(CloudEnvelope envelope) : RelayForm
    {
        public override byte[] Ping { get; } = """{"object":"whatsapp_business_account","entry":[]}"""u8.ToArray();

        public override Task<byte[]?> WriteAsync(RelayEvent news, CancellationToken ct) => Task.FromResult<byte[]?>(envelope.Write(news));

        public override byte[] WriteStatus(Number number, Action<Utf8JsonWriter> status) => CloudEnvelope.WriteStatus(number, status);
    }
}
