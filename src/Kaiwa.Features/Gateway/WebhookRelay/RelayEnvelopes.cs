using System.Text.Json;
using Kaiwa.Core.Numbers;

namespace Kaiwa.Features.Gateway.WebhookRelay;

/// <summary>The body that a receiver gets: here another shape comes in.</summary>
internal sealed class RelayEnvelopes(CloudEnvelope cloud)
{
    public byte[] Write(RelaySubscription subscription, RelayEvent news) => subscription.Shape switch
    {
        RelayShape.Cloud => cloud.Write(news),
        var other => throw new InvalidOperationException($"The relay does not write the shape {other}."),
    };

    /// <summary>A status that Meta never sent, because the message never came to it.</summary>
    public byte[] WriteStatus(RelaySubscription subscription, Number number, Action<Utf8JsonWriter> status) => subscription.Shape switch
    {
        RelayShape.Cloud => CloudEnvelope.WriteStatus(number, status),
        var other => throw new InvalidOperationException($"The relay does not write the shape {other}."),
    };
}
